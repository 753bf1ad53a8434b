"""Loaded deadlines are silent until the team manager lets them speak."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from timescales.actions.sweeping import nudge_sweep
from timescales.models import Deadline


@transaction.atomic
def open_gate(*, deadlines: Collection[UUID], by: Person) -> int:
    """Let these silent deadlines remind from now on; says how many. Row history records `by`."""
    opened = (
        Deadline.objects.open().filter(pk__in=deadlines, is_silent=True).update(is_silent=False)
    )
    nudge_sweep()
    return opened
