"""What children and families say of the work; never shown with a name outside the team."""
