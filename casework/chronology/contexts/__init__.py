"""Places, groups and online spaces around children, exploitation, and being missing.

A context is shared: several children are linked to it, and each reader sees their own.
"""
