"""What is asked about plans, one noun a file."""
