"""What is written about a curated chronology and about each entry in it."""

from typing import Any

from crispy_forms.layout import Submit
from django import forms

from casework.chronology.curated.models import ChosenEntry, CuratedChronology
from govuk.forms import Form, Textarea
from govuk.layout import FormHelper
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin


class WeighForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """One entry: its own words, why it matters, what it meant."""

    says_optional = False

    wording = forms.CharField(
        label="What happened, in plain words?",
        help_text="Leave it empty to use the words of the log.",
        required=False,
        widget=Textarea(rows=3),
    )
    significance = forms.CharField(
        label="Why does it matter?",
        help_text="What it shows about safety, care or change. Say what is your opinion.",
        required=False,
        widget=Textarea(rows=3),
    )
    impact = forms.CharField(
        label="What did it mean for the child?", required=False, widget=Textarea(rows=3)
    )

    def __init__(self, *args: Any, chosen: ChosenEntry, **kwargs: Any) -> None:
        kwargs["initial"] = values_of(chosen) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save"))


class DescribeForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """The chronology as a whole."""

    says_optional = False

    purpose = forms.CharField(
        label="What is it for?",
        max_length=200,
        required=False,
        help_text="For example the first hearing, or the review conference in March.",
    )
    analysis = forms.CharField(
        label="What does it show as a whole?", required=False, widget=Textarea(rows=8)
    )

    def __init__(self, *args: Any, version: CuratedChronology, **kwargs: Any) -> None:
        kwargs["initial"] = whole_of(version) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save"))


def values_of(chosen: ChosenEntry) -> dict[str, Any]:
    names = ("wording", "significance", "impact", "lock_version")
    return {name: getattr(chosen, name) for name in names}


def whole_of(version: CuratedChronology) -> dict[str, Any]:
    return {name: getattr(version, name) for name in ("purpose", "analysis", "lock_version")}
