"""The days of a plan: start, end, put right, another category."""

from datetime import date
from typing import Any

from crispy_forms.layout import Submit
from django import forms

from casework.plan.codes import REASONS, Category
from casework.plan.models import Plan
from govuk.forms import DateField, Form, RadioSelect
from govuk.layout import FormHelper
from records.forms import OnceFormMixin, UnsentTextMixin


class CheckedForm(OnceFormMixin, UnsentTextMixin, Form):
    """A form whose answers are read once more before they are saved."""

    next_step = "Check what this changes"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("check", self.next_step))


class StartForm(CheckedForm):
    """A child in need plan begins."""

    says_optional = False

    decided_on = DateField(
        label="When was it decided that there would be a plan?",
        help_text="The clock of the planning meeting runs from that day.",
    )
    starts_on = DateField(
        label="First day of the plan",
        help_text="Visits and reviews are counted from it. It may lie in the past.",
    )
    plans_before_us = forms.IntegerField(
        label="Earlier child in need plans that are not in this portal",
        help_text="With this council, at any time. Those in the portal are counted already.",
        min_value=0,
        max_value=30,
        initial=0,
    )
    last_before_us_ended_on = DateField(
        label="When did the last of those end?",
        help_text="Leave empty if there was none, or nobody knows.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        decided_on, starts_on = given.get("decided_on"), given.get("starts_on")
        if decided_on and starts_on and decided_on > starts_on:
            self.add_error("decided_on", "It was decided before the plan started, or that day")
        if given.get("last_before_us_ended_on") and not given.get("plans_before_us"):
            self.add_error("plans_before_us", "Say how many there were")
        return given


class EndForm(CheckedForm):
    """A child in need plan ends."""

    says_optional = False

    reason = forms.ChoiceField(label="Why does it end?", widget=RadioSelect())
    ends_on = DateField(label="Last day of the plan")
    note = forms.CharField(
        label="Anything a later reader needs to know",
        help_text="How the family sees it, and who goes on helping.",
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [
            (reason.value, reason.label)
            for reason in REASONS[plan.kind]
            # Stepping up is the conference's: it ends this plan and starts the other in one.
            if reason != "stepped_up"
        ]


class DatesForm(CheckedForm):
    """The days of a plan were wrong."""

    says_optional = False

    starts_on = DateField(label="First day of the plan")
    ends_on = DateField(label="Last day of the plan", required=False)
    why = forms.CharField(
        label="Why were the dates wrong?",
        help_text="What they were stays on the record, with this reason.",
        max_length=300,
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if plan.is_open:
            del self.fields["ends_on"]
        if plan.is_child_protection:
            del self.fields["starts_on"]


class CategoryForm(OnceFormMixin, UnsentTextMixin, Form):
    """Another category of abuse from a day on."""

    category = forms.ChoiceField(label="Category of abuse", choices=Category, widget=RadioSelect())
    starts_on = DateField(label="From which day?", help_text="The day of the conference.")
    why = forms.CharField(label="Why?", max_length=300)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Change the category"))
