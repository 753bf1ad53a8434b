"""Pages of plans: the tab, the days, the versions and what hangs on them, reviews, safety plans."""
