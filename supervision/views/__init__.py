"""Pages of supervision, a file for each thing people do with a session."""
