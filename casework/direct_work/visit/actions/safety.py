"""The worker says that they go in, and that they are out again."""

from datetime import datetime

from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from casework.direct_work.visit.actions.held import own_visit
from casework.direct_work.visit.models import Visit
from notices.actions import withdraw_about
from notices.models import Notice
from records.actions import NotAllowed
from records.conflicts import save_next_version


def check_in(*, visit: Visit, by: Person, at: datetime | None = None) -> list[Visit]:
    """The worker goes in: at once for every child of a joint visit."""
    with written_by(by):
        rows = _together(visit, by)
        for row in rows:
            if row.arrived_at or not row.is_planned:
                raise NotAllowed("You have said already that you went in.")
            row.arrived_at = at or timezone.now()
            save_next_version(row)
        return _safe(rows)


def check_out(*, visit: Visit, by: Person, at: datetime | None = None) -> list[Visit]:
    """The worker is out; nobody is told that they are overdue any more."""
    with written_by(by):
        rows = _together(visit, by)
        for row in rows:
            if row.arrived_at is None or row.left_at is not None:
                raise NotAllowed("Say first that you went in.")
            row.left_at = at or timezone.now()
            save_next_version(row)
        return _safe(rows)


def _together(visit: Visit, by: Person) -> list[Visit]:
    """This visit and those made with it, held in one order."""
    ids = [visit.pk]
    if visit.together_id:
        ids = sorted(
            Visit.objects.filter(together=visit.together_id, outcome="").values_list(
                "pk", flat=True
            )
        )
    return [own_visit(Visit(pk=pk), by, None) for pk in ids]


def _safe(rows: list[Visit]) -> list[Visit]:
    withdraw_about(about=[row.pk for row in rows], why=Notice.Withdrawn.SETTLED)
    return rows
