"""A bank holiday announced at short notice, or moved: open deadlines follow, met ones do not."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from timescales.actions.refreshing import refresh
from timescales.clock import Unit
from timescales.models import Deadline, ExtraHoliday


def touched_by(day: date) -> "list[Deadline]":
    """Open deadlines that a change of the day `day` can move: it lies between their start and their due."""
    return list(
        Deadline.objects.open()
        .filter(
            rule__limit_unit__in=[
                Unit.WORKING_DAYS.value,
                Unit.MONTHS.value,
                Unit.WEEKS.value,
                Unit.CALENDAR_DAYS.value,
            ],
            starts_on__lte=day,
            due_on__gte=day,
        )
        .only("pk", "subject_type", "subject_id", "code")
    )


@transaction.atomic
def add_extra_holiday(
    *, date: date, name: str, by: Person | None, is_removed: bool = False
) -> ExtraHoliday:
    """Add a bank holiday, or take one away, and recompute the open deadlines it touches."""
    touched: dict[str, set[UUID]] = defaultdict(set)
    for row in touched_by(date):
        touched[row.subject_type].add(row.subject_id)
    holiday = ExtraHoliday.objects.create(date=date, name=name, is_removed=is_removed)
    for subject_type, ids in touched.items():
        refresh(subject_type, ids, by=by)
    return holiday
