"""A placement that stands still or ends: each piece of open work is asked about first."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.models import Person
from casework.child.people import answered_by
from placements.change import actions
from placements.change.actions.answering import field_of
from placements.change.forms import StopForm, StopsWorkForm, SuspendForm
from placements.change.open_work import Answer, OpenWork, open_work, references
from placements.change.reads import who_takes_on
from placements.change.views.previewing import PreviewsFirst


class StopsWork(PreviewsFirst):
    """Lists what the student has in hand, and asks about it."""

    comes_back = False

    @cached_property
    def work(self) -> list[OpenWork]:
        return open_work([self.record.student_id])[self.record.student_id]

    @cached_property
    def may(self) -> dict[UUID, list[Answer]]:
        user: Person = self.request.user
        children = answered_by(user, timezone.localdate()).filter(
            pk__in={one.child_id for one in self.work}
        )
        ours = set(children.values_list("pk", flat=True))
        return {
            one.record_id: one.answers(comes_back=self.comes_back, answers_for=ours)
            for one in self.work
        }

    def lede(self) -> str:
        name = self.record.student.first_name
        if not self.work:
            return f"{name} has no open work: there is nothing to pass on."
        told = sum(not may for may in self.may.values())
        number = len(self.work)
        words = f"{name} has {number} {'thing' if number == 1 else 'things'} in hand."
        if told:
            return f"{words} {told} of another team's children: their workers are told."
        return f"{words} Say of each what becomes of it."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "work": self.work,
            "may": self.may,
            "references": references(self.work, self.request.user),
            "people": who_takes_on(self.record, self.work, timezone.localdate()),
        }

    def given(self, form: StopsWorkForm) -> dict[str, Any]:
        return form.facts() | {"answers": form.answers()}

    def answered(self, form: StopsWorkForm) -> list[str]:
        answers = form.answers()
        found = []
        for one in form.work:
            given = answers[one.record_id]
            who = f": {given.to.name}" if given.to is not None else ""
            asked = form.fields[field_of(one.record_id)].label
            found.append(f"{asked}. {Answer(given.answer).label}{who}.")
        return found


class PlacementSuspend(StopsWork):
    form_class = SuspendForm
    comes_back = True
    done = "Suspended. Children's records are shut from that day."
    yes = "Yes, suspend it"

    def title(self) -> str:
        return f"Suspend the placement of {self.record.student.name}"

    def at(self, answers: dict[str, Any]) -> date:
        return answers["starts_on"]

    def deed(self, **answers: Any) -> Any:
        return actions.suspend_placement(placement=self.record, **answers)


class PlacementEnd(StopsWork):
    form_class = StopForm
    done = "The placement's last day is recorded."
    yes = "Yes, end it"

    def title(self) -> str:
        return f"End the placement of {self.record.student.name}"

    def given(self, form: Any) -> dict[str, Any]:
        asked = super().given(form)
        return asked | {"last_day": asked.pop("on")}

    def at(self, answers: dict[str, Any]) -> date:
        return answers["last_day"] + timedelta(days=1)

    def deed(self, **answers: Any) -> Any:
        return actions.stop_placement(placement=self.record, **answers)
