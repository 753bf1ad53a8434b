"""What is asked about attendance, and about other facts of a child's education."""

from datetime import date
from typing import Any

from crispy_forms.layout import Submit
from django import forms

from accounts.models import Person
from casework.family.education.models import EducationFact, Source
from govuk.forms import DateField, Form, RadioSelect, Textarea, When
from govuk.layout import FormHelper
from partners.models import School
from records.forms import OnceFormMixin

Kind = EducationFact.Kind


class AttendanceForm(OnceFormMixin, Form):
    """Half-day sessions over some weeks, as the register says."""

    starts_on = DateField(label="First day", when=When.TODAY_OR_PAST)
    ends_on = DateField(label="Last day", when=When.TODAY_OR_PAST)
    school = forms.ModelChoiceField(
        label="School", queryset=School.objects.none(), required=False, empty_label="None"
    )
    possible = forms.IntegerField(
        label="Possible sessions",
        min_value=1,
        max_value=1000,
        help_text="A school day has two sessions.",
    )
    attended = forms.IntegerField(label="Sessions attended", min_value=0, max_value=1000)
    unauthorised = forms.IntegerField(
        label="Unauthorised absences", min_value=0, max_value=1000, initial=0
    )
    source = forms.ChoiceField(
        label="Who says so?", choices=Source.choices, widget=RadioSelect(), initial=Source.SCHOOL
    )
    said_on = DateField(label="When did they say it?", when=When.TODAY_OR_PAST)

    def __init__(
        self, *args: Any, person: Person, school: School | None, on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = School.objects.visible_to(person).open()
        self.initial.setdefault("school", school)
        self.initial.setdefault("said_on", on)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save"))


class EducationFactForm(OnceFormMixin, Form):
    """A suspension, a plan, or being out of school."""

    kind = forms.ChoiceField(label="What is it?", choices=Kind.choices, widget=RadioSelect())
    school_days = forms.DecimalField(
        label="School days lost", min_value=0, max_value=100, decimal_places=1, required=False
    )
    starts_on = DateField(label="First day", when=When.TODAY_OR_PAST)
    ends_on = DateField(
        label="Last day", required=False, help_text="Leave it empty for what holds still."
    )
    note = forms.CharField(label="Note", max_length=300, required=False, widget=Textarea(rows=2))
    source = forms.ChoiceField(
        label="Who says so?", choices=Source.choices, widget=RadioSelect(), initial=Source.SCHOOL
    )
    said_on = DateField(label="When did they say it?", when=When.TODAY_OR_PAST)
    reveals = {"kind": {Kind.SUSPENSION.value: ["school_days"]}}

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("said_on", on)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save"))


class EndFactForm(OnceFormMixin, Form):
    """It no longer holds."""

    on = DateField(label="Last day", when=When.TODAY_OR_PAST)
    why = forms.CharField(label="Why", max_length=300, widget=Textarea(rows=2))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("end", "It has ended"))


class WithdrawForm(OnceFormMixin, Form):
    """It was recorded wrongly."""

    why = forms.CharField(label="What was wrong?", max_length=300, widget=Textarea(rows=2))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("withdraw", "Take it back"))
