"""Pages of ending work with a child; one noun a file."""
