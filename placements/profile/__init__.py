"""Who takes part in a placement: the student, the practice educator, and their dated roles."""
