"""Identity, Involvement (who may see), restriction, conflicts, search; it knows no episode."""
