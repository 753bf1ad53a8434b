"""The names under which timescales knows this room's placements and their steps."""

PLACEMENT = "placements.placement"
TIMELINE = "placements.timeline"
# The same placements, seen by fewer: by who follows the checks.
CHECKS = "placements.checks"
CONCERN = "placements.concern"
