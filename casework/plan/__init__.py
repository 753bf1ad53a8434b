"""Child in need and child protection plans: one table, two kinds; their words and their days."""
