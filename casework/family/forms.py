"""What is asked about somebody around a child."""

from datetime import date
from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms

from casework.family.models import Answer, Relationship
from govuk.forms import DateField, Form, RadioSelect, Textarea, When
from govuk.layout import FormHelper, Section
from records.forms import OnceFormMixin, VersionedFormMixin

OF_PERSON = (
    "first_name",
    "last_name",
    "dob",
    "languages",
    "phone",
    "address",
    "contact_withheld",
)
OF_RELATION = ("kind", "called", "parental_responsibility", "same_household", "note")


class RelationForm(OnceFormMixin, VersionedFormMixin, Form):
    """Who they are, what they are to the child, and how to reach them."""

    first_name = forms.CharField(label="First name", max_length=80)
    last_name = forms.CharField(label="Last name", max_length=80, required=False)
    dob = DateField(label="Date of birth", when=When.TODAY_OR_PAST, required=False)
    languages = forms.CharField(label="Languages", max_length=120, required=False)
    kind = forms.ChoiceField(label="What are they to the child?", choices=Relationship.Kind.choices)
    called = forms.CharField(
        label="What the child calls them",
        max_length=60,
        required=False,
        help_text="Such as Mum or Nan.",
    )
    parental_responsibility = forms.ChoiceField(
        label="Do they have parental responsibility?",
        choices=Answer.choices,
        widget=RadioSelect(inline=True),
        initial=Answer.UNKNOWN,
    )
    same_household = forms.ChoiceField(
        label="Do they live with the child?",
        choices=Answer.choices,
        widget=RadioSelect(inline=True),
        initial=Answer.UNKNOWN,
    )
    phone = forms.CharField(label="Telephone", max_length=40, required=False)
    address = forms.CharField(label="Address", max_length=300, required=False)
    contact_withheld = forms.BooleanField(
        label="Do not give these contact details to anyone",
        required=False,
        help_text="Shown in words wherever the details stand.",
    )
    note = forms.CharField(label="Note", max_length=300, required=False, widget=Textarea(rows=2))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.layout = Layout(
            Section("Who", "first_name", "last_name", "dob", "languages"),
            Section("To the child", *OF_RELATION),
            Section("How to reach them", "phone", "address", "contact_withheld"),
        )
        self.helper.add_input(Submit("save", "Save"))

    def of_person(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in OF_PERSON}

    def of_relation(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in OF_RELATION}


class EndRelationForm(OnceFormMixin, Form):
    """Since when it no longer holds, and why."""

    on = DateField(label="Since when?", when=When.TODAY_OR_PAST)
    why = forms.CharField(label="Why", max_length=300, widget=Textarea(rows=2))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", on)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("end", "It no longer holds"))
