"""A concern about a student's practice, from an informal talk to its outcome."""
