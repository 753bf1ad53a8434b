"""Pages of intakes: the board, the year, matching, and the list of a cohort."""
