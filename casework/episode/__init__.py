"""Referral, spell of need, allocation, transfer; at most one accountable worker at a time."""
