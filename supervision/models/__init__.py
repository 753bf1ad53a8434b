"""The session, its three parts in three tables, and what was agreed to do."""

from supervision.models.action import AgreedAction
from supervision.models.parts import CaseDiscussion, LearningPart, WellbeingPart
from supervision.models.question import AgendaQuestion
from supervision.models.session import SupervisionSession

__all__ = [
    "AgendaQuestion",
    "AgreedAction",
    "CaseDiscussion",
    "LearningPart",
    "SupervisionSession",
    "WellbeingPart",
]
