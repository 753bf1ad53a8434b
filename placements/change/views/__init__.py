"""The pages of a placement that changes."""
