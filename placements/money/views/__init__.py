"""The pages of fees and travel."""
