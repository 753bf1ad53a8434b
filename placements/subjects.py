"""The names under which timescales knows this room's placements and their steps."""

PLACEMENT = "placements.placement"
TIMELINE = "placements.timeline"
CONCERN = "placements.concern"
