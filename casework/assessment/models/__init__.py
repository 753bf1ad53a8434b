"""The child and family assessment, its sections, its map, and what is said about it."""

from casework.assessment.models.assessment import (
    OPEN_STATES,
    UNWRITTEN,
    Assessment,
    AssessmentQuerySet,
)
from casework.assessment.models.beside import (
    AssessmentSubmission,
    Checkpoint,
    LearningNote,
    LearningNoteQuerySet,
    PinnedComment,
)
from casework.assessment.models.parts import (
    AssessmentScale,
    AssessmentSection,
    AssessmentSource,
    AssessmentSuggestion,
    DangerStatement,
    Sighting,
)

__all__ = [
    "Assessment",
    "AssessmentQuerySet",
    "AssessmentScale",
    "AssessmentSection",
    "AssessmentSource",
    "AssessmentSubmission",
    "AssessmentSuggestion",
    "Checkpoint",
    "DangerStatement",
    "LearningNote",
    "LearningNoteQuerySet",
    "OPEN_STATES",
    "PinnedComment",
    "Sighting",
    "UNWRITTEN",
]
