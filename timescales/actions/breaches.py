"""A manager says why a deadline was missed."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from timescales.models import BreachReason, Deadline


class NotMissed(Exception):
    """The deadline is neither overdue nor was it met late."""


@transaction.atomic
def give_breach_reason(*, deadline: Deadline, reason: str, by: Person) -> BreachReason:
    """Record why `deadline` was missed. Raises NotMissed; who may give it is asked at the door."""
    row = Deadline.objects.select_for_update(of=("self",)).get(pk=deadline.pk)
    if not (row.is_overdue(timezone.now()) or row.is_late):
        raise NotMissed(row)
    return BreachReason.objects.create(deadline=row, reason=reason, given_by=by)
