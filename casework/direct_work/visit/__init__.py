"""Visits: planned, begun and ended with a check-in, recorded; alone or to siblings together."""
