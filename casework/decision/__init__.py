"""Decisions and the one action list about children; advice is never shown as a decision."""
