"""A review: what each person brought, what was decided, and when the next one is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms
from django.forms.utils import ErrorDict

from casework.plan.actions.reviews import Brought
from casework.plan.completeness import REVIEW_FIELDS
from casework.plan.models import Contribution, PlanReview, Who
from casework.plan.reads import Somebody
from govuk.forms import DateField, Form, RadioSelect, Textarea
from govuk.layout import Beside, FormHelper, Section
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin

OTHERS = 2


@dataclass(frozen=True)
class Known:
    """Somebody who is asked, and what was written of them so far."""

    who: str
    name: str
    written: Contribution | None = None


class ReviewForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """A part for each person the family is known to have, and room for others."""

    says_optional = False

    held_on = DateField(label="When was it?")
    chaired_by = forms.CharField(label="Who chaired it?", max_length=120, required=False)
    better = forms.CharField(label="What is better?", required=False, widget=Textarea(rows=3))
    worries = forms.CharField(
        label="What still worries us?", required=False, widget=Textarea(rows=3)
    )
    result = forms.ChoiceField(
        label="What was decided?",
        choices=PlanReview.Result,
        required=False,
        widget=RadioSelect(),
    )
    result_why = forms.CharField(label="Why?", required=False, widget=Textarea(rows=3))
    next_on = DateField(label="When is the next review?", required=False)
    next_late_why = forms.CharField(
        label="If it is later than that: why?", max_length=300, required=False
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[Somebody],
        review: PlanReview | None,
        latest: date,
        limit: str,
        send: str,
        **kwargs: Any,
    ) -> None:
        known = _everybody(people, review)
        self.rows = len(known) + OTHERS
        kwargs["initial"] = _initial(review, known, latest) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        for number in range(self.rows):
            self._add_row(number, known[number] if number < len(known) else None)
        self.fields[
            "next_on"
        ].help_text = f"{limit} after a review held today: by {latest:%-d %B %Y}."
        self.helper = FormHelper(self)
        self.helper.layout = Layout(
            Beside("held_on", "chaired_by"),
            *(self._section(number, known) for number in range(self.rows)),
            Section("What we make of it", "better", "worries", "result", "result_why"),
            Section("Next review", "next_on", "next_late_why"),
        )
        self.helper.add_input(Submit("send", send))
        self.helper.add_input(
            Submit("finish_later", "Finish later", css_class="govuk-button--secondary")
        )

    def _add_row(self, number: int, known: Known | None) -> None:
        key = f"row_{number}"
        if known is None:
            self.fields[f"{key}_who"] = forms.ChoiceField(
                label="What are they to the child?",
                choices=[("", "Choose"), *Who.choices],
                required=False,
            )
            self.fields[f"{key}_name"] = forms.CharField(
                label="Name", max_length=120, required=False
            )
        else:
            for part in ("who", "name"):
                self.fields[f"{key}_{part}"] = forms.CharField(
                    max_length=120, required=False, widget=forms.HiddenInput
                )
        self.fields[f"{key}_how"] = forms.ChoiceField(
            label="How did they take part?",
            choices=[("", "Choose"), *Contribution.How.choices],
            required=False,
        )
        self.fields[f"{key}_view"] = forms.CharField(
            label="What did they say?", required=False, widget=Textarea(rows=3)
        )
        self.fields[f"{key}_scale"] = forms.IntegerField(
            label="How safe does it feel to them, 0 to 10?",
            required=False,
            min_value=0,
            max_value=10,
        )

    def _section(self, number: int, known: Sequence[Known]) -> Section:
        key = f"row_{number}"
        title = known[number].name if number < len(known) else "Somebody else"
        named = [f"{key}_who", f"{key}_name"]
        return Section(
            title,
            *([Beside(*named)] if number >= len(known) else named),
            f"{key}_how",
            f"{key}_view",
            f"{key}_scale",
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for number in range(self.rows):
            row = {part: given.get(f"row_{number}_{part}") for part in _PARTS}
            said = row["view"] or row["scale"] is not None or row["how"]
            if (said or row["name"]) and not (row["who"] and row["name"]):
                self.add_error(f"row_{number}_name", "Say who that is, and what to the child")
            elif said and not row["how"]:
                self.add_error(f"row_{number}_how", "Say how they took part")
        return given

    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in REVIEW_FIELDS}

    def brought(self) -> list[Brought]:
        """Everybody of whom something is said, in the order of the form."""
        given = self.cleaned_data
        rows = [
            Brought(**{part: given[f"row_{number}_{part}"] for part in _PARTS})
            for number in range(self.rows)
        ]
        return [row for row in rows if row.how]

    def show_missing(self, lacks: dict[str, str]) -> None:
        """Put what sending needs beside its questions, on a form nobody has posted yet."""
        unsaid = (n for n in range(self.rows) if not self[f"row_{n}_how"].value())
        contributions = f"row_{next(unsaid, 0)}_how"
        self._errors = ErrorDict(
            {
                name if name in self.fields else contributions: self.error_class(
                    [text], renderer=self.renderer
                )
                for name, text in lacks.items()
            }
        )


_PARTS = ("who", "name", "how", "view", "scale")


def _everybody(people: Sequence[Somebody], review: PlanReview | None) -> list[Known]:
    """The child and each parent, written of or not yet; then whoever else was."""
    left = list(review.contributions.all()) if review else []
    found = []
    for one in people:
        row = next((row for row in left if (row.who, row.name) == (one.who, one.name)), None)
        if row is not None:
            left.remove(row)
        found.append(Known(one.who, one.name, row))
    return [*found, *(Known(row.who, row.name, row) for row in left)]


def _initial(review: PlanReview | None, known: Sequence[Known], latest: date) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for number, one in enumerate(known):
        values |= {f"row_{number}_who": one.who, f"row_{number}_name": one.name}
        if one.written is not None:
            values |= {f"row_{number}_{part}": getattr(one.written, part) for part in _PARTS}
    if review is None:
        return values | {"next_on": latest}
    values |= {name: getattr(review, name) for name in REVIEW_FIELDS}
    return values | {"lock_version": review.lock_version}
