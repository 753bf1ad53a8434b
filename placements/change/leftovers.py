"""What students who have stopped left open: tasks of their educators and managers."""

from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from accounts.models import Person
from placements.change import policies
from placements.change.models import WorkAnswer
from placements.change.open_work import OpenWork, open_work, still_open
from placements.models.placement import PracticePlacement

Left = tuple[PracticePlacement, OpenWork, WorkAnswer | None]
# Long enough for anything to be seen to; the records themselves stay where they are.
AS_LONG_AS = timedelta(days=365)


def placements_left_to(person: Person, on: date | None = None):
    """Placements that ended in the last year, whose leftovers are this person's task."""
    on = on or timezone.localdate()
    rows = PracticePlacement.objects.filter(policies.left_by(person, person.reach(on)))
    return rows.filter(ends_on__lt=on, ends_on__gte=on - AS_LONG_AS).select_related("student")


def leftovers(person: Person, on: date) -> list[Left]:
    """Everything that is this person's to see to, the longest left first. Eight queries. A student
    who came back for another placement has nothing left over."""
    running = PracticePlacement.objects.running(on).values("student")
    placements = list(
        placements_left_to(person, on).exclude(student__in=running).order_by("ends_on", "pk")
    )
    work = open_work({one.student_id for one in placements})
    answers: dict[UUID, list[WorkAnswer]] = {one.pk: [] for one in placements}
    for answer in WorkAnswer.objects.filter(placement__in=placements):
        answers[answer.placement_id].append(answer)
    latest = {one.student_id: one for one in placements}
    return [
        (one, thing, answer)
        for one in latest.values()
        for thing, answer in still_open(work[one.student_id], answers[one.pk])
    ]
