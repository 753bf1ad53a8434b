"""Forms of profiles and roles."""

from typing import Any

from django import forms

from accounts.models import Person, Team
from accounts.roles import Role
from govuk.forms import CheckboxSelectMultiple, DateField, RadioSelect, Textarea, TextInput, When
from partners.models import University
from placements.asking import OnceForm, OnceModelForm
from placements.profile.models import (
    Adjustment,
    EducatorProfile,
    PepsAward,
    PlacementRole,
    StudentAdjustments,
    StudentProfile,
    Travel,
)
from placements.profile.policies import MAY_SUPERVISE


class StudentProfileForm(OnceModelForm):
    """What the student says of themselves; university and level come from who arranges it."""

    class Meta:
        model = StudentProfile
        fields = ["university", "level", "programme", "home_area", "travel", "learning_needs"]
        widgets = {
            "level": RadioSelect(),
            "travel": RadioSelect(),
            "learning_needs": Textarea(rows=6),
        }

    def __init__(self, *args: Any, by_student: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["university"].queryset = University.objects.filter(is_current=True)
        self.fields["level"].choices = StudentProfile.Level.choices
        self.fields["travel"].choices = [*Travel.choices, ("", "Not said yet")]
        if by_student:
            del self.fields["university"], self.fields["level"]


class AdjustmentsForm(OnceForm):
    """Seen by the student, their practice educator and the team manager; the page says so."""

    needs = forms.MultipleChoiceField(
        label="What helps you?",
        choices=Adjustment.choices,
        required=False,
        widget=CheckboxSelectMultiple(),
    )
    words = forms.CharField(
        label="In your own words",
        required=False,
        max_length=4000,
        widget=Textarea(rows=5, characters=4000),
        help_text="What makes work easier, and what makes it harder. No diagnosis is needed.",
    )
    agreed_on = DateField(label="Agreed on", required=False, when=When.TODAY_OR_PAST)

    def __init__(
        self, *args: Any, instance: StudentAdjustments | None, by_student: bool, **kwargs: Any
    ) -> None:
        if instance is not None:
            names = ("needs", "words", "agreed_on")
            kwargs["initial"] = {name: getattr(instance, name) for name in names}
        super().__init__(*args, **kwargs)
        if by_student:  # the manager says what is agreed
            del self.fields["agreed_on"]


class EducatorForm(OnceModelForm):
    can_offer = forms.MultipleChoiceField(
        label="Adjustments the base can offer",
        choices=Adjustment.choices,
        required=False,
        widget=CheckboxSelectMultiple(),
    )

    class Meta:
        model = EducatorProfile
        fields = [
            "mode",
            "hours_a_week",
            "desks",
            "base_area",
            "can_offer",
            "registered_until",
            "educated_elsewhere_until",
        ]
        widgets = {
            "mode": RadioSelect(),
            "hours_a_week": TextInput(width=4),
            "desks": TextInput(width=3),
            "base_area": TextInput(width=20),
        }
        help_texts = {
            "hours_a_week": "Protected hours; how many students they are enough for is worked out.",
            "base_area": "A town, as the student's profile says it.",
            "registered_until": "Social Work England renews by 30 November each year.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = EducatorProfile.Mode.choices


class EducatorAddForm(EducatorForm):
    """The first profile of somebody who educates in one of these teams."""

    educator = forms.ModelChoiceField(Person.objects.none(), label="Practice educator")
    team = forms.ModelChoiceField(Team.objects.none())
    field_order = ["educator", "team"]

    def __init__(self, *args: Any, team_ids: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(is_active=True, role=Role.PRACTICE_EDUCATOR)
        self.fields["educator"].queryset = people.filter(educator_profile=None)
        self.fields["team"].queryset = Team.objects.filter(pk__in=team_ids, is_pop=True)


class AwardForm(OnceModelForm):
    class Meta:
        model = PepsAward
        fields = ["stage", "awarded_on", "awarded_by"]
        widgets = {"stage": RadioSelect()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"] = forms.TypedChoiceField(
            label="Stage", choices=PepsAward.Stage.choices, coerce=int, widget=RadioSelect()
        )


class RoleForm(OnceForm):
    """A supervisor or a mentor joins a placement that runs."""

    kind = forms.ChoiceField(
        label="Role",
        choices=[(kind, PlacementRole.Kind(kind).label) for kind in PlacementRole.MAY_END_ALONE],
        widget=RadioSelect(),
    )
    person = forms.ModelChoiceField(Person.objects.none(), label="Who")
    starts_on = DateField(label="From")
    why = forms.CharField(label="Why", max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(is_active=True, role__in=MAY_SUPERVISE)
        self.fields["person"].queryset = people


class RoleEndForm(OnceForm):
    button = "End this role"

    on = DateField(label="Last day")
    why = forms.CharField(label="Why", max_length=300)
