"""What is asked of a referral that reaches the team without a request."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Submit
from django import forms

from casework.child.codes import Sex
from casework.child.models import Child
from casework.child.search import Match
from casework.episode.codes import PrimaryNeed, Source
from casework.episode.models import Episode
from govuk.forms import DateField, Form, RadioSelect, Textarea, When
from govuk.layout import FormHelper
from records.forms import OnceFormMixin, UnsentTextMixin

NEW = "new"


class ReferralForm(OnceFormMixin, UnsentTextMixin, Form):
    """The council's referral, or early help without one: what it opens, or that it opens none."""

    NFA = "nfa"

    who = forms.ChoiceField(label="Whose record is it?", widget=RadioSelect())
    not_a_duplicate_because = forms.CharField(
        label="Why is this another child?", max_length=300, widget=Textarea(rows=2)
    )
    sex = forms.ChoiceField(
        label="Sex", choices=Sex.choices, initial=Sex.U, widget=RadioSelect(inline=True)
    )
    expected_dob = DateField(
        label="Expected date of birth",
        help_text="No date of birth was given: for an unborn child, when the birth is expected.",
    )
    decision = forms.ChoiceField(
        label="What came of it?",
        choices=[
            (Episode.Kind.IN_NEED, "Child in need work, by the council’s referral"),
            (Episode.Kind.EARLY_HELP, "Early help, by consent"),
            (NFA, "A referral with no further action"),
        ],
        widget=RadioSelect(),
    )
    referral_date = DateField(label="Date of the council’s referral", when=When.TODAY_OR_PAST)
    referral_source = forms.ChoiceField(
        # What stands first would go into the return for whoever overlooks the question.
        label="Who made the referral?",
        choices=[("", "Choose"), *Source.choices],
    )
    primary_need = forms.ChoiceField(
        label="Main need", choices=PrimaryNeed.choices, initial=PrimaryNeed.NOT_STATED
    )
    opened_on = DateField(label="From which day do we work with the child?")
    why = forms.CharField(
        label="Why, in a sentence or two",
        max_length=300,
        widget=Textarea(rows=3),
        help_text="What is asked of us; or why nothing more is done.",
    )
    reveals = {
        "decision": {
            Episode.Kind.IN_NEED: ["referral_date", "referral_source", "primary_need", "opened_on"],
            Episode.Kind.EARLY_HELP: ["opened_on"],
            NFA: ["referral_date", "referral_source"],
        },
    }

    def __init__(
        self,
        *args: Any,
        on: date,
        likely: Sequence[Match] | None = None,
        is_born: bool = True,
        **kwargs: Any,
    ) -> None:
        """`likely` are children who may be meant; None where the child is known already."""
        super().__init__(*args, **kwargs)
        self.initial.setdefault("opened_on", on)
        self.likely: dict[str, Child] = {}
        if likely is None:
            for name in ("who", "not_a_duplicate_because", "sex", "expected_dob"):
                del self.fields[name]
        else:
            self._ask_who(likely, is_born)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("record", "Record it"))

    def _ask_who(self, likely: Sequence[Match], is_born: bool) -> None:
        self.likely = {str(match.child.pk): match.child for match in likely if not match.is_masked}
        self.fields["who"].choices = [
            *((key, f"{child.full_name}, already here") for key, child in self.likely.items()),
            (NEW, "A new child"),
        ]
        about_new = ["sex", *(["not_a_duplicate_because"] if likely else [])]
        if is_born:
            del self.fields["expected_dob"]
        else:
            about_new.append("expected_dob")
        if not likely:
            del self.fields["not_a_duplicate_because"]
            self.initial.setdefault("who", NEW)
        self.reveals = {**self.reveals, "who": {NEW: about_new}}

    @property
    def chosen_child(self) -> Child | None:
        return self.likely.get(self.cleaned_data.get("who", ""))
