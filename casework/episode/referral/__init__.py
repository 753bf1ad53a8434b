"""Referrals that reach the team without a request: what they open, or that they open nothing."""
