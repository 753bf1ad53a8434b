"""Pages of assessments: the list, the start, writing, reading, signing, what stands beside."""

from casework.assessment.views.beside import (
    AdditionNew,
    AssessmentPlace,
    AuthorisedElsewhere,
    CheckpointRecord,
    CommentPin,
    CommentTakeBack,
    LearningNoteAdd,
    Share,
)
from casework.assessment.views.lists import (
    AssessmentList,
    AssessmentStart,
    ToSign,
    VersionNew,
)
from casework.assessment.views.reading import (
    AssessmentChanges,
    AssessmentCompare,
    AssessmentPrint,
    AssessmentRead,
)
from casework.assessment.views.signing import (
    AssessmentAuthorise,
    AssessmentCountersign,
    AssessmentReturn,
    AssessmentSubmit,
    AssessmentWithdraw,
)
from casework.assessment.views.writing import (
    AssessmentDetail,
    LeadsName,
    SectionWrite,
    SuggestionsBringIn,
)

__all__ = [
    "AdditionNew",
    "AssessmentAuthorise",
    "AssessmentChanges",
    "AssessmentCompare",
    "AssessmentCountersign",
    "AssessmentDetail",
    "AssessmentList",
    "AssessmentPlace",
    "AssessmentPrint",
    "AssessmentRead",
    "AssessmentReturn",
    "AssessmentStart",
    "AssessmentSubmit",
    "AssessmentWithdraw",
    "AuthorisedElsewhere",
    "CheckpointRecord",
    "CommentPin",
    "CommentTakeBack",
    "LeadsName",
    "LearningNoteAdd",
    "SectionWrite",
    "Share",
    "SuggestionsBringIn",
    "ToSign",
    "VersionNew",
]
