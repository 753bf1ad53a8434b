"""The forms of an assessment, in files named as their views are."""
