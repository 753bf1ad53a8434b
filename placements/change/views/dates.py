"""Put off, extended, reinstated, another educator."""

from datetime import date
from typing import Any

from django.utils import timezone

from placements.change import actions
from placements.change.actions.recording import planned_educator
from placements.change.forms import (
    DeferForm,
    EducatorForm,
    ExtendForm,
    ReinstateForm,
    TakeBackForm,
)
from placements.change.reads import other_educators, who_covers
from placements.change.views.previewing import PreviewsFirst


class PlacementDefer(PreviewsFirst):
    form_class = DeferForm
    done = "Put off. Everybody is told."

    def title(self) -> str:
        return f"Put off the placement of {self.record.student.name}"

    def at(self, answers: dict[str, Any]) -> date:
        return answers["starts_on"]

    def deed(self, **answers: Any) -> Any:
        return actions.defer_placement(placement=self.record, **answers)


class PlacementExtend(PreviewsFirst):
    form_class = ExtendForm
    done = "Extended. Everybody is told."

    def title(self) -> str:
        return f"More time for {self.record.student.name}"

    def lede(self) -> str:
        planned = self.record.planned_ends_on
        return f"Planned until {planned:%-d %B %Y}. Its {self.record.days_total} days stay."

    def at(self, answers: dict[str, Any]) -> date:
        return answers["planned_ends_on"]

    def deed(self, **answers: Any) -> Any:
        return actions.extend_placement(placement=self.record, **answers)


class PlacementReinstate(PreviewsFirst):
    form_class = ReinstateForm
    done = "Reinstated. Children's records open as the checks say."

    def title(self) -> str:
        return f"Reinstate the placement of {self.record.student.name}"

    def at(self, answers: dict[str, Any]) -> date:
        return answers["starts_on"]

    def deed(self, **answers: Any) -> Any:
        return actions.reinstate_placement(placement=self.record, **answers)


class PlacementEducator(PreviewsFirst):
    form_class = EducatorForm
    done = "Changed. Lines, queue and reminders follow, each on its day."

    def title(self) -> str:
        return f"Another practice educator for {self.record.student.name}"

    def lede(self) -> str:
        return f"{self.record.practice_educator.name} educates now."

    def get_initial(self) -> dict[str, Any]:
        return {"from_on": timezone.localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        on = timezone.localdate()
        return super().get_form_kwargs() | {
            "educators": other_educators(self.record, on),
            "supervisors": who_covers(self.record, on),
        }

    def at(self, answers: dict[str, Any]) -> date:
        return max(answers["from_on"], timezone.localdate())

    def deed(self, **answers: Any) -> Any:
        return actions.change_educator(placement=self.record, **answers)


class EducatorTakeBack(PreviewsFirst):
    """A change of practice educator that is to come is taken back."""

    form_class = TakeBackForm
    done = "Taken back. Everybody is told."
    yes = "Yes, take it back"

    def title(self) -> str:
        return f"{self.record.practice_educator.name} goes on with {self.record.student.name}"

    def lede(self) -> str:
        planned = planned_educator(self.record)
        if planned is None:
            return "No change is to come."
        return f"{planned.name} was to educate from {planned.starts_on:%-d %B %Y}."

    def at(self, answers: dict[str, Any]) -> date:
        planned = planned_educator(self.record)
        return planned.starts_on if planned is not None else timezone.localdate()

    def deed(self, **answers: Any) -> Any:
        return actions.take_back_educator(placement=self.record, **answers)
