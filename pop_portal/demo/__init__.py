"""One believable team, made through the same actions people use.

It never writes a row around an action and refuses to run in production."""
