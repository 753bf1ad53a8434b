"""Loaded deadlines are silent until the team manager lets them speak."""

from collections.abc import Collection
from uuid import UUID

from accounts.actions import written_by
from accounts.models import Person
from timescales.actions.sweeping import nudge_sweep
from timescales.models import Deadline


def open_gate(*, deadlines: Collection[UUID], by: Person) -> int:
    """Let these silent deadlines remind from now on; says how many. Row history records `by`."""
    with written_by(by):
        opened = (
            Deadline.objects.open().filter(pk__in=deadlines, is_silent=True).update(is_silent=False)
        )
        nudge_sweep()
        return opened
