"""Workers on visits who should have gone in, or be out again, and have not said so.

The worker is told about, not the child: whoever answers for the worker is asked to ring, whether
or not they may open the record.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person, ReportingLine, in_force
from accounts.reporting import managers_of
from accounts.roles import Role
from casework.direct_work.visit.models import Visit
from casework.direct_work.visit.presenters import due_out_at
from notices.actions import NewNotice, notify_many
from notices.models import Urgency

# What is older was missed long ago: the list of missing outcomes holds it, no alarm does.
AS_FAR_BACK = timedelta(hours=24)


@transaction.atomic
def raise_overdue(*, now: datetime) -> int:
    """Tell the practice educator of each worker who is overdue, once; says how many are.

    Where the educator is away, who covers them and the team's managers; and the managers too where
    nothing was heard for as long again.
    """
    late = list(overdue(now))
    if not late:
        return 0
    on = timezone.localdate(now)
    workers = {visit.author_id: visit.author for visit in late}
    first, above = whom_to_tell(workers.values(), on)
    rows = []
    for visit in late:
        told = first[visit.author_id] or above[visit.author_id]
        rows += [_notice(visit, person, now, "first") for person in told]
        if _silent_since(visit) + 2 * settings.VISIT_GRACE <= now:
            rows += [_notice(visit, person, now, "again") for person in above[visit.author_id]]
    notify_many(rows)
    return len(late)


def overdue(now: datetime):
    """Visits with a check-in whose worker is silent past the grace time."""
    silent = now - settings.VISIT_GRACE
    length = F("planned_until") - F("planned_for")
    not_in = Q(arrived_at=None, planned_for__lte=silent)
    not_out = Q(arrived_at__isnull=False, left_at=None, arrived_at__lte=silent - length)
    return (
        Visit.objects.planned()
        .filter(not_in | not_out, checks_in=True, planned_until__gte=now - AS_FAR_BACK)
        .select_related("author")
    )


def whom_to_tell(
    workers: Iterable[Person], on: date
) -> tuple[dict[UUID, list[Person]], dict[UUID, list[Person]]]:
    """For each worker, who is told first and who is above them; three queries at most.

    A student's practice educator is away where somebody covers them, or where they may not sign
    in: then who covers them is told, and the managers with them.
    """
    workers = list(workers)
    managers = managers_of([worker.pk for worker in workers], on)
    above = {worker.pk: sorted(managers[worker.pk], key=_name) for worker in workers}
    first: dict[UUID, list[Person]] = {worker.pk: [] for worker in workers}
    students = [worker.pk for worker in workers if worker.role == Role.STUDENT]
    lines: dict[UUID, list[ReportingLine]] = {pk: [] for pk in students}
    rows = ReportingLine.objects.filter(
        in_force(on),
        person__in=students,
        kind__in=(ReportingLine.Kind.CASE, ReportingLine.Kind.COVER),
        answers_to__role=Role.PRACTICE_EDUCATOR,
    ).select_related("answers_to")
    for line in rows:
        if line.answers_to.may_sign_in(on):
            lines[line.person_id].append(line)
    for pk, found in lines.items():
        covering = [row.answers_to for row in found if row.kind == ReportingLine.Kind.COVER]
        educators = [row.answers_to for row in found if row.kind == ReportingLine.Kind.CASE]
        first[pk] = [*covering, *above[pk]] if covering or not educators else educators
    return first, above


def _silent_since(visit: Visit) -> datetime:
    """When the worker should have said something."""
    expected = due_out_at(visit) if visit.arrived_at else visit.planned_for
    if expected is None:
        raise ValueError("an overdue visit was planned")
    return expected


def _notice(visit: Visit, person: Person, now: datetime, step: str) -> NewNotice:
    at = f"{timezone.localtime(_silent_since(visit)):%H:%M}"
    said = (
        f"is not out of a visit that was to end at {at}"
        if visit.arrived_at
        else f"has not said that they went in to a visit at {at}"
    )
    stage = "out" if visit.arrived_at else "in"
    return NewNotice(
        recipient_id=person.pk,
        key=f"visit.overdue.{visit.pk}.{stage}.{step}.{_silent_since(visit):%Y%m%d%H%M}",
        line=f"{visit.author.name} {said}. Ring them now.",
        path=reverse("casework:visits-out"),
        urgency=Urgency.URGENT,
        about_id=visit.pk,
    )


def _name(person: Person) -> str:
    return person.name
