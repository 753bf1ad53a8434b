"""Pages of a placement's steps, one noun a file."""
