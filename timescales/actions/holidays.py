"""A bank holiday announced at short notice, or moved: open deadlines follow, met ones do not."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from accounts.actions import written_by
from accounts.models import Person
from timescales.actions.refreshing import refresh
from timescales.calendars import load_calendar
from timescales.clock import Calendar, Pause, Unit, due
from timescales.models import Deadline, DeadlinePause, ExtraHoliday
from timescales.rulebook import Rulebook


def touched_by(day: date) -> list[Deadline]:
    """Open deadlines that a change of `day` can move: it lies between start and due."""
    counted_in_days = [unit.value for unit in Unit if unit is not Unit.HOURS]
    return list(
        Deadline.objects.open().filter(
            unit__in=counted_in_days, starts_on__lte=day, due_on__gte=day
        )
    )


def moved_by(day: date, *, is_removed: bool) -> int:
    """How many open deadlines would fall on another day; nothing is changed."""
    rows = touched_by(day)
    known = load_calendar()
    names = {held: known.name_of(held) for held in known.holidays}
    if is_removed:
        names.pop(day, None)
    else:
        names[day] = "bank holiday"
    calendar, book = Calendar(names), Rulebook.load()
    pauses: dict[UUID, list[Pause]] = defaultdict(list)
    for pause in DeadlinePause.objects.filter(deadline__in=[row.pk for row in rows]):
        if pause.ends_on is not None:
            pauses[pause.deadline_id].append(Pause(pause.starts_on, pause.ends_on))
    return sum(
        due(
            book.of(row.rule_id).spec,
            row.starts_on,
            calendar,
            limit=row.limit,
            pauses=pauses[row.pk],
        ).due_on
        != row.due_on
        for row in rows
    )


def add_extra_holiday(
    *, date: date, name: str, by: Person | None, is_removed: bool = False
) -> ExtraHoliday:
    """Add a bank holiday, or take one away, and recompute the open deadlines it touches."""
    with written_by(by):
        touched: dict[str, set[UUID]] = defaultdict(set)
        for row in touched_by(date):
            touched[row.subject_type].add(row.subject_id)
        holiday = ExtraHoliday.objects.create(date=date, name=name, is_removed=is_removed)
        for subject_type, ids in touched.items():
            refresh(subject_type, ids, by=by)
        return holiday
