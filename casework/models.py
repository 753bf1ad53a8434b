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
    BreakGlass,
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
from casework.chronology.curated.models import ChosenEntry, CuratedChronology
from casework.chronology.models import ChronologyEntry
from casework.closure.models import Closure, Death, Goodbye, OnwardReferral, OwedStep
from casework.consent.models import ConsentEntry, ConsentException, ConsentWithdrawal
from casework.decision.models import Decision
from casework.direct_work.life_story.models import (
    LifeStory,
    LifeStoryChapter,
    LifeStoryGap,
    LifeStoryPhoto,
    LifeStorySource,
)
from casework.direct_work.models import DirectWorkSession, ScaleReading, Submission
from casework.direct_work.tool.models import Tool
from casework.direct_work.visit.models import JointVisit, Visit, VisitSubmission
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
from casework.file.models import RecordMove
from casework.meeting.models import (
    Invitee,
    Meeting,
    MeetingChange,
    Minutes,
    SendListCheck,
)
from casework.plan.models import Plan, PlanCategory, PlanCorrection
from casework.request.models import Request

__all__ = [
    "Allocation",
    "Attendance",
    "Assessment",
    "AssessmentScale",
    "AssessmentSection",
    "AssessmentSource",
    "AssessmentSubmission",
    "AssessmentSuggestion",
    "Checkpoint",
    "BreakGlass",
    "Child",
    "ChosenEntry",
    "ChildMerge",
    "ChronologyEntry",
    "Closure",
    "ConsentEntry",
    "ConsentException",
    "ConsentWithdrawal",
    "Context",
    "ContextLink",
    "DangerStatement",
    "Death",
    "Decision",
    "CuratedChronology",
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
    "Goodbye",
    "Involvement",
    "LearningNote",
    "PinnedComment",
    "OnwardReferral",
    "OwedStep",
    "RecordMove",
    "Invitee",
    "Involvement",
    "Meeting",
    "MeetingChange",
    "Minutes",
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
    "Sighting",
    "SendListCheck",
    "Submission",
    "Tie",
    "Tool",
    "Visit",
    "VisitSubmission",
]
