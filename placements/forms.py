"""Forms of the placement: begin, a check, a day, the end."""

from datetime import date
from typing import Any

from crispy_forms.layout import Submit
from django import forms

from accounts.models import Person, Team
from accounts.roles import Role
from govuk.forms import CheckboxSelectMultiple, DateField, Form, RadioSelect
from govuk.layout import FormHelper
from partners.models import ContactPerson, University
from placements.models import PlacementDay, PracticePlacement
from placements.models.placement import MONDAY_TO_FRIDAY

WEEKDAYS = list(enumerate(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]))


class OneButtonForm(Form):
    button = "Save"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", self.button))


class PlacementForm(OneButtonForm):
    """A new placement; what may be chosen is given by the view."""

    button = "Start the placement"

    student = forms.ModelChoiceField(Person.objects.none())
    practice_educator = forms.ModelChoiceField(Person.objects.none())
    university = forms.ModelChoiceField(University.objects.none())
    tutor = forms.ModelChoiceField(
        ContactPerson.objects.none(),
        required=False,
        help_text="The university's link person. They see days and learning, never a child.",
    )
    team = forms.ModelChoiceField(Team.objects.none())
    days_total = forms.TypedChoiceField(
        label="Days",
        choices=PracticePlacement.Days.choices,
        coerce=int,
        widget=RadioSelect(inline=True),
    )
    starts_on = DateField(label="First day")
    weekdays = forms.TypedMultipleChoiceField(
        label="Days of the week",
        choices=WEEKDAYS,
        coerce=int,
        initial=MONDAY_TO_FRIDAY,
        widget=CheckboxSelectMultiple(),
    )

    def __init__(self, *args: Any, on: date, team_ids: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(is_active=True)
        self.fields["student"].queryset = people.filter(role=Role.STUDENT).exclude(
            practice_placements__in=PracticePlacement.objects.running(on)
        )
        self.fields["practice_educator"].queryset = people.filter(role=Role.PRACTICE_EDUCATOR)
        self.fields["university"].queryset = University.objects.filter(is_current=True)
        tutors = ContactPerson.objects.current().filter(role=ContactPerson.Role.TUTOR)
        self.fields["tutor"].queryset = tutors.select_related("university")
        self.fields["tutor"].label_from_instance = lambda one: f"{one.name}, {one.university}"
        self.fields["team"].queryset = Team.objects.filter(pk__in=team_ids, is_pop=True)


class DayForm(OneButtonForm):
    """One day, in two taps."""

    button = "Save this day"
    says_optional = False

    on = DateField(label="Which day?")
    kind = forms.ChoiceField(
        label="What was it?",
        choices=PlacementDay.Kind.choices,
        widget=RadioSelect(),
    )


class WeekForm(forms.Form):
    """Behind the Confirm button: any day of the week that is confirmed."""

    week = forms.DateField()


class CheckForm(OneButtonForm):
    button = "Verified"

    verified_on = DateField(label="Seen on")
    expires_on = DateField(
        label="Last day it holds",
        required=False,
        help_text="Children's records shut after this day. Leave empty if it never ends.",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_verified_on(self) -> date:
        verified_on = self.cleaned_data["verified_on"]
        if verified_on > self.on:
            raise forms.ValidationError("This day has not come yet")
        return verified_on


class PlacementEndForm(OneButtonForm):
    button = "End the placement"

    on = DateField(
        label="Last day",
        help_text="Access to children's records ends at midnight of this day.",
    )
    outcome = forms.ChoiceField(
        label="How did it end?",
        choices=PracticePlacement.Outcome.choices,
        widget=RadioSelect(),
    )
