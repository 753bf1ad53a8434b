"""The clocks of an intake: each of its tasks by its day. Facts in, dates out."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Person
from placements.intake.models import Intake, IntakeTask
from timescales.deadlines import DeadlineFact

SUBJECT = ROOT = "placements.intake"
RULE = "I5"


@dataclass(frozen=True)
class IntakeFacts:
    intake: Intake
    tasks: list[IntakeTask] = field(default_factory=list)


def facts(intake_ids: Sequence[UUID]) -> dict[UUID, IntakeFacts]:
    """Facts of many intakes in two queries."""
    tasks: dict[UUID, list[IntakeTask]] = defaultdict(list)
    for task in IntakeTask.objects.filter(intake__in=intake_ids):
        tasks[task.intake_id].append(task)
    return {
        intake.pk: IntakeFacts(intake, tasks[intake.pk])
        for intake in Intake.objects.filter(pk__in=intake_ids)
    }


def deadlines(found: IntakeFacts) -> list[DeadlineFact]:
    return [
        DeadlineFact(
            rule=RULE,
            key=f"task {task.pk}",
            starts=min(task.created_on, task.due_on),
            local_limit=max((task.due_on - task.created_on).days, 0),
            root_id=found.intake.pk,
            reference=found.intake.name,
            owner_id=task.owner_id,
            met=task.done_on,
            cancelled=bool(task.dropped_why),
            title=task.title,
        )
        for task in found.tasks
    ]


def visible_roots(person: Person, root_ids: Collection[UUID]) -> set[UUID]:
    rows = Intake.objects.visible_to(person).filter(pk__in=root_ids)
    return set(rows.values_list("pk", flat=True))


def roots_of(person: Person) -> QuerySet[Any, Any]:
    return Intake.objects.visible_to(person).values("pk")
