"""The consent ledger, by child, activity and giver; a row is withdrawn, never deleted."""
