"""Intakes, offers and named students, the year wheel, matches, and the import of a cohort."""

from placements.intake.models.cohort import CohortImport, CohortRefusal, CohortRow
from placements.intake.models.intake import Intake
from placements.intake.models.matching import Match
from placements.intake.models.offer import Nomination, Offer
from placements.intake.models.wheel import IntakeTask, WheelStep

__all__ = [
    "CohortImport",
    "CohortRefusal",
    "CohortRow",
    "Intake",
    "IntakeTask",
    "Match",
    "Nomination",
    "Offer",
    "WheelStep",
]
