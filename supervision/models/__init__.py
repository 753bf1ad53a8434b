"""The session, its parts in tables of their own, and what the university reads of it."""

from supervision.models.action import AgreedAction
from supervision.models.extract import ExtractWord, SupervisionExtract
from supervision.models.parts import CaseDiscussion, LearningPart, WellbeingPart
from supervision.models.question import AgendaQuestion
from supervision.models.session import SupervisionSession

__all__ = [
    "AgendaQuestion",
    "AgreedAction",
    "CaseDiscussion",
    "ExtractWord",
    "LearningPart",
    "SupervisionExtract",
    "SupervisionSession",
    "WellbeingPart",
]
