"""Forms of the placement: begin and end."""

from datetime import date
from typing import Any

from django import forms

from accounts.models import Person, Team
from accounts.roles import Role
from govuk.forms import CheckboxSelectMultiple, DateField, RadioSelect
from partners.models import ContactPerson, University
from placements.asking import OneButtonForm
from placements.models import Intake, PracticePlacement
from placements.models.placement import MONDAY_TO_FRIDAY
from placements.profile.policies import MAY_SUPERVISE

WEEKDAYS = list(enumerate(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]))


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
    intake = forms.ModelChoiceField(
        Intake.objects.none(),
        required=False,
        help_text="Its list of checks is asked; without one, the standard list.",
    )
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

    mentor = forms.ModelChoiceField(
        Person.objects.none(),
        label="Stage 2 mentor",
        required=False,
        help_text="Where the practice educator is not at Stage 2 and the placement asks for it.",
    )
    supervisor = forms.ModelChoiceField(
        Person.objects.none(),
        label="On-site supervisor",
        required=False,
        help_text="Needed with an off-site practice educator: who is in the team every day.",
    )
    override_reason = forms.CharField(
        label="Why there is room all the same",
        max_length=300,
        required=False,
        help_text="Only where the practice educator is full. It is kept with your name.",
    )

    def __init__(self, *args: Any, on: date, team_ids: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(is_active=True)
        self.fields["student"].queryset = people.filter(role=Role.STUDENT).exclude(
            practice_placements__in=PracticePlacement.objects.running(on)
        )
        educators = people.filter(role=Role.PRACTICE_EDUCATOR)
        self.fields["practice_educator"].queryset = educators
        self.fields["mentor"].queryset = educators
        self.fields["supervisor"].queryset = people.filter(role__in=MAY_SUPERVISE)
        self.fields["university"].queryset = University.objects.filter(is_current=True)
        tutors = ContactPerson.objects.current().filter(role=ContactPerson.Role.TUTOR)
        self.fields["tutor"].queryset = tutors.select_related("university")
        self.fields["tutor"].label_from_instance = lambda one: f"{one.name}, {one.university}"
        self.fields["intake"].queryset = Intake.objects.filter(team__in=team_ids).not_over(on)
        teams = Team.objects.filter(pk__in=team_ids, is_pop=True)
        self.fields["team"].queryset = teams
        if len(only := teams[:2]) == 1:
            self.fields["team"].initial = only[0]
