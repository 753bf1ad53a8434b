"""Visits, direct-work sessions, scales and tools; nothing is final without consent."""
