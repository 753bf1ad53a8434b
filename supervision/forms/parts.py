"""What stands written in a session, and the names of its questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from accounts.models import Person
from casework.child.models import Child
from supervision.models import (
    AgreedAction,
    CaseDiscussion,
    LearningPart,
    SupervisionSession,
    WellbeingPart,
)


@dataclass(frozen=True)
class Parts:
    """What stands written in a session, read once for the page."""

    wellbeing: WellbeingPart | None = None
    learning: LearningPart | None = None
    cases: Sequence[CaseDiscussion] = ()
    actions: Sequence[AgreedAction] = ()


@dataclass(frozen=True)
class Talk:
    """Whom a session may be about: the children, who may take on what, and who confirms."""

    children: Mapping[UUID, Child] = field(default_factory=dict)
    accountable: Mapping[UUID, Person] = field(default_factory=dict)

    def owners(self, session: SupervisionSession, child_id: UUID) -> list[tuple[str, str]]:
        people = [session.student, session.practice_educator]
        worker = self.accountable.get(child_id)
        if worker is not None and worker not in people:
            people.append(worker)
        return [(str(person.pk), person.name) for person in people]


def case_name(child_id: UUID, part: str) -> str:
    return f"case_{child_id.hex}_{part}"


def action_name(row: int, part: str) -> str:
    return f"action_{row}_{part}"


def initial_of(session: SupervisionSession, parts: Parts) -> dict[str, Any]:
    """The answers that stand written, under the names of the form's questions."""
    answers: dict[str, Any] = {
        "held_on": session.held_on,
        "minutes": session.minutes,
        "missed_why": session.missed_why,
        "model": LearningPart.Model.KOLB,
    }
    if parts.wellbeing:
        answers |= {
            "wellbeing": parts.wellbeing.text,
            "is_risk": parts.wellbeing.is_risk,
            "risk": parts.wellbeing.risk,
        }
    if parts.learning:
        answers |= {
            "model": parts.learning.model,
            "reflection": parts.learning.reflection,
            "learning": parts.learning.learning,
        }
    for case in parts.cases:
        for part in ("discussed", "what", "why", "due_on"):
            answers[case_name(case.child_id, part)] = getattr(case, part)
        answers[case_name(case.child_id, "owner")] = str(case.owner_id or "")
    for row, action in enumerate(parts.actions):
        answers |= {
            action_name(row, "id"): action.pk,
            action_name(row, "text"): action.text,
            action_name(row, "owner"): str(action.owner_id),
            action_name(row, "due_on"): action.due_on,
        }
    return answers
