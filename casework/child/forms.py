"""What is asked to find a child, to check for a duplicate, and to declare a conflict."""

from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms

from accounts.models import Person
from casework.child import codes
from casework.child.models import Child
from casework.child.search import read_words
from casework.child.upn import validate_upn
from govuk.forms import CheckboxSelectMultiple, DateField, Form, RadioSelect, Textarea, When
from govuk.layout import FormHelper, Section
from partners.models import School
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin


def schools_for(person: Person) -> Any:
    return School.objects.visible_to(person).open()


class FindForm(Form):
    """Any one of the three is enough; a slip in a name or a date still finds the child."""

    words = forms.CharField(
        label="Name, reference or unique pupil number",
        required=False,
        max_length=200,
        help_text="Part of a name is enough, and so is what it sounds like.",
    )
    dob = DateField(
        label="Date of birth",
        required=False,
        when=When.TODAY_OR_PAST,
        help_text="One wrong digit, or day and month changed about, is found too.",
    )
    school = forms.ModelChoiceField(
        label="School", queryset=School.objects.none(), required=False, empty_label="Any school"
    )
    says_optional = False

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools_for(person)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("find", "Find"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        words = given.get("words") or ""
        nothing = not given.get("dob") and not given.get("school")
        if not self.errors and nothing and read_words(words).is_empty:
            self.add_error(
                "words", "Enter two letters of a name or more, a number, a date or a school"
            )
        return given

    def asked(self) -> dict[str, str]:
        """The search as the session keeps it."""
        given = self.cleaned_data
        return {
            "words": given["words"],
            "dob": given["dob"].isoformat() if given["dob"] else "",
            "school": str(given["school"].pk) if given["school"] else "",
        }


class DuplicateForm(Form):
    """Whose record is looked for across every team before a new one is made."""

    first_name = forms.CharField(label="First name", max_length=80)
    last_name = forms.CharField(label="Last name", max_length=80)
    dob = DateField(label="Date of birth", when=When.TODAY_OR_PAST, required=False)
    upn = forms.CharField(
        label="Unique pupil number", max_length=13, required=False, validators=[validate_upn]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("check", "Check the whole team's records"))

    def clean_upn(self) -> str:
        return self.cleaned_data["upn"].upper()


OF_CHILD = (
    "first_name",
    "last_name",
    "known_as",
    "dob",
    "expected_dob",
    "date_of_death",
    "sex",
    "gender_identity",
    "ethnicity",
    "languages",
    "communication_needs",
    "disabilities",
    "school",
    "year_group",
    "upn",
    "former_upn",
    "upn_unknown_reason",
)


class ChildForm(OnceFormMixin, VersionedFormMixin, UnsentTextMixin, Form):
    """Who the child is, as the census asks it."""

    first_name = forms.CharField(label="First name", max_length=80)
    last_name = forms.CharField(label="Last name", max_length=80)
    known_as = forms.CharField(label="Known as", max_length=80, required=False)
    dob = DateField(
        label="Date of birth",
        required=False,
        help_text="If only the month is known, give the 15th.",
    )
    expected_dob = DateField(
        label="Expected date of birth", required=False, help_text="For an unborn child only."
    )
    date_of_death = DateField(label="Date of death", required=False)
    sex = forms.ChoiceField(label="Sex", choices=codes.Sex.choices, widget=RadioSelect())
    gender_identity = forms.CharField(
        label="Gender identity, in their own words", max_length=60, required=False
    )
    ethnicity = forms.ChoiceField(
        label="Ethnicity, as the child or family say it", choices=codes.Ethnicity.choices
    )
    languages = forms.CharField(label="Languages", max_length=120, required=False)
    communication_needs = forms.CharField(
        label="How to communicate with the child",
        max_length=300,
        required=False,
        help_text="Such as pictures, signing, or an interpreter for which language.",
    )
    disabilities = forms.MultipleChoiceField(
        label="Disabilities",
        choices=codes.Disability.choices,
        required=False,
        widget=CheckboxSelectMultiple(),
    )
    school = forms.ModelChoiceField(
        label="School", queryset=School.objects.none(), required=False, empty_label="None"
    )
    year_group = forms.CharField(label="Year group", max_length=20, required=False)
    upn = forms.CharField(
        label="Unique pupil number", max_length=13, required=False, validators=[validate_upn]
    )
    former_upn = forms.CharField(
        label="Former unique pupil number", max_length=13, required=False, validators=[validate_upn]
    )
    upn_unknown_reason = forms.ChoiceField(
        label="Why is there no number?",
        choices=[("", "There is one"), *codes.UpnUnknown.choices],
        required=False,
    )

    def __init__(self, *args: Any, person: Person, school: School | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A school that has closed stays the child's until somebody chooses another.
        open_ones = schools_for(person)
        own = School.objects.visible_to(person).filter(pk=school.pk if school else None)
        self.fields["school"].queryset = open_ones | own
        self.helper = FormHelper(self)
        self.helper.layout = Layout(
            Section("Name and birth", *OF_CHILD[:6]),
            Section("About the child", *OF_CHILD[6:12]),
            Section("School", *OF_CHILD[12:]),
        )
        self.helper.add_input(Submit("save", "Save"))

    def clean_disabilities(self) -> list[str]:
        chosen = self.cleaned_data["disabilities"]
        if codes.Disability.NONE in chosen and len(chosen) > 1:
            raise forms.ValidationError("Choose None, or the disabilities, not both")
        return chosen

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in OF_CHILD}


class ConflictForm(OnceFormMixin, Form):
    """A child the worker sees, or in words a family or a school."""

    about = forms.ChoiceField(
        label="Who do you know?",
        choices=[
            ("child", "A child whose record I can open"),
            ("words", "A family or school, but I do not know whether they work with us"),
        ],
        widget=RadioSelect(),
    )
    child = forms.ModelChoiceField(
        label="Child", queryset=Child.objects.none(), required=False, empty_label="Choose"
    )
    family_name = forms.CharField(
        label="Family name",
        max_length=80,
        required=False,
        help_text="As they spell it. Leave it empty if it is a school you know.",
    )
    school = forms.ModelChoiceField(
        label="School", queryset=School.objects.none(), required=False, empty_label="No school"
    )
    nature = forms.CharField(
        label="How do you know them?",
        max_length=300,
        widget=Textarea(rows=3),
        help_text="For example: my sister is the child's swimming coach.",
    )
    reveals = {"about": {"child": ["child"], "words": ["family_name", "school"]}}
    optional_when_revealed = {"family_name", "school"}

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["child"].queryset = Child.objects.visible_to(person).by_name()
        self.fields["child"].label_from_instance = _name_and_reference
        self.fields["school"].queryset = schools_for(person)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("declare", "Declare this"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        in_words = given.get("about") == "words"
        if in_words and not given.get("family_name") and not given.get("school"):
            self.add_error("family_name", "Enter a family name, or choose a school")
        return given


class SettleForm(OnceFormMixin, Form):
    """What the manager found out about a declaration made in words."""

    outcome = forms.ChoiceField(
        label="What did you find?",
        choices=[
            ("child", "A child of ours is meant"),
            ("none", "No child of ours is meant"),
            ("mistake", "It no longer holds, or was declared by mistake"),
        ],
        widget=RadioSelect(),
    )
    reference = forms.CharField(
        label="The child's reference", max_length=20, required=False, help_text="Such as POP1108."
    )
    how = forms.CharField(
        label="How you know",
        max_length=300,
        required=False,
        widget=Textarea(rows=2),
    )
    reveals = {"outcome": {"child": ["reference"], "none": ["how"]}}

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.child: Child | None = None
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("settle", "Save"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        reference = given.get("reference")
        if given.get("outcome") == "child" and reference:
            found = Child.objects.visible_to(self.person).filter(la_child_id__iexact=reference)
            self.child = found.first()
            if self.child is None:
                self.add_error("reference", "You see no child with that reference. Check it.")
        return given


def _name_and_reference(child: Child) -> str:
    return f"{child.full_name}, {child.reference}"
