"""Forms of sign-in and of the people pages."""
