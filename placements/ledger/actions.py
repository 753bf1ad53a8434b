"""What is written in the day ledger: a day, a week, its confirmation, and its opening again."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from placements import policies
from placements.days import may_confirm, pattern_of
from placements.holding import hold, is_running, not_suspended
from placements.models import PlacementDay, PracticePlacement, UniversityRule
from placements.projection import TO_ENTER
from placements.subjects import TIMELINE
from timescales.actions import refresh
from timescales.calendars import load_calendar
from timescales.clock import Calendar

Kind = PlacementDay.Kind
# What a student knows ahead; nobody can have attended, or been ill, on a day to come.
KNOWN_AHEAD = frozenset(
    {
        Kind.STUDY,
        Kind.RECALL,
        Kind.SKILLS,
        Kind.LEAVE,
        Kind.BANK_HOLIDAY,
        Kind.AUTHORISED_ABSENCE,
    }
)


def record_day(
    *,
    placement: PracticePlacement,
    on: date,
    kind: str,
    by: Person,
    today: date,
) -> PlacementDay:
    """What one day was. Entered again it is corrected, until the practice educator confirms it."""
    if not policies.may_enter_days(by, placement):
        raise PermissionDenied("Days are entered by the student.")
    with written_by(by):
        held = hold(placement)
        _is_a_day_of(held, on)
        if on > today and kind not in KNOWN_AHEAD:
            raise ValidationError({"on": "This day has not come yet. Only plans can be entered."})
        day, moves = _enter(held, on, kind, by=by, today=today, calendar=load_calendar())
        if moves:
            refresh(TIMELINE, [held.pk])
        return day


def record_week(
    *, placement: PracticePlacement, week: date, by: Person, today: date
) -> list[PlacementDay]:
    """Every expected day of the week of `week`, up to today and not entered yet, was on placement.

    The one tap of a week in which nothing happened; any day of it is corrected on its own.
    """
    if not policies.may_enter_days(by, placement):
        raise PermissionDenied("Days are entered by the student.")
    with written_by(by):
        held, calendar = hold(placement), load_calendar()
        pattern = pattern_of(held)
        entered = set(held.days.values_list("on", flat=True))
        monday = week - timedelta(days=week.weekday())
        last = min(today, monday + timedelta(days=6), held.ends_on or today)
        days = [monday + timedelta(days=n) for n in range((last - monday).days + 1)]
        missing = [day for day in days if pattern.holds(day, calendar) and day not in entered]
        found = [
            _enter(held, day, Kind.ATTENDED, by=by, today=today, calendar=calendar)
            for day in missing
        ]
        if any(moves for _, moves in found):
            refresh(TIMELINE, [held.pk])
        return [day for day, _ in found]


def confirm_week(
    *, placement: PracticePlacement, week: date, by: Person, today: date
) -> list[PlacementDay]:
    """Every day entered in the week of `week` (Monday to Sunday) up to today is as it was."""
    first = week - timedelta(days=week.weekday())
    with written_by(by):
        held = hold(placement)
        _may_confirm(held, by, today)
        days = held.days.unconfirmed().between(first, min(first + timedelta(days=6), today))
        return _confirm(days, by, timezone.now())


def reopen_day(*, day: PlacementDay, by: Person, today: date) -> PlacementDay:
    """Take the confirmation back, so that the student can correct the day."""
    with written_by(by):
        placement = hold(day.placement)
        is_running(placement)
        _may_confirm(placement, by, today)
        held = PlacementDay.objects.select_for_update().get(pk=day.pk)
        held.confirmed_by = held.confirmed_at = None
        held.save()
        return held


# What the actions are made of


def _enter(
    placement: PracticePlacement,
    on: date,
    kind: str,
    *,
    by: Person,
    today: date,
    calendar: Calendar,
) -> tuple[PlacementDay, bool]:
    """The day as entered, and whether it moves the dates that were promised."""
    day = placement.days.filter(on=on).first() or PlacementDay(placement=placement, on=on)
    if day.is_confirmed:
        raise ValidationError(
            {"on": f"{day.confirmed_by} has confirmed this day. Ask them to open it again."}
        )
    believed = day.counts if day.pk else _believed(placement, on, today, calendar)
    day.kind = kind
    day.entered_by, day.entered_at = by, timezone.now()
    day.counts = UniversityRule.objects.for_university(placement.university, on).counts(kind)
    day.full_clean()
    day.save()
    return day, day.counts != believed


def _believed(placement: PracticePlacement, on: date, today: date, calendar: Calendar) -> Decimal:
    """What the projection counted on a day that nobody had entered."""
    is_expected = on >= today - TO_ENTER and pattern_of(placement).holds(on, calendar)
    return Decimal(1) if is_expected else Decimal(0)


def _is_a_day_of(placement: PracticePlacement, on: date) -> None:
    if on < placement.starts_on:
        first = f"{placement.starts_on:%-d %B %Y}"
        raise ValidationError({"on": f"The placement began on {first}."})
    if placement.ends_on is not None and on > placement.ends_on:
        raise ValidationError({"on": f"The placement ended on {placement.ends_on:%-d %B %Y}."})
    not_suspended(placement, on, "on")


def _may_confirm(placement: PracticePlacement, by: Person, today: date) -> None:
    if not may_confirm(by, placement, today):
        raise PermissionDenied("Days are confirmed by the practice educator.")


def _confirm(days: Collection[PlacementDay], by: Person, at: datetime) -> list[PlacementDay]:
    confirmed = list(days)
    PlacementDay.objects.filter(pk__in=[day.pk for day in confirmed]).update(
        confirmed_by=by, confirmed_at=at
    )
    return confirmed
