"""Gathers the wings' models, since Django looks for them in the installed app alone."""

from casework.child.models import (
    Child,
    DeclaredConflict,
    DuplicateCheck,
    Involvement,
    Restriction,
    RestrictionNamed,
)
from casework.chronology.curated.models import ChosenEntry, CuratedChronology
from casework.chronology.models import ChronologyEntry
from casework.consent.models import ConsentEntry, ConsentException, ConsentWithdrawal
from casework.decision.models import Decision
from casework.direct_work.life_story.models import (
    LifeStory,
    LifeStoryChapter,
    LifeStoryGap,
    LifeStoryPhoto,
    LifeStorySource,
)
from casework.direct_work.models import DirectWorkSession, ScaleReading, Submission, Tool
from casework.direct_work.visit.models import JointVisit, Visit, VisitSubmission
from casework.episode.models import Allocation, Episode, Referral
from casework.family.models import FamilyMember, Relationship
from casework.plan.models import Plan, PlanCategory, PlanCorrection
from casework.request.models import Request

__all__ = [
    "Allocation",
    "Child",
    "ChosenEntry",
    "ChronologyEntry",
    "ConsentEntry",
    "ConsentException",
    "ConsentWithdrawal",
    "Decision",
    "CuratedChronology",
    "DeclaredConflict",
    "DirectWorkSession",
    "DuplicateCheck",
    "Episode",
    "FamilyMember",
    "Involvement",
    "JointVisit",
    "Plan",
    "PlanCategory",
    "PlanCorrection",
    "LifeStory",
    "LifeStoryChapter",
    "LifeStoryGap",
    "LifeStoryPhoto",
    "LifeStorySource",
    "Referral",
    "Relationship",
    "Request",
    "Restriction",
    "RestrictionNamed",
    "ScaleReading",
    "Submission",
    "Tool",
    "Visit",
    "VisitSubmission",
]
