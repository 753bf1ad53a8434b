"""Dated entries about a child, appended and never edited; a mistake is corrected by a later one."""
