"""What must be seen before the first day, what is shown in the first weeks, and who saw it."""
