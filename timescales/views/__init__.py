"""The pages of the clock on the wall."""
