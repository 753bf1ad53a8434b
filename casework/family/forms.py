"""What is asked about somebody around a child, about couples, and about where people live."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms
from django.db.models import QuerySet

from casework.child.codes import Disability, Sex
from casework.child.models import Child
from casework.family.codes import (
    NEVER_RESPONSIBLE,
    OF_THE_CHILDS_AGE,
    Answer,
    Basis,
    Bond,
    HouseholdKind,
    Kind,
    TieEnd,
    TieKind,
)
from casework.family.models import FamilyMember
from govuk.forms import (
    CheckboxSelectMultiple,
    DateField,
    Form,
    RadioSelect,
    Textarea,
    When,
    YesNoField,
)
from govuk.layout import FormHelper, Section
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin

OF_PERSON = (
    "first_name",
    "last_name",
    "sex",
    "dob",
    "is_deceased",
    "date_of_death",
    "languages",
    "interpreter",
    "communication_needs",
    "disabilities",
    "phone",
    "contact_withheld",
    "contact_withheld_why",
)
# What stands first would be taken by whoever overlooks the question.
CHOOSE = ("", "Choose")
OF_RELATION = ("kind", "called", "bond", "starts_on", "note")
# Of a child with a record of their own these are kept there.
OF_OWN_RECORD = ("first_name", "last_name", "sex", "dob", "is_deceased", "date_of_death")
SEXES = [(Sex.F, "Female"), (Sex.M, "Male"), (Sex.U, "Not known, or not yet born")]


class PersonForm(OnceFormMixin, Form):
    """Who they are, what they are to the child, and how to reach them."""

    first_name = forms.CharField(
        label="First name",
        max_length=80,
        required=False,
        help_text="Or what the family calls them, where no name is known.",
    )
    last_name = forms.CharField(label="Last name", max_length=80, required=False)
    sex = forms.ChoiceField(
        label="Sex", choices=SEXES, widget=RadioSelect(inline=True), initial=Sex.U
    )
    dob = DateField(label="Date of birth, or when a birth is expected", required=False)
    is_deceased = forms.BooleanField(label="This person has died", required=False)
    date_of_death = DateField(label="Date of death", when=When.TODAY_OR_PAST, required=False)
    kind = forms.ChoiceField(label="What are they to the child?", choices=[CHOOSE, *Kind.choices])
    called = forms.CharField(
        label="What the child calls them",
        max_length=60,
        required=False,
        help_text="Such as Mum or Nan.",
    )
    bond = forms.ChoiceField(
        label="How is it between them?", choices=Bond.choices, initial=Bond.UNKNOWN
    )
    starts_on = DateField(
        label="Since when?",
        when=When.TODAY_OR_PAST,
        required=False,
        help_text="Leave it empty for what holds since birth.",
    )
    languages = forms.CharField(label="Languages", max_length=120, required=False)
    interpreter = forms.ChoiceField(
        label="Do they need an interpreter?",
        choices=Answer.choices,
        widget=RadioSelect(inline=True),
        initial=Answer.UNKNOWN,
    )
    communication_needs = forms.CharField(
        label="How to communicate with them",
        max_length=300,
        required=False,
        help_text="Such as large print, signing, or a call before a letter.",
    )
    disabilities = forms.MultipleChoiceField(
        label="Disabilities",
        choices=Disability.choices,
        required=False,
        widget=CheckboxSelectMultiple(),
    )
    phone = forms.CharField(label="Telephone", max_length=40, required=False)
    contact_withheld = forms.BooleanField(label="Do not give this number to anyone", required=False)
    contact_withheld_why = forms.CharField(
        label="Why must it not be given out?", max_length=200, required=False
    )
    note = forms.CharField(label="Note", max_length=300, required=False, widget=Textarea(rows=2))
    reveals = {
        "is_deceased": {True: ["date_of_death"]},
        "contact_withheld": {True: ["contact_withheld_why"]},
    }
    optional_when_revealed = {"date_of_death"}

    def clean_disabilities(self) -> list[str]:
        chosen = self.cleaned_data["disabilities"]
        if Disability.NONE in chosen and len(chosen) > 1:
            raise forms.ValidationError("Choose None, or the disabilities, not both")
        return chosen

    def of_person(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in OF_PERSON if name in self.fields}

    def of_relation(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in OF_RELATION}


# Of whom a new person's parental responsibility is asked straight away.
ASKED = [kind for kind in Kind.values if kind not in (*NEVER_RESPONSIBLE, *OF_THE_CHILDS_AGE)]
NEW_PERSON = ["first_name", "last_name", "sex", "dob", "is_deceased"]


class AddPersonForm(PersonForm, UnsentTextMixin):
    """Somebody new around the child, somebody known from a brother or sister, or another child."""

    who = forms.ChoiceField(
        label="Who is it?",
        choices=[
            ("new", "Somebody not recorded yet"),
            ("known", "Somebody recorded around a brother or sister"),
            ("child", "A child who has a record with us"),
        ],
        widget=RadioSelect(),
        initial="new",
    )
    member = forms.ModelChoiceField(
        label="Which person?",
        queryset=FamilyMember.objects.none(),
        required=False,
        empty_label="Choose",
    )
    reference = forms.CharField(
        label="The child's reference", max_length=20, required=False, help_text="Such as POP1108."
    )
    responsibility = forms.ChoiceField(
        label="Do they have parental responsibility?",
        choices=Answer.choices,
        widget=RadioSelect(),
        initial=Answer.UNKNOWN,
    )
    basis = forms.ChoiceField(
        # What stands first would be recorded for whoever overlooks the question.
        label="On what basis?",
        choices=[CHOOSE, *(choice for choice in Basis.choices if choice[0] != Basis.NONE)],
        required=False,
    )
    basis_why = forms.CharField(
        label="How do we know?",
        max_length=300,
        required=False,
        help_text="Such as: birth certificate seen.",
    )
    lives_with_child = YesNoField(label="Do they live with the child?", required=False)
    reveals = PersonForm.reveals | {
        "who": {"new": NEW_PERSON, "known": ["member"], "child": ["reference"]},
        "kind": dict.fromkeys(ASKED, ["responsibility"]),
        "responsibility": {"yes": ["basis", "basis_why"]},
    }
    optional_when_revealed = PersonForm.optional_when_revealed | {
        "basis_why",
        "first_name",
        "last_name",
        "dob",
        "is_deceased",
    }

    def __init__(
        self, *args: Any, known: QuerySet[FamilyMember], children: QuerySet[Child], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.children, self.child = children, None
        self.fields["member"].queryset = known
        self.fields["member"].label_from_instance = lambda member: member.full_name
        self.helper = FormHelper(self)
        self.helper.layout = Layout(
            Section("Who", "who"),
            Section("To the child", *OF_RELATION, "responsibility", "lives_with_child"),
            Section(
                "Language and communication",
                "languages",
                "interpreter",
                "communication_needs",
                "disabilities",
            ),
            Section("How to reach them", "phone", "contact_withheld"),
        )
        self.helper.add_input(Submit("save", "Save"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("who") == "new" and not given.get("first_name") and not given.get("last_name"):
            self.add_error("first_name", "Enter a name, or what the family calls them")
        if given.get("who") == "child" and given.get("reference"):
            self.child = self.children.filter(la_child_id__iexact=given["reference"]).first()
            if self.child is None:
                self.add_error("reference", "You see no child with that reference. Check it.")
        return given

    def added(self) -> dict[str, Any]:
        """What `add_family_member` is told besides the child; the other child apart."""
        given = self.cleaned_data
        basis = {"yes": given["basis"], "no": Basis.NONE}.get(given["responsibility"], "")
        told = self.of_relation() | {
            "basis": basis,
            "basis_why": given["basis_why"],
            "lives_with_child": bool(given["lives_with_child"]),
        }
        if given["who"] == "new":
            return told | self.of_person()
        return told | ({"member": given["member"]} if given["who"] == "known" else {})


class RelationForm(VersionedFormMixin, UnsentTextMixin, PersonForm):
    """Correct what is known of somebody. A withheld number is not shown: left empty, it stays."""

    def __init__(self, *args: Any, has_own_record: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_own_record = has_own_record
        who: Iterable[str] = ("first_name", "last_name", "sex", "dob", "is_deceased")
        if has_own_record:
            for name in OF_OWN_RECORD:
                del self.fields[name]
            who = ()
        self.helper = FormHelper(self)
        self.helper.layout = Layout(
            *([Section("Who", *who)] if who else []),
            Section("To the child", *OF_RELATION),
            Section(
                "Language and communication",
                "languages",
                "interpreter",
                "communication_needs",
                "disabilities",
            ),
            Section("How to reach them", "phone", "contact_withheld"),
        )
        self.helper.add_input(Submit("save", "Save"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        named = given.get("first_name") or given.get("last_name")
        if not self.has_own_record and not named:
            self.add_error("first_name", "Enter a name, or what the family calls them")
        return given


class EndRelationForm(OnceFormMixin, Form):
    """Since when it no longer holds, and why."""

    on = DateField(label="Since when?", when=When.TODAY_OR_PAST)
    why = forms.CharField(label="Why", max_length=300, widget=Textarea(rows=2))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", on)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("end", "It no longer holds"))


class StandingForm(OnceFormMixin, Form):
    """Parental responsibility of one person: its basis, from when, and how we know."""

    basis = forms.ChoiceField(label="Basis", choices=Basis.choices, widget=RadioSelect())
    starts_on = DateField(label="From which day?", when=When.TODAY_OR_PAST)
    why = forms.CharField(
        label="How do we know?", max_length=300, required=False, widget=Textarea(rows=2)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save"))


class NoRecourseForm(OnceFormMixin, Form):
    """No recourse to public funds, from a source; or that it has been lifted."""

    answer = forms.ChoiceField(
        label="What has changed?",
        choices=[
            ("begins", "They have no recourse to public funds"),
            ("ends", "The condition was lifted"),
        ],
        widget=RadioSelect(),
    )
    on = DateField(label="On which day?", when=When.TODAY_OR_PAST)
    source = forms.CharField(
        label="How do we know?",
        max_length=200,
        help_text="Such as: biometric residence permit seen.",
    )

    def __init__(self, *args: Any, holds: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("answer", "ends" if holds else "begins")
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save"))


class TieForm(OnceFormMixin, Form):
    """What holds between two people of the family."""

    one = forms.ModelChoiceField(
        label="First person", queryset=FamilyMember.objects.none(), empty_label="Choose"
    )
    kind = forms.ChoiceField(label="is", choices=[CHOOSE, *TieKind.choices])
    other = forms.ModelChoiceField(
        label="Second person", queryset=FamilyMember.objects.none(), empty_label="Choose"
    )
    starts_on = DateField(label="Since when?", when=When.TODAY_OR_PAST, required=False)
    note = forms.CharField(label="Note", max_length=300, required=False)

    def __init__(self, *args: Any, people: QuerySet[FamilyMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            self.fields[name].queryset = people
            self.fields[name].label_from_instance = lambda member: member.full_name
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("one") and given.get("one") == given.get("other"):
            self.add_error("other", "Choose two different people")
        return given


class EndTieForm(OnceFormMixin, Form):
    on = DateField(label="Since when?", when=When.TODAY_OR_PAST)
    how = forms.ChoiceField(label="How did it end?", choices=TieEnd.choices, widget=RadioSelect())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("end", "It has ended"))


ADDRESS = ("kind", "address", "postcode", "withheld")


class _AddressForm(Form):
    kind = forms.ChoiceField(
        label="What kind of home is it?",
        choices=HouseholdKind.choices,
        widget=RadioSelect(),
        initial=HouseholdKind.HOME,
    )
    address = forms.CharField(label="Address", max_length=300, required=False)
    postcode = forms.CharField(label="Postcode", max_length=8, required=False)
    withheld = forms.BooleanField(
        label="Do not disclose this address",
        required=False,
        help_text="It is then hidden on every page. Whoever shows it is written down.",
    )
    withheld_why = forms.CharField(
        label="Why must it not be disclosed?", max_length=200, required=False
    )
    reveals = {"withheld": {True: ["withheld_why"]}}

    def of_home(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in (*ADDRESS, "withheld_why")}


class MoveForm(OnceFormMixin, _AddressForm):
    """People live together in a home from a day on."""

    members = forms.ModelMultipleChoiceField(
        label="Who lives there?",
        queryset=FamilyMember.objects.none(),
        widget=CheckboxSelectMultiple(),
    )
    starts_on = DateField(label="Since when?", when=When.TODAY_OR_PAST)
    has_left = YesNoField(
        label="Have they left where they lived before?",
        help_text="Answer no where somebody lives in two homes.",
    )
    why = forms.CharField(label="Why did they move?", max_length=300, required=False)

    def __init__(self, *args: Any, people: QuerySet[FamilyMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = people
        self.fields["members"].label_from_instance = lambda member: member.full_name
        self.helper = FormHelper(self)
        self.helper.layout = Layout(
            Section("Who and when", "members", "starts_on", "has_left", "why"),
            Section("Where", *ADDRESS),
        )
        self.helper.add_input(Submit("save", "Save"))


class HomeForm(OnceFormMixin, VersionedFormMixin, _AddressForm):
    """Correct an address. A withheld one is not shown: left empty, it stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.layout = Layout(*ADDRESS)
        self.helper.add_input(Submit("save", "Save"))


class LeaveForm(OnceFormMixin, Form):
    """Who no longer lives there, and since when."""

    member = forms.ModelChoiceField(
        label="Who?", queryset=FamilyMember.objects.none(), empty_label="Choose"
    )
    on = DateField(label="Last day there", when=When.TODAY_OR_PAST)
    why = forms.CharField(label="Why", max_length=300, required=False)

    def __init__(self, *args: Any, people: QuerySet[FamilyMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = people
        self.fields["member"].label_from_instance = lambda member: member.full_name
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("leave", "They left"))


class JoinForm(OnceFormMixin, Form):
    """Who lives there too, and since when."""

    member = forms.ModelChoiceField(
        label="Who?", queryset=FamilyMember.objects.none(), empty_label="Choose"
    )
    starts_on = DateField(label="Since when?", when=When.TODAY_OR_PAST)
    why = forms.CharField(label="Why", max_length=300, required=False)

    def __init__(self, *args: Any, people: QuerySet[FamilyMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = people
        self.fields["member"].label_from_instance = lambda member: member.full_name
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("join", "They live there"))
