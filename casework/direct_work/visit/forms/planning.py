"""When, where, with whom, and how the worker keeps safe."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils import timezone

from casework.child.models import Child
from casework.direct_work.visit.codes import AWAY, Kind, Place
from casework.direct_work.visit.models import Visit
from govuk.forms import (
    CheckboxSelectMultiple,
    DateField,
    Form,
    RadioSelect,
    Textarea,
    TextInput,
    When,
    YesNoField,
)
from govuk.layout import Beside, FormHelper
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin


class WhenMixin(forms.Form):
    """Day, time and length of a visit, as one moment: `planned_for`."""

    day = DateField(label="Which day?", when=When.TODAY_OR_FUTURE)
    at = forms.TimeField(
        label="At what time?", help_text="For example 16:00", widget=TextInput(width=5)
    )
    minutes = forms.IntegerField(
        label="How long, in minutes?", min_value=5, max_value=720, initial=60,
        widget=TextInput(width=5),
    )  # fmt: skip

    @property
    def planned_for(self) -> datetime:
        moment = datetime.combine(self.cleaned_data["day"], self.cleaned_data["at"])
        return timezone.make_aware(moment)


class PlanForm(OnceFormMixin, UnsentTextMixin, WhenMixin, Form):
    """A visit is booked; siblings who are seen in the same visit are ticked."""

    says_optional = False
    reveals = {"place": {Place.OTHER: ["place_other"]}}

    kind = forms.ChoiceField(
        label="What kind of visit?", choices=Kind.choices, widget=RadioSelect()
    )
    others = forms.MultipleChoiceField(
        label="Will you see anybody else of the family?",
        help_text="Each child gets a record of their own; what you write once is shared.",
        required=False,
        widget=CheckboxSelectMultiple(),
    )
    place = forms.ChoiceField(label="Where?", choices=Place.choices, widget=RadioSelect())
    place_other = forms.CharField(label="Where is that?", max_length=120)
    purpose = forms.CharField(
        label="What is it for?",
        max_length=300,
        required=False,
        help_text="Name the part of the plan or the question it serves.",
    )
    safety_plan = forms.CharField(label="How do you keep safe?", max_length=300, required=False)
    checks_in = YesNoField(
        label="Will you say when you go in and when you are out?",
        help_text="If you are not out in time, your practice educator or manager is told.",
        initial=True,
    )

    def __init__(self, *args: Any, child: Child, siblings: Iterable[Child], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.child = child
        family = [(str(one.pk), f"{one.short_name}, {one.reference}") for one in siblings]
        if family:
            self.fields["others"].choices = family
        else:
            del self.fields["others"]
        if child.staff_safety_note:
            self.fields[
                "safety_plan"
            ].help_text = (
                "There is a note for staff on this record. Read it above, then say what you do."
            )
        asked = [
            "kind", "others", "day", Beside("at", "minutes"), "place", "purpose", "safety_plan",
            "checks_in",
        ]  # fmt: skip
        self.helper = FormHelper(self)
        self.helper.layout = Layout(*[one for one in asked if one != "others" or family])
        self.helper.add_input(Submit("plan", "Plan the visit"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        is_away = given.get("place") in AWAY
        if self.child.staff_safety_note and is_away and not given.get("safety_plan"):
            self.add_error("safety_plan", "Say how you keep safe on this visit.")
        return given

    def fields_given(self) -> dict[str, Any]:
        names = ("kind", "place", "place_other", "purpose", "safety_plan", "checks_in")
        return {name: self.cleaned_data[name] for name in names}


class MoveForm(OnceFormMixin, VersionedFormMixin, WhenMixin, Form):
    """Another time, and why."""

    why = forms.CharField(label="Why is it moved?", max_length=300)
    child_told = YesNoField(label="Has the child been told?", yes="Yes", no="Not yet")

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        kwargs["initial"] = {"lock_version": visit.lock_version} | (kwargs.get("initial") or {})
        if visit.planned_for and visit.planned_until:
            begin = timezone.localtime(visit.planned_for)
            length = visit.planned_until - visit.planned_for
            kwargs["initial"] |= {
                "day": begin.date(),
                "at": f"{begin:%H:%M}",
                "minutes": int(length.total_seconds() // 60),
            }
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.layout = Layout("day", Beside("at", "minutes"), "why", "child_told")
        self.helper.add_input(Submit("move", "Move the visit"))


class CallOffForm(OnceFormMixin, VersionedFormMixin, Form):
    """It will not, or did not, take place."""

    why = forms.CharField(
        label="Why does it not take place?", max_length=300, widget=Textarea(rows=3)
    )
    child_told = YesNoField(label="Has the child been told?", yes="Yes", no="Not yet")

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        kwargs["initial"] = {"lock_version": visit.lock_version} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.layout = Layout("why", "child_told")
        self.helper.add_input(Submit("call_off", "It does not take place"))
