"""Pages of child protection, one noun a file."""
