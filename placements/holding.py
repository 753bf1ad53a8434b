"""What every action about a placement does first: hold its row, and ask whether it still runs."""

from datetime import date

from django.core.exceptions import ValidationError

from placements.models.placement import PracticePlacement


def hold(placement: PracticePlacement) -> PracticePlacement:
    """The placement's row, locked until commit: days, steps, agreements and the end take turns."""
    return (
        PracticePlacement.objects.select_for_update(of=("self",))
        .select_related("student", "practice_educator", "university", "team", "tutor__person")
        .get(pk=placement.pk)
    )


def is_running(placement: PracticePlacement) -> None:
    """Raises ValidationError for a placement whose last day is recorded."""
    if placement.has_ended:
        raise ValidationError(f"This placement ended on {placement.ends_on:%-d %B %Y}.")


def not_to_come(day: date, today: date, field: str) -> None:
    """Raises ValidationError beside `field` for a day nobody has seen yet."""
    if day > today:
        raise ValidationError({field: "This day has not come yet."})


def not_suspended(placement: PracticePlacement, day: date, field: str) -> None:
    """Raises ValidationError beside `field` for a day on which the placement stands still."""
    if placement.suspensions.in_force(day).exists():
        raise ValidationError({field: "The placement is suspended on that day."})
