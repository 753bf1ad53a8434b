"""A local clock stands still for a reason, and goes on. A clock set by law never does."""

from datetime import date

from accounts.actions import written_by
from accounts.models import Person
from timescales.actions.refreshing import hold_subjects, refresh
from timescales.models import Deadline, DeadlinePause


class NotPausable(Exception):
    """This clock cannot be paused or resumed now; the message says why."""


def pause(*, deadline: Deadline, reason: str, on: date, by: Person) -> DeadlinePause:
    """Let the clock stand still after the day `on`; `by` approves it. Raises NotPausable."""
    with written_by(by):
        row = _locked(deadline)
        if not row.rule.is_pausable:
            raise NotPausable(f"{row.rule.title} is set by law or guidance: it does not pause.")
        if not row.is_open or row.paused_since is not None:
            raise NotPausable("Only a clock that is running can be paused.")
        if on < row.starts_on:
            raise NotPausable("A clock cannot be paused before it starts.")
        stopped = DeadlinePause.objects.create(
            deadline=row, starts_on=on, reason=reason, approved_by=by
        )
        row.paused_since = on
        row.save(update_fields=["paused_since"])
        return stopped


def resume(*, deadline: Deadline, on: date, by: Person) -> DeadlinePause:
    """Let the clock go on after the day `on`; the due date moves by the days it stood. Raises
    NotPausable.
    """
    with written_by(by):
        row = _locked(deadline)
        stopped = row.pauses.filter(ends_on=None).first()
        if stopped is None:
            raise NotPausable("This clock is not paused.")
        if on < stopped.starts_on:
            raise NotPausable("A clock cannot go on before it was paused.")
        stopped.ends_on, stopped.resumed_by = on, by
        stopped.save(update_fields=["ends_on", "resumed_by"])
        row.paused_since = None
        row.save(update_fields=["paused_since"])
        refresh(row.subject_type, [row.subject_id], by=by)
        return stopped


def _locked(deadline: Deadline) -> Deadline:
    # In the order in which a refresh takes its locks, or the two could wait for each other.
    hold_subjects(deadline.subject_type, [deadline.subject_id])
    return (
        Deadline.objects.select_for_update(of=("self",)).select_related("rule").get(pk=deadline.pk)
    )
