"""What a student has in hand with children, set-based. Placements keep only the numbers of it.

A piece of work is told without the child's name: by its kind, its date and the child's reference,
and by the reference only to who may see the child.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Person
from casework.assessment.models import Assessment
from casework.child.models import Child
from casework.decision.models import Decision
from casework.direct_work.models import DirectWorkSession
from casework.direct_work.visit.models import Visit
from casework.episode.models import Allocation
from casework.plan.models import PlanVersion
from placements.change.models import WorkAnswer
from records.states import State
from timescales.clock import local_day

Kind = WorkAnswer.Kind
Answer = WorkAnswer.Answer
WITH_AUTHOR = Q(state__in=(State.DRAFT, State.RETURNED))
# What can be answered about each, besides waiting for a student who comes back.
ANSWERS: dict[Kind, tuple[Answer, ...]] = {
    Kind.ALLOCATION: (Answer.PASS, Answer.END),
    Kind.ACTION: (Answer.FINISH, Answer.PASS, Answer.END),
    Kind.VISIT_PLANNED: (Answer.FINISH, Answer.PASS, Answer.END),
    Kind.VISIT: (Answer.FINISH, Answer.PASS, Answer.END),
    Kind.SESSION: (Answer.FINISH, Answer.PASS, Answer.END),
    Kind.ASSESSMENT: (Answer.FINISH, Answer.PASS, Answer.END),
    Kind.PLAN: (Answer.FINISH, Answer.PASS, Answer.END),
}


@dataclass(frozen=True)
class OpenWork:
    """One thing a student has in hand. `words` name no child."""

    kind: Kind
    record_id: UUID
    person_id: UUID
    child_id: UUID
    words: str
    on: date | None

    def answers(self, *, comes_back: bool, answers_for: Collection[UUID]) -> list[Answer]:
        """What may be said about it by somebody who answers for those children. A student's own
        part in a child's work ends with the placement, whoever the child's case belongs to; what
        else is done about a child of another team is for who answers for that child."""
        if self.child_id in answers_for:
            found = list(ANSWERS[self.kind])
        elif self.kind == Kind.ALLOCATION:
            found = [Answer.END]
        else:
            found = []
        return [Answer.WAIT, *found] if comes_back else found


def open_work(student_ids: Collection[UUID]) -> dict[UUID, list[OpenWork]]:
    """By student, what is open: children first, then what is to do and to write. Six
    queries."""
    found: dict[UUID, list[OpenWork]] = defaultdict(list)
    if not student_ids:
        return found
    for read in (_allocations, _actions, _visits, _sessions, _assessments, _plans):
        for one in read(student_ids):
            found[one.person_id].append(one)
    return found


def still_open(
    work: Iterable[OpenWork], answers: Iterable[WorkAnswer]
) -> list[tuple[OpenWork, WorkAnswer | None]]:
    """What is not settled by an answer, each with the answer it was given when the student stopped.

    What was to be finished, or to wait, is open until it is done.
    """
    given = {one.record_id: one for one in answers}
    return [
        (one, given.get(one.record_id))
        for one in work
        if one.record_id not in given or given[one.record_id].answer not in WorkAnswer.SETTLES
    ]


def references(work: Iterable[OpenWork], reader: Person) -> dict[UUID, str]:
    """The reference of each child the reader may see; of the others they learn nothing."""
    rows = Child.objects.visible_to(reader).filter(pk__in={one.child_id for one in work})
    return dict(rows.values_list("pk", "la_child_id"))


def _allocations(students: Collection[UUID]) -> Iterable[OpenWork]:
    rows = Allocation.objects.filter(
        ends_on=None, person__in=students, episode__closed_on=None
    ).select_related("episode")
    for row in rows.order_by("starts_on", "pk"):
        words = f"Works with a child since {row.starts_on:%-d %B %Y}"
        yield OpenWork(
            Kind.ALLOCATION, row.pk, row.person_id, row.episode.child_id, words, row.starts_on
        )


def _actions(students: Collection[UUID]) -> Iterable[OpenWork]:
    for row in Decision.objects.to_do().filter(owner__in=students):
        words = f"Something to do by {row.due_on:%-d %B %Y}"
        yield OpenWork(Kind.ACTION, row.pk, row.owner_id, row.child_id, words, row.due_on)


def _visits(students: Collection[UUID]) -> Iterable[OpenWork]:
    rows = Visit.objects.filter(
        Q(outcome="", planned_for__isnull=False) | (WITH_AUTHOR & Q(happened_on__isnull=False)),
        author__in=students,
    )
    for row in rows.order_by("planned_for", "happened_on", "pk"):
        if row.happened_on is not None:
            kind, day = Kind.VISIT, row.happened_on
            words = f"Visit of {day:%-d %B %Y}, record not sent"
        elif row.planned_for is not None:
            kind, day = Kind.VISIT_PLANNED, local_day(row.planned_for)
            words = f"Visit planned for {day:%-d %B %Y}"
        yield OpenWork(kind, row.pk, row.author_id, row.child_id, words, day)


def _sessions(students: Collection[UUID]) -> Iterable[OpenWork]:
    for row in DirectWorkSession.objects.unfinished().filter(author__in=students):
        words = f"Session of {row.happened_on:%-d %B %Y}, record not sent"
        yield OpenWork(Kind.SESSION, row.pk, row.author_id, row.child_id, words, row.happened_on)


def _assessments(students: Collection[UUID]) -> Iterable[OpenWork]:
    rows: QuerySet[Assessment] = Assessment.objects.filter(WITH_AUTHOR, author__in=students)
    for row in rows.select_related("episode").order_by("created_at"):
        words = f"Assessment begun {local_day(row.created_at):%-d %B %Y}, not sent"
        yield OpenWork(Kind.ASSESSMENT, row.pk, row.author_id, row.episode.child_id, words, None)


def _plans(students: Collection[UUID]) -> Iterable[OpenWork]:
    rows: QuerySet[PlanVersion] = PlanVersion.objects.filter(WITH_AUTHOR, author__in=students)
    for row in rows.select_related("plan").order_by("created_at"):
        words = f"Version {row.number} of a plan, not sent"
        yield OpenWork(Kind.PLAN, row.pk, row.author_id, row.plan.child_id, words, None)
