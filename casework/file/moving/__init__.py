"""What was written on the wrong child's record, moved to the right one."""
