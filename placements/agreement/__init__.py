"""The practice learning agreement: what was agreed, by whom, and what binds now."""
