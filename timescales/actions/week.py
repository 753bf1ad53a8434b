"""Monday's line for managers: how much of their teams' work falls due this week."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from accounts.roles import Role
from notices.actions import NewNotice, notify_many
from notices.models import Notice
from timescales.clock import start_of
from timescales.models import Deadline

READERS = (Role.TEAM_MANAGER, Role.GROUP_MANAGER)


def tell_the_week(now: datetime) -> int:
    """On a Monday, once for each manager who has open clocks; returns how many were told."""
    today = timezone.localdate(now)
    if today.weekday() != 0:
        return 0
    key = f"week:{today:%Y-%m-%d}"
    told = Notice.objects.filter(key=key).values("recipient")
    managers = Person.objects.filter(role__in=READERS, is_active=True).exclude(pk__in=told)
    rows = [
        row
        for person in managers
        if person.may_sign_in(today) and (row := _week_of(person, today, key)) is not None
    ]
    notify_many(rows)
    return len(rows)


def _week_of(person: Person, monday: date, key: str) -> NewNotice | None:
    counts = (
        Deadline.objects.visible_to(person)
        .running()
        .aggregate(
            overdue=Count("pk", filter=Q(overdue_from__lte=start_of(monday))),
            week=Count(
                "pk",
                filter=Q(overdue_from__gt=start_of(monday), due_on__lt=monday + timedelta(days=7)),
            ),
        )
    )
    if not (counts["overdue"] or counts["week"]):
        return None
    return NewNotice(
        recipient_id=person.pk,
        key=key,
        line=(
            f"This week in your teams: {_clocks(counts['week'])} due, "
            f"{_clocks(counts['overdue'])} overdue"
        ),
        path=reverse("timescales:deadline-board"),
    )


def _clocks(number: int) -> str:
    return f"{number} clock{'' if number == 1 else 's'}"
