"""Set the stage for the fault test inside a running portal: people, one child, clocks that run out.

Run as a module with the portal's environment: `python -m tests.faults.stage NUMBER SECONDS`. Clocks
in hours run out one after the other over the next SECONDS; clocks in days are overdue already.
"""

import sys
import uuid
from datetime import date, datetime, timedelta

import django
from django.db import transaction
from django.utils import timezone

SINCE = date(2020, 1, 6)


def main(number: int, seconds: float) -> None:
    django.setup()
    with transaction.atomic():
        people = _people()
        child = _child(people)
        _clocks(people, child, number, seconds)


def _people() -> list:
    from accounts.roles import Role
    from tests.accounts.factories import PersonFactory, TeamFactory, TeamMembershipFactory

    team = TeamFactory(name="Positive Outcomes Project", is_pop=True)
    workers = [
        PersonFactory(
            name=f"Worker {index}", email=f"worker{index}@example.org", role=Role.SOCIAL_WORKER
        )
        for index in range(4)
    ]
    manager = PersonFactory(name="Tess", email="tess@example.org", role=Role.TEAM_MANAGER)
    for person in (*workers, manager):
        TeamMembershipFactory(person=person, team=team, starts_on=SINCE)
    return workers


def _child(workers: list) -> uuid.UUID:
    from casework.child.models import Involvement
    from tests.casework.factories import ChildFactory, InvolvementFactory

    child = ChildFactory(first_name="Zebedee", last_name="Quartermaine")
    for worker in workers:
        InvolvementFactory(
            child=child, person=worker, role=Involvement.Role.ACCOUNTABLE, starts_on=SINCE
        )
    return child.pk


def _clocks(workers: list, child: uuid.UUID, number: int, seconds: float) -> None:
    from timescales.models import ClockRule

    now = timezone.now()
    hours = ClockRule.objects.get(code="C22", effective_to=None)
    days = ClockRule.objects.get(code="C14", effective_to=None)
    for index in range(number):
        ends = now + timedelta(seconds=seconds * (index + 1) / number)
        worker = workers[index % len(workers)]
        _clock(hours, worker, child, f"HOUR{index}", begun=ends - timedelta(hours=48), ends=ends)
    for index, worker in enumerate(workers):
        _clock(days, worker, child, f"DAY{index}", begun=now - timedelta(days=60), ends=None)


def _clock(rule, owner, child: uuid.UUID, reference: str, *, begun: datetime, ends) -> None:
    from timescales.calendars import published_calendar
    from timescales.clock import due
    from timescales.models import Deadline

    start = begun if ends else timezone.localdate(begun)
    found = due(rule.spec(), start, published_calendar())
    Deadline.objects.create(
        rule=rule,
        code=rule.code,
        subject_type="casework.episode",
        subject_id=uuid.uuid4(),
        key=reference,
        root_type="casework.child",
        root_id=child,
        reference=reference,
        title=rule.title,
        path="/",
        owner=owner,
        starts_on=timezone.localdate(begun),
        starts_at=begun if ends else None,
        limit=found.limit,
        unit=rule.limit_unit,
        due_on=found.due_on,
        due_at=found.due_at,
        book_by=found.book_by,
        warn_from=found.warn_from,
        overdue_from=found.overdue_from,
        explanation=found.explanation,
        refreshed_at=timezone.now(),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
