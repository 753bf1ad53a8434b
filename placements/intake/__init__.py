"""From a university's request to a placement: offers, capacity, the year, matching, cohorts."""
