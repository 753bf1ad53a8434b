"""Closing an episode: registered obstacles, goodbye plan, handover; it never overrules one."""
