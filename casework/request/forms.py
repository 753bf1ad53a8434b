"""What a requester is asked, and what the manager decides."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms
from django.conf import settings

from accounts.models import Person
from accounts.roles import Role
from casework.child.codes import Sex
from casework.child.search import Match
from casework.child.upn import validate_upn
from casework.episode.codes import PrimaryNeed, Source
from casework.episode.models import Episode
from casework.request.codes import ConsentSaid, LevelOfNeed, Origin, State, Topic, Urgency
from govuk.forms import CheckboxSelectMultiple, DateField, Form, RadioSelect, Textarea, When
from govuk.layout import FormHelper, Section
from partners.models import Agency, School
from records.forms import OnceFormMixin, UnsentTextMixin

NEW = "new"


class RequestForm(OnceFormMixin, UnsentTextMixin, Form):
    """Asked in the order a school's lead thinks: how worried, about whom, what, who agreed."""

    level_of_need = forms.TypedChoiceField(
        label="How much need is there?",
        choices=LevelOfNeed.choices,
        coerce=int,
        widget=RadioSelect(),
        help_text="POP works mostly at level 3.",
    )
    front_door_told = forms.BooleanField(required=False)
    origin = forms.ChoiceField(
        label="Who is asking?",
        choices=Origin.choices,
        widget=RadioSelect(),
    )
    agency = forms.ModelChoiceField(
        label="Agency", queryset=Agency.objects.none(), required=False, empty_label="Not listed"
    )
    school = forms.ModelChoiceField(
        label="School", queryset=School.objects.none(), required=False, empty_label="Choose"
    )
    pupil_first_name = forms.CharField(label="First name", max_length=80)
    pupil_last_name = forms.CharField(label="Last name", max_length=80)
    pupil_dob = DateField(label="Date of birth", when=When.TODAY_OR_PAST)
    year_group = forms.CharField(label="Year group", max_length=20, required=False)
    pupil_upn = forms.CharField(
        label="Unique pupil number", max_length=13, required=False, validators=[validate_upn]
    )
    topics = forms.MultipleChoiceField(
        label="What should the work be about?",
        choices=Topic.choices,
        widget=CheckboxSelectMultiple(),
    )
    worries = forms.CharField(
        label="What worries you?",
        max_length=5000,
        widget=Textarea(rows=5),
        help_text="What have you seen or heard, when, and what has been tried?",
    )
    working_well = forms.CharField(
        label="What is going well?", max_length=5000, required=False, widget=Textarea(rows=3)
    )
    consent_said = forms.ChoiceField(
        label="What was said about consent?", choices=ConsentSaid.choices, widget=RadioSelect()
    )
    consent_from = forms.CharField(
        label="Who said so, and when?",
        max_length=200,
        required=False,
        help_text="For example: Mum, on 18 November. Leave it empty if nobody was asked.",
    )
    urgency = forms.ChoiceField(
        label="When is it needed?",
        choices=Urgency.choices,
        initial=Urgency.ROUTINE,
        widget=RadioSelect(),
    )
    urgency_why = forms.CharField(label="What is coming up?", max_length=300)
    reveals = {
        "level_of_need": {LevelOfNeed.FOUR.value: ["front_door_told"]},
        "urgency": {Urgency.SOON: ["urgency_why"]},
        "origin": {Origin.EARLY_HELP: ["agency"]},
    }
    optional_when_revealed = {"agency"}
    needed_at_times = {"consent_from"}

    def __init__(self, *args: Any, person: Person, schools: Sequence[School], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.only_school: School | None = None
        self._offer_schools(person, schools)
        told = self.fields["front_door_told"]
        told.label = f"I have told the {settings.FRONT_DOOR_NAME} today"
        told.help_text = same_day_route()
        self.helper = FormHelper(self)
        self.helper.layout = self._laid_out()
        self.helper.add_input(Submit("send", "Send the request"))

    def _offer_schools(self, person: Person, schools: Sequence[School]) -> None:
        """A lead of one school is not asked which; others choose, and staff may leave it out."""
        if person.role == Role.SCHOOL_LEAD and len(schools) == 1:
            self.only_school = schools[0]
            del self.fields["school"]
        if person.role == Role.SCHOOL_LEAD:
            del self.fields["origin"], self.fields["agency"]
        else:
            self.fields["agency"].queryset = Agency.objects.visible_to(person).filter(
                is_current=True
            )
        if self.only_school is not None:
            return
        field = self.fields["school"]
        field.queryset = School.objects.filter(pk__in=[school.pk for school in schools])
        field.required = person.role == Role.SCHOOL_LEAD

    def _laid_out(self) -> Layout:
        pupil = ["pupil_first_name", "pupil_last_name", "pupil_dob", "year_group", "pupil_upn"]
        where = ["school"] if "school" in self.fields else []
        asking = [Section("Who is asking", "origin")] if "origin" in self.fields else []
        return Layout(
            Section("The need", "level_of_need"),
            *asking,
            Section("The pupil", *where, *pupil),
            Section("The work", "topics", "worries", "working_well"),
            Section("Consent and timing", "consent_said", "consent_from", "urgency"),
        )

    def cleaned_data_of_request(self) -> dict[str, Any]:
        """What `make_request` takes: the answers, without what the form carries besides."""
        asked = [*self.base_fields, "school"]
        return {name: value for name, value in self.cleaned_data.items() if name in asked}

    def clean_pupil_upn(self) -> str:
        return self.cleaned_data["pupil_upn"].upper()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("level_of_need") == LevelOfNeed.FOUR and not given.get("front_door_told"):
            self.add_error(
                "front_door_told",
                f"Ring the {settings.FRONT_DOOR_NAME} first: {settings.FRONT_DOOR_PHONE}. "
                "Then tick this and send your request",
            )
        was_asked = given.get("consent_said") not in {None, "", ConsentSaid.NOT_ASKED}
        if was_asked and not given.get("consent_from"):
            self.add_error("consent_from", "Enter who said so, and when")
        if self.only_school is not None:
            given["school"] = self.only_school
        return given


class DecisionForm(OnceFormMixin, UnsentTextMixin, Form):
    """Accept onto a child already here, or a new one; or refuse, with where to turn instead."""

    decision = forms.ChoiceField(
        label="Will POP take this on?",
        choices=[(State.ACCEPTED, "Yes, accept it"), (State.REFUSED, "No, it is not for POP")],
        widget=RadioSelect(),
    )
    who = forms.ChoiceField(label="Whose record is it?", widget=RadioSelect())
    not_a_duplicate_because = forms.CharField(
        label="Why is this another child?", max_length=300, widget=Textarea(rows=2)
    )
    sex = forms.ChoiceField(
        label="Sex", choices=Sex.choices, initial=Sex.U, widget=RadioSelect(inline=True)
    )
    kind = forms.ChoiceField(
        label="What kind of work?",
        choices=[
            (Episode.Kind.EARLY_HELP, "Early help, by consent"),
            (Episode.Kind.IN_NEED, "Child in need, by the council's referral"),
        ],
        widget=RadioSelect(),
    )
    referral_date = DateField(label="Date of the council's referral", when=When.TODAY_OR_PAST)
    referral_source = forms.ChoiceField(
        label="Who made the referral?", choices=Source.choices, initial=Source.SCHOOL
    )
    primary_need = forms.ChoiceField(
        label="Main need", choices=PrimaryNeed.choices, initial=PrimaryNeed.NOT_STATED
    )
    why_yes = forms.CharField(
        label="Why POP takes this on",
        max_length=1000,
        widget=Textarea(rows=3),
        help_text="It stands on the child's record. The requester does not read it.",
    )
    why_no = forms.CharField(
        label="Why not",
        max_length=1000,
        widget=Textarea(rows=3),
        help_text="The requester reads it.",
    )
    where_instead = forms.CharField(
        label="Where should they turn instead?",
        max_length=500,
        widget=Textarea(rows=2),
        help_text="The requester reads it. Name a service and how to reach it.",
    )

    def __init__(self, *args: Any, likely: Sequence[Match], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.likely = {str(match.child.pk): match.child for match in likely if not match.is_masked}
        self.fields["who"].choices = [
            *((key, f"{child.full_name}, already here") for key, child in self.likely.items()),
            (NEW, "A new child"),
        ]
        about_new = [*(["not_a_duplicate_because"] if likely else []), "sex"]
        if not likely:
            del self.fields["not_a_duplicate_because"]
            self.initial.setdefault("who", NEW)
        self.reveals = {
            "decision": {
                State.ACCEPTED: ["who", "kind", "why_yes"],
                State.REFUSED: ["why_no", "where_instead"],
            },
            "who": {NEW: about_new},
            "kind": {Episode.Kind.IN_NEED: ["referral_date", "referral_source", "primary_need"]},
        }
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("decide", "Decide, and tell the requester"))

    def answers(self) -> dict[str, Any]:
        """What `decide_request` takes."""
        given = self.cleaned_data
        if given["decision"] == State.REFUSED:
            return {
                "decision": State.REFUSED,
                "reason": given["why_no"],
                "where_instead": given["where_instead"],
            }
        in_need = given["kind"] == Episode.Kind.IN_NEED
        referral: dict[str, Any] = (
            {name: given[name] for name in ("referral_date", "referral_source", "primary_need")}
            if in_need
            else {}
        )
        return {
            "decision": State.ACCEPTED,
            "reason": given["why_yes"],
            "child": self.likely.get(given["who"]),
            "not_a_duplicate_because": given.get("not_a_duplicate_because") or "",
            "sex": given["sex"] or Sex.U,
            "kind": given["kind"],
            **referral,
        }


def same_day_route() -> str:
    """Where a level 4 worry goes today; said before anything is asked, and again when chosen."""
    return (
        f"Level 4 today? Ring the {settings.FRONT_DOOR_NAME} on {settings.FRONT_DOOR_PHONE} now, "
        f"out of hours {settings.FRONT_DOOR_OUT_OF_HOURS}. If a child is in danger at this moment, "
        "ring 999. POP is not an emergency route."
    )
