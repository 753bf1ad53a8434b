"""People around the child, relationships, addresses; an address may be withheld, never leaked."""
