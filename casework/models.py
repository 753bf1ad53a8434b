"""Gathers the wings' models, since Django looks for them in the installed app alone."""

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
from casework.direct_work.visit.models import JointVisit, Visit, VisitSubmission
from casework.episode.models import Allocation, Episode, Referral
from casework.family.models import FamilyMember, Relationship
from casework.meeting.models import (
    Invitee,
    Meeting,
    MeetingChange,
    Minutes,
    SendListCheck,
)
from casework.plan.models import Plan, PlanCategory, PlanCorrection
from casework.protection.models import Conference, EnquiryPart, Section47, StrategyDiscussion
from casework.request.models import Request

__all__ = [
    "Allocation",
    "Child",
    "ChronologyEntry",
    "Conference",
    "ConsentEntry",
    "ConsentException",
    "ConsentWithdrawal",
    "Decision",
    "DeclaredConflict",
    "DirectWorkSession",
    "DuplicateCheck",
    "EnquiryPart",
    "Episode",
    "FamilyMember",
    "Invitee",
    "Involvement",
    "Meeting",
    "MeetingChange",
    "Minutes",
    "JointVisit",
    "Plan",
    "PlanCategory",
    "PlanCorrection",
    "Referral",
    "Relationship",
    "Request",
    "Restriction",
    "RestrictionNamed",
    "ScaleReading",
    "Section47",
    "SendListCheck",
    "StrategyDiscussion",
    "Submission",
    "Tool",
    "Visit",
    "VisitSubmission",
]
