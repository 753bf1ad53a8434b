"""Forms of school-based work."""

from typing import Any

from crispy_forms.layout import Submit
from django import forms

from accounts.models import Person
from accounts.roles import Role
from govuk.forms import CheckboxSelectMultiple, DateField, Form, ModelForm, RadioSelect
from govuk.layout import FormHelper
from partners.models import School
from schools.models import WEEKDAYS, DropIn


class DropInForm(ModelForm):
    """A line in the log, written standing in a corridor."""

    says_optional = False

    class Meta:
        model = DropIn
        fields = ["school", "happened_on", "at", "who", "people", "theme", "action"]
        labels = {
            "happened_on": "Which day?",
            "at": "When?",
            "who": "Who came?",
            "people": "How many people?",
            "theme": "What was it about?",
            "action": "What followed?",
        }
        widgets = {
            "at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "who": RadioSelect(),
            "theme": RadioSelect(),
            "action": RadioSelect(),
        }

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools
        for name in ("who", "theme", "action"):
            self.fields[name].choices = list(DropIn._meta.get_field(name).choices)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Log it"))


class SchoolLinkForm(Form):
    person = forms.ModelChoiceField(Person.objects.none(), label="Who")
    school = forms.ModelChoiceField(School.objects.none())
    weekdays = forms.TypedMultipleChoiceField(
        label="Days of the week",
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        widget=CheckboxSelectMultiple(),
    )
    starts_on = DateField(label="First day")

    def __init__(self, *args: Any, team_ids: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.filter(
            memberships__team_id__in=team_ids,
            role__in=[Role.STUDENT, Role.PRACTICE_EDUCATOR],
            is_active=True,
        ).distinct()
        self.fields["school"].queryset = School.objects.open()
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Link"))
