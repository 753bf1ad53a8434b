"""The steps of a placement: when each is due, and the record that meets it."""
