"""Forms of supervision, a file for each page that asks."""
