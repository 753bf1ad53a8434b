"""A manager says why a deadline was missed."""

from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from timescales.models import BreachReason, Deadline


class NotMissed(Exception):
    """The deadline is neither overdue nor was it met late."""


def give_breach_reason(*, deadline: Deadline, reason: str, by: Person) -> BreachReason:
    """Record why `deadline` was missed. Raises NotMissed; who may give it is asked at the door."""
    with written_by(by):
        row = Deadline.objects.select_for_update(of=("self",)).get(pk=deadline.pk)
        if not (row.is_overdue(timezone.now()) or row.is_late):
            raise NotMissed(row)
        return BreachReason.objects.create(deadline=row, reason=reason, given_by=by)
