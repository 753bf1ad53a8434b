"""Gathers the wings' models, since Django looks for them in the installed app alone."""

from casework.assessment.models import (
    Assessment,
    AssessmentScale,
    AssessmentSection,
    AssessmentSource,
    AssessmentSubmission,
    AssessmentSuggestion,
    Checkpoint,
    DangerStatement,
    LearningNote,
    PinnedComment,
    Sighting,
)
from casework.child.models import (
    Child,
    DeclaredConflict,
    DuplicateCheck,
    Involvement,
    Restriction,
    RestrictionNamed,
)
from casework.chronology.models import ChronologyEntry
from casework.consent.models import ConsentEntry, ConsentException, ConsentWithdrawal
from casework.decision.models import Decision
from casework.direct_work.models import DirectWorkSession, ScaleReading, Submission, Tool
from casework.episode.models import Allocation, Episode, Referral
from casework.family.models import FamilyMember, Relationship
from casework.request.models import Request

__all__ = [
    "Allocation",
    "Assessment",
    "AssessmentScale",
    "AssessmentSection",
    "AssessmentSource",
    "AssessmentSubmission",
    "AssessmentSuggestion",
    "Checkpoint",
    "Child",
    "ChronologyEntry",
    "ConsentEntry",
    "ConsentException",
    "ConsentWithdrawal",
    "DangerStatement",
    "Decision",
    "DeclaredConflict",
    "DirectWorkSession",
    "DuplicateCheck",
    "Episode",
    "FamilyMember",
    "Involvement",
    "LearningNote",
    "PinnedComment",
    "Referral",
    "Relationship",
    "Request",
    "Restriction",
    "RestrictionNamed",
    "ScaleReading",
    "Sighting",
    "Submission",
    "Tool",
]
