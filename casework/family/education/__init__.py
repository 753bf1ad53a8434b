"""What school and authority say of a child's education: attendance, exclusion, plans, absence."""
