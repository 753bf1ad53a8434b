"""Forms of the directory and of the register upload."""

from typing import Any

from crispy_forms.layout import Submit
from django import forms
from django.conf import settings

from accounts.models import Person
from accounts.roles import Role
from govuk.forms import Form, ModelForm, Textarea
from govuk.layout import FormHelper
from partners.models import (
    Agency,
    Confirmation,
    ContactPerson,
    InsetDay,
    School,
    SchoolImport,
    TermDate,
    University,
)
from partners.models.confirmation import FACTS

ROLES = {
    "school": ["dsl", "deputy_dsl", "head", "pastoral", "office", "other"],
    "university": ["tutor", "placement_lead", "office", "other"],
    "agency": ["social_worker", "officer", "office", "other"],
}
SIGNS_IN_AS = {"school": Role.SCHOOL_LEAD, "university": Role.UNIVERSITY_TUTOR}


class SavingMixin:
    """A form with one button."""

    button = "Save"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", self.button))


class SchoolForm(SavingMixin, ModelForm):
    """What we know ourselves; what the register says comes by import alone."""

    class Meta:
        model = School
        fields = ["visiting_notes"]
        widgets = {"visiting_notes": Textarea(rows=8)}


class UniversityForm(SavingMixin, ModelForm):
    website = forms.URLField(max_length=300, required=False, assume_scheme="https")

    class Meta:
        model = University
        fields = [
            "name",
            "short_name",
            "town",
            "phone",
            "website",
            "ways_of_working",
            "due_dates",
            "is_current",
        ]
        widgets = {"ways_of_working": Textarea(rows=6), "due_dates": Textarea(rows=6)}


class AgencyForm(SavingMixin, ModelForm):
    website = forms.URLField(max_length=300, required=False, assume_scheme="https")

    class Meta:
        model = Agency
        fields = ["name", "kind", "district", "phone", "email", "website", "is_current"]


class ContactForm(SavingMixin, ModelForm):
    """A contact of one partner; its instance already names the partner."""

    class Meta:
        model = ContactPerson
        fields = ["name", "role", "email", "phone", "person", "is_current"]
        help_texts = {"person": "Only for someone who has a sign-in of their own."}

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(ContactPerson.Role.choices)
        self.fields["role"].choices = [(role, labels[role]) for role in ROLES[kind]]
        if kind in SIGNS_IN_AS:
            people = Person.objects.filter(role=SIGNS_IN_AS[kind], is_active=True)
            self.fields["person"].queryset = people
        else:
            del self.fields["person"]


class TermForm(SavingMixin, ModelForm):
    class Meta:
        model = TermDate
        fields = ["name", "starts_on", "ends_on"]


class InsetDayForm(SavingMixin, ModelForm):
    class Meta:
        model = InsetDay
        fields = ["on"]


class ConfirmForm(forms.ModelForm):
    """Behind each Confirm button: which fact."""

    class Meta:
        model = Confirmation
        fields = ["fact"]

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fact"].choices = [(fact, fact.label) for fact in FACTS[kind]]


class SchoolImportForm(SavingMixin, Form):
    """The register's file; what is in it is looked at by a worker."""

    button = "Upload and look"

    file = forms.FileField(
        label="The register's CSV file",
        max_length=SchoolImport._meta.get_field("file_name").max_length,
        help_text=(
            "All columns of the register or some of them, in any order: at least URN, "
            "EstablishmentName and EstablishmentStatus (name)."
        ),
        error_messages={"empty": "The file is empty"},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        most = settings.SCHOOL_IMPORT_MAX_BYTES
        if file.size > most:
            raise forms.ValidationError(f"The file is larger than {most // 1024**2} megabytes")
        return file
