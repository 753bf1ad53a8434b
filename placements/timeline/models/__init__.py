"""What the steps of a placement leave behind, and where its student went."""

from placements.timeline.models.destination import Destination
from placements.timeline.models.meeting import PlacementMeeting
from placements.timeline.models.report import PlacementReport
from placements.timeline.models.step import PlacementFeedback, PlacementStep

__all__ = [
    "Destination",
    "PlacementFeedback",
    "PlacementMeeting",
    "PlacementReport",
    "PlacementStep",
]
