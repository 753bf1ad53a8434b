"""Gathers the wings' models, since Django looks for them in the installed app alone."""

from casework.child.models import (
    Child,
    DeclaredConflict,
    DuplicateCheck,
    Involvement,
    Restriction,
    RestrictionNamed,
)
from casework.chronology.contexts.models import (
    Context,
    ContextLink,
    Exploitation,
    MissingEpisode,
)
from casework.chronology.models import ChronologyEntry
from casework.consent.models import ConsentEntry, ConsentException, ConsentWithdrawal
from casework.decision.models import Decision
from casework.direct_work.models import DirectWorkSession, ScaleReading, Submission, Tool
from casework.episode.models import Allocation, Episode, Referral
from casework.family.education.models import Attendance, EducationFact
from casework.family.merging.models import ChildMerge, MergeMove
from casework.family.models import (
    FamilyMember,
    Household,
    HouseholdMember,
    NoRecourse,
    ParentalResponsibility,
    Relationship,
    Tie,
)
from casework.request.models import Request

__all__ = [
    "Allocation",
    "Attendance",
    "Child",
    "ChildMerge",
    "ChronologyEntry",
    "ConsentEntry",
    "ConsentException",
    "ConsentWithdrawal",
    "Context",
    "ContextLink",
    "Decision",
    "DeclaredConflict",
    "DirectWorkSession",
    "DuplicateCheck",
    "EducationFact",
    "Episode",
    "Exploitation",
    "FamilyMember",
    "Household",
    "HouseholdMember",
    "Involvement",
    "MergeMove",
    "MissingEpisode",
    "NoRecourse",
    "ParentalResponsibility",
    "Referral",
    "Relationship",
    "Request",
    "Restriction",
    "RestrictionNamed",
    "ScaleReading",
    "Submission",
    "Tie",
    "Tool",
]
