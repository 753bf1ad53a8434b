"""The view from the roof: caseload dashboard, indicators, quality, returns.

It reads every room and writes only its own records, never a child's."""
