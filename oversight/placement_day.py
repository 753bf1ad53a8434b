"""`day 30 of 70`: where each student stands in their placement, set-based."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from placements.days import counted
from placements.models import PracticePlacement


@dataclass(frozen=True)
class DayNumber:
    placement_id: UUID
    counted: Decimal
    total: int

    def __str__(self) -> str:
        return f"day {self.counted.normalize():f} of {self.total}"


def day_numbers(student_ids: Collection[UUID], on: date) -> dict[UUID, DayNumber]:
    """By student, for those with a placement running on `on`. Two queries."""
    running = list(
        PracticePlacement.objects.running(on)
        .filter(student__in=student_ids)
        .values_list("student", "pk", "days_total")
    )
    days = counted([placement for _, placement, _ in running], on)
    return {
        student: DayNumber(placement, days[placement].days, total)
        for student, placement, total in running
    }
