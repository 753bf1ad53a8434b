"""Forms of a change. Where a student stops, each piece of open work is asked about."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Person
from govuk.forms import CheckboxSelectMultiple, DateField, RadioSelect, Textarea
from placements.asking import OnceForm
from placements.change.actions.answering import Answered, field_of, person_field_of
from placements.change.models import WorkAnswer
from placements.change.open_work import OpenWork
from placements.models.placement import PracticePlacement
from records.unsent import ONCE

Answer = WorkAnswer.Answer
ALL_READ = "Everybody who may read the placement reads this. What belongs to a concern stays there."
GO_ON = "Show what changes"


def _why(label: str = "Why?") -> forms.CharField:
    return forms.CharField(label=label, max_length=300, help_text=ALL_READ)


def _override() -> forms.CharField:
    return forms.CharField(
        label="Why there is room all the same",
        max_length=300,
        required=False,
        help_text="Only where the practice educator is full. It is kept with your name.",
    )


class DeferForm(OnceForm):
    button = GO_ON

    starts_on = DateField(label="New first day")
    why = _why()
    override_reason = _override()


class ExtendForm(OnceForm):
    button = GO_ON

    planned_ends_on = DateField(label="New planned last day")
    why = _why()
    override_reason = _override()


class ReinstateForm(OnceForm):
    button = GO_ON

    starts_on = DateField(label="First day back")
    why = _why("What makes it possible?")
    override_reason = _override()


class EducatorForm(OnceForm):
    """Who educates from a day on; the choices are given by the view."""

    button = GO_ON

    practice_educator = forms.ModelChoiceField(Person.objects.none(), label="Practice educator")
    from_on = DateField(
        label="From which day?",
        help_text="On a day to come, lines, queue and reminders change on that day.",
    )
    mentor = forms.ModelChoiceField(
        Person.objects.none(),
        label="Stage 2 mentor",
        required=False,
        help_text="Where they are not at Stage 2 and the placement asks for it.",
    )
    supervisor = forms.ModelChoiceField(
        Person.objects.none(),
        label="On-site supervisor",
        required=False,
        help_text="Needed with an off-site practice educator.",
    )
    why = _why()
    override_reason = _override()

    def __init__(self, *args: Any, educators: Any, supervisors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["practice_educator"].queryset = educators
        self.fields["mentor"].queryset = educators
        self.fields["supervisor"].queryset = supervisors


class TakeBackForm(OnceForm):
    button = GO_ON

    why = _why()


class CoverForm(OnceForm):
    button = GO_ON

    placements = forms.ModelMultipleChoiceField(
        PracticePlacement.objects.none(),
        label="For which students?",
        widget=CheckboxSelectMultiple(),
    )
    by_whom = forms.ModelChoiceField(Person.objects.none(), label="Who covers?")
    starts_on = DateField(label="First day of cover")
    ends_on = DateField(label="Last day of cover")
    why = _why()

    def __init__(self, *args: Any, theirs: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["placements"].queryset = theirs
        self.fields["placements"].label_from_instance = lambda one: one.student.name
        self.fields["by_whom"].queryset = people


class CoverEndForm(OnceForm):
    button = "End the cover"

    on = DateField(label="Last day of cover")


class HandBackForm(OnceForm):
    button = "Hand back"

    handed_back = forms.CharField(
        label="What do they need to know?",
        widget=Textarea(attrs={"rows": 6}),
        help_text="What was agreed, what waits for them. Name no child: use references.",
    )


class LeftoverForm(OnceForm):
    button = "This is seen to"

    note = forms.CharField(label="What came of it?", max_length=300)


class StopsWorkForm(OnceForm):
    """Asks about each piece of open work: what becomes of it, and who takes it on."""

    button = GO_ON

    def __init__(
        self,
        *args: Any,
        work: Iterable[OpenWork],
        may: Mapping[UUID, list[Answer]],
        references: Mapping[UUID, str],
        people: Iterable[Person],
        **kwargs: Any,
    ) -> None:
        self.work = [one for one in work if may[one.record_id]]
        self.reveals = {
            field_of(one.record_id): {Answer.PASS: [person_field_of(one.record_id)]}
            for one in self.work
            if Answer.PASS in may[one.record_id]
        }
        super().__init__(*args, **kwargs)
        choices = [("", "Choose a person"), *((str(one.pk), one.name) for one in people)]
        self.people = {str(one.pk): one for one in people}
        for one in self.work:
            reference = references.get(one.child_id, "")
            label = f"{reference}: {one.words}" if reference else one.words
            self.fields[field_of(one.record_id)] = forms.ChoiceField(
                label=label,
                choices=[(answer.value, answer.label) for answer in may[one.record_id]],
                widget=RadioSelect(),
                error_messages={"required": f"Say what becomes of this. {label}"},
            )
            if Answer.PASS in may[one.record_id]:
                self.fields[person_field_of(one.record_id)] = forms.ChoiceField(
                    label="Who takes it on?",
                    choices=choices,
                    required=False,
                    error_messages={"required": f"Say who takes it on. {label}"},
                )
        self.lay_out()

    def facts(self) -> dict[str, Any]:
        """What was said besides open work."""
        asked = {field_of(one.record_id) for one in self.work}
        asked |= {person_field_of(one.record_id) for one in self.work}
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in asked and name != ONCE
        }

    def answers(self) -> dict[UUID, Answered]:
        found = {}
        for one in self.work:
            to = self.cleaned_data.get(person_field_of(one.record_id), "")
            found[one.record_id] = Answered(
                self.cleaned_data[field_of(one.record_id)], to=self.people.get(to)
            )
        return found


class SuspendForm(StopsWorkForm):
    starts_on = DateField(
        label="First day it stands still",
        help_text="Children's records are shut from the midnight before.",
    )
    review_on = DateField(label="By when is it decided again?")
    why = _why()


class StopForm(StopsWorkForm):
    on = DateField(
        label="Last day",
        help_text="Access to children's records ends at midnight of this day.",
    )
    outcome = forms.ChoiceField(
        label="How did it end?", choices=PracticePlacement.Outcome.choices, widget=RadioSelect()
    )
    why = forms.CharField(
        label="Why?",
        max_length=300,
        required=False,
        help_text=f"Where the days are not completed. {ALL_READ}",
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        outcome = answers.get("outcome")
        if outcome and outcome != PracticePlacement.Outcome.COMPLETED and not answers.get("why"):
            self.add_error("why", ValidationError("Say why it ends."))
        return answers
