"""Measures the portal against its own SQL on a seeded database, as ratios.

It writes only to a database made for it, and is never a test.
"""
