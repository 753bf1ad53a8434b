"""The embedded servers of the run command and the tests: PostgreSQL, Valkey, mail catcher.

Settings never start one, and production never uses them."""
