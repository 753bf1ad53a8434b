"""Forms of intakes."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.models import Person, Team, in_force
from accounts.roles import Role
from govuk.forms import CheckboxSelectMultiple, DateField, RadioSelect, Textarea, TextInput, When
from partners.models import ContactPerson, University
from placements.asking import OnceForm, OnceModelForm
from placements.forms import WEEKDAYS
from placements.intake.models import Intake, Offer, WheelStep
from placements.models.placement import MONDAY_TO_FRIDAY, PracticePlacement
from placements.profile.policies import MAY_SUPERVISE

MOST_BYTES = 1024 * 1024


class IntakeForm(OnceModelForm):
    class Meta:
        model = Intake
        fields = ["name", "starts_on", "ends_on", "expected_work", "expected_work_why"]
        widgets = {"name": TextInput(width=20), "expected_work": TextInput(width=3)}


class IntakeNewForm(IntakeForm):
    button = "Plan the intake"

    team = forms.ModelChoiceField(Team.objects.none())
    field_order = ["team"]

    def __init__(self, *args: Any, team_ids: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = Team.objects.filter(pk__in=team_ids, is_pop=True)
        self.fields["team"].queryset = teams
        self.fields["team"].initial = teams.first()


class OfferForm(OnceModelForm):
    button = "Offer"

    days_total = forms.TypedChoiceField(
        label="Days",
        choices=PracticePlacement.Days.choices,
        coerce=int,
        widget=RadioSelect(inline=True),
    )

    class Meta:
        model = Offer
        fields = ["university", "days_total", "places", "offered_on", "answer_by", "over_reason"]
        widgets = {"places": TextInput(width=3)}
        help_texts = {"over_reason": "Only where you offer more. It is kept with the offer."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["university"].queryset = University.objects.filter(is_current=True)


class OfferChangeForm(OnceForm):
    places = forms.IntegerField(label="Places offered", min_value=1, widget=TextInput(width=3))
    answer_by = DateField(label="Answer wanted by")
    over_reason = forms.CharField(
        label="Why more than there is room for",
        max_length=300,
        required=False,
        help_text="Only where you offer more. It is kept with the offer.",
    )


class AnswerForm(OnceForm):
    button = "Record the answer"

    accepted = forms.IntegerField(label="Places accepted", min_value=0, widget=TextInput(width=3))
    declined = forms.IntegerField(label="Places declined", min_value=0, widget=TextInput(width=3))
    answered_on = DateField(label="Answered on", when=When.TODAY_OR_PAST)
    note = forms.CharField(label="What the university said", max_length=300, required=False)


class NameStudentForm(OnceForm):
    """A student the portal knows; whole lists come by import."""

    button = "Name this student"

    student = forms.ModelChoiceField(Person.objects.none())
    offer = forms.ModelChoiceField(Offer.objects.none(), label="For which places?")
    starts_on = DateField(label="First day")
    weekdays = forms.TypedMultipleChoiceField(
        label="Days of the week",
        choices=WEEKDAYS,
        coerce=int,
        initial=MONDAY_TO_FRIDAY,
        widget=CheckboxSelectMultiple(),
    )

    def __init__(self, *args: Any, offers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["student"].queryset = Person.objects.filter(role=Role.STUDENT, is_active=True)
        self.fields["offer"].queryset = offers


class WithdrawForm(OnceForm):
    button = "Withdraw"

    why = forms.CharField(label="Why", max_length=300)


class MatchForm(OnceForm):
    """The choice and its reason. What is proposed stands beside it."""

    button = "Match and arrange the placement"

    practice_educator = forms.ModelChoiceField(
        Person.objects.none(), widget=RadioSelect(), empty_label=None
    )
    reason = forms.CharField(
        label="Why this practice educator",
        max_length=300,
        widget=Textarea(rows=3, characters=300),
        help_text="It is kept, with what was proposed. Do not write an adjustment here.",
    )
    tutor = forms.ModelChoiceField(ContactPerson.objects.none(), required=False)
    mentor = forms.ModelChoiceField(Person.objects.none(), label="Stage 2 mentor", required=False)
    supervisor = forms.ModelChoiceField(
        Person.objects.none(), label="On-site supervisor", required=False
    )
    override_reason = forms.CharField(
        label="Why there is room all the same",
        max_length=300,
        required=False,
        help_text="Only where the practice educator is full. It is kept with your name.",
    )

    def __init__(
        self, *args: Any, educators: Iterable[Any], university: University, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(is_active=True)
        proposed = [one.pk for one in educators]
        field = self.fields["practice_educator"]
        field.queryset = people.filter(pk__in=proposed)
        names = {one.pk: one.name for one in educators}
        field.choices = [(pk, names[pk]) for pk in proposed]
        self.fields["tutor"].queryset = ContactPerson.objects.current().filter(
            role=ContactPerson.Role.TUTOR, university=university
        )
        # Who may mentor may supervise: both lists of answers are read at once.
        may_supervise = list(people.filter(role__in=MAY_SUPERVISE))
        asked = {"mentor": {Role.PRACTICE_EDUCATOR}, "supervisor": MAY_SUPERVISE}
        for name, roles in asked.items():
            field = self.fields[name]
            field.queryset = people.filter(role__in=roles)
            found = [(one.pk, str(one)) for one in may_supervise if one.role in roles]
            field.choices = [("", field.empty_label), *found]


class StepForm(OnceModelForm):
    class Meta:
        model = WheelStep
        fields = ["title", "what_to_do", "weeks", "owner", "is_used"]
        widgets = {
            "what_to_do": Textarea(rows=3),
            "weeks": TextInput(width=3),
            "owner": RadioSelect(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = WheelStep.Owner.choices


class TaskForm(OnceForm):
    """Who does it and by when; `members` are people who can open the intake."""

    title = forms.CharField(label="What", max_length=120)
    due_on = DateField(label="By when")
    owner = forms.ModelChoiceField(Person.objects.none(), label="Who")

    def __init__(self, *args: Any, team: Team, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = team.memberships.filter(in_force(on)).values("person_id")
        self.fields["owner"].queryset = Person.objects.filter(
            is_active=True,
            pk__in=here,
            role__in=[Role.TEAM_MANAGER, Role.BUSINESS_SUPPORT, Role.PRACTICE_EDUCATOR],
        )


class TaskPassForm(TaskForm):
    title = None


class DoneForm(OnceForm):
    button = "Done"

    note = forms.CharField(label="What came of it", max_length=300, required=False)


class DropForm(OnceForm):
    button = "It is not needed"

    why = forms.CharField(label="Why it is not needed", max_length=300)


class CohortForm(OnceForm):
    """The university's list; what is in it is shown before anything is made."""

    button = "Upload and look"

    file = forms.FileField(
        label="The list as a CSV file",
        max_length=200,
        help_text="At least the columns Name, E-mail, University and Days. No adjustments.",
        error_messages={"empty": "The file is empty"},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("The file is larger than one megabyte: is it the list?")
        return file
