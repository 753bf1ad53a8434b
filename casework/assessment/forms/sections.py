"""A form for each kind of section, and who leads which."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from crispy_forms.layout import Layout, Submit
from django import forms
from django.forms.utils import ErrorDict

from accounts.models import Person
from casework.assessment.actions.writing import MOST_DANGERS
from casework.assessment.codes import FACTOR_GROUPS, Factor, Outcome
from casework.assessment.models import AssessmentSource
from casework.assessment.reads import Whole
from casework.assessment.sections import SECTIONS, Kind, Section, worded
from casework.direct_work.models import ScaleReading
from casework.direct_work.tool.models import Tool
from govuk.dates import When
from govuk.forms import (
    CheckboxSelectMultiple,
    DateField,
    Form,
    RadioSelect,
    ScaleField,
    Textarea,
    TextInput,
    YesNoField,
)
from govuk.layout import FormHelper
from govuk.layout import Section as Boxed
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin

FORM_ID = "section-form"


class SectionForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """What every section's page has: its version, its buttons, and room for what it lacks.

    Nothing is required to save; finishing asks, and says beside each question what is missing.
    """

    says_optional = False
    # The fields of a row that is added; filled in part, the rest is asked for.
    row: ClassVar[tuple[str, ...]] = ()
    row_title: ClassVar[str] = ""

    def __init__(
        self,
        *args: Any,
        section: Section,
        whole: Whole,
        first: str,
        may_finish: bool,
        next_title: str = "",
        **kwargs: Any,
    ) -> None:
        self.section, self.whole, self.first = section, whole, first
        kwargs["initial"] = self.initial_of(whole, section.key) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.prepare()
        self.helper = FormHelper(self)
        self.helper.form_id = FORM_ID
        if self.row:
            rest = [name for name in self.fields if name not in self.row]
            add = Submit("add", "Add", css_class="govuk-button--secondary", css_id="add")
            self.helper.layout = Layout(Boxed(self.row_title, *self.row, add), *rest)
        if may_finish:
            going = f"Finish and go on: {next_title}" if next_title else "Finish this section"
            self.helper.add_input(Submit("finish", going))
        self.helper.add_input(
            Submit("save", "Save and stop here", css_class="govuk-button--secondary")
            if may_finish
            else Submit("save", "Save")
        )

    @classmethod
    def initial_of(cls, whole: Whole, key: str) -> dict[str, Any]:
        """The answers as they stand, and the version they stand in."""
        return {"lock_version": whole.sections[key].lock_version} | cls.values(whole, key)

    @classmethod
    def values(cls, whole: Whole, key: str) -> dict[str, Any]:
        return {}

    def prepare(self) -> None:
        """Word the questions for this child."""

    def answers(self) -> dict[str, Any]:
        """What the action calls `answers`."""
        raise NotImplementedError

    def added(self, names: Mapping[str, str] | None = None) -> dict[str, Any] | None:
        """The row that is to be added, under the model's names; None where nothing was typed."""
        given = {name: self.cleaned_data.get(name) for name in self.row}
        if all(value in (None, "", []) for value in given.values()):
            return None
        return {(names or {}).get(name, name): value for name, value in given.items()}

    def require_row(self, needed: Mapping[str, str]) -> None:
        """A row begun is a row told: says what it still needs."""
        if self.added() is None:
            return
        for name, message in needed.items():
            if name not in self.errors and self.cleaned_data.get(name) in (None, ""):
                self.add_error(name, message)

    def show_missing(self, lacks: Mapping[str, str]) -> None:
        """Put what finishing needs beside its questions, on a form nobody has posted yet."""
        found: dict[str, list[str]] = {}
        for name, text in lacks.items():
            found.setdefault(name if name in self.fields else "__all__", []).append(text)
        self._errors = ErrorDict(
            {name: self.error_class(texts, renderer=self.renderer) for name, texts in found.items()}
        )


class TextForm(SectionForm):
    text = forms.CharField(required=False, widget=Textarea(rows=8))
    more = forms.CharField(required=False, widget=Textarea(rows=5))
    skipped_why = forms.CharField(
        label="Not looked at? Say why",
        help_text="Only if you leave the rest empty.",
        max_length=500,
        required=False,
    )

    @classmethod
    def values(cls, whole: Whole, key: str) -> dict[str, Any]:
        row = whole.sections[key]
        return {"text": row.text, "more": row.more, "skipped_why": row.skipped_why}

    def prepare(self) -> None:
        section, fields = self.section, self.fields
        fields["text"].label = worded(section.question, self.first)
        fields["text"].help_text = worded(section.hint, self.first)
        if section.more:
            fields["more"].label = worded(section.more, self.first)
            fields["more"].help_text = worded(section.more_hint, self.first)
        else:
            del fields["more"]
        if not section.may_skip:
            del fields["skipped_why"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("skipped_why") and (given.get("text") or given.get("more")):
            self.add_error(
                "skipped_why", "Either write what you found, or say why you did not look at it"
            )
        return given

    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name, "") for name in ("text", "more", "skipped_why")}


class SourcesForm(SectionForm):
    row = ("kind", "who", "on", "why_not")
    row_title = "Add a person, service or record"

    kind = forms.ChoiceField(
        label="What kind of source?",
        choices=[("", "Choose"), *AssessmentSource.Kind.choices],
        required=False,
    )
    who = forms.CharField(label="Who, or which record?", max_length=200, required=False)
    on = DateField(label="When?", required=False, when=When.TODAY_OR_PAST)
    why_not = forms.CharField(
        label="If it could not be done, why not?", max_length=300, required=False
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self.require_row({"kind": "Choose the kind of source", "who": "Say who, or which record"})
        if self.added() and "on" not in self.errors:
            if not given.get("on") and not given.get("why_not"):
                self.add_error("on", "Give the date, or say why it could not be done")
            if given.get("on") and given.get("why_not"):
                self.add_error("why_not", "Leave this empty where there is a date")
        return given

    def answers(self) -> dict[str, Any]:
        return {"add": self.added()}


class SeenForm(SectionForm):
    row = ("seen_on", "seen_alone", "place")
    row_title = "Add a day"

    seen_on = DateField(required=False, when=When.TODAY_OR_PAST)
    seen_alone = YesNoField(label="Alone?", required=False)
    place = forms.CharField(label="Where?", max_length=120, required=False)
    own_words = forms.CharField(
        help_text="As close to word for word as you can, or how they told you without words.",
        required=False,
        widget=Textarea(rows=6),
    )
    words_language = forms.CharField(
        label="Which language was that in?",
        help_text="Leave empty for English.",
        max_length=60,
        required=False,
        widget=TextInput(width=20),
    )
    tool = forms.ModelChoiceField(
        label="Which tool helped?", queryset=None, required=False, empty_label="None"
    )
    not_alone_why = forms.CharField(max_length=500, required=False)
    not_seen_why = forms.CharField(max_length=500, required=False)

    @classmethod
    def values(cls, whole: Whole, key: str) -> dict[str, Any]:
        names = ("own_words", "words_language", "tool", "not_alone_why", "not_seen_why")
        return {name: getattr(whole.assessment, name) for name in names}

    def prepare(self) -> None:
        first, fields = self.first, self.fields
        fields["seen_on"].label = f"When did you see {first}?"
        fields["own_words"].label = f"What does {first} say?"
        fields["tool"].queryset = Tool.objects.in_use()
        fields["not_alone_why"].label = f"If you never saw {first} alone, why not?"
        fields["not_seen_why"].label = f"If you did not see {first} at all, why not?"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self.require_row({"seen_on": "Give the day", "seen_alone": "Say whether it was alone"})
        return given

    def answers(self) -> dict[str, Any]:
        names = ("own_words", "words_language", "tool", "not_alone_why", "not_seen_why")
        given = {name: self.cleaned_data.get(name) for name in names}
        add = self.added({"seen_on": "on", "seen_alone": "alone"})
        return given | {"add": add}


class DangersForm(SectionForm):
    """Pairs, and always one empty pair more to write in."""

    def prepare(self) -> None:
        for place in range(1, self.places + 1):
            danger = forms.CharField(
                label=f"Danger statement {place}",
                help_text="Who is worried, about what, and what may happen to "
                f"{self.first} if nothing changes."
                if place == 1
                else "",
                required=False,
                widget=Textarea(rows=4),
            )
            goal = forms.CharField(
                label=f"Safety goal {place}",
                help_text="What we need to see, and for how long, to know it is safe enough."
                if place == 1
                else "",
                required=False,
                widget=Textarea(rows=4),
            )
            self.fields[f"danger_{place}"], self.fields[f"goal_{place}"] = danger, goal

    @property
    def places(self) -> int:
        """One more than stand there, and whatever an older page sent."""
        sent = sum(1 for name in self.data if name.startswith("danger_")) if self.data else 0
        return min(MOST_DANGERS, max(len(self.whole.dangers) + 1, sent))

    @classmethod
    def values(cls, whole: Whole, key: str) -> dict[str, Any]:
        found = {}
        for row in whole.dangers:
            found |= {f"danger_{row.position}": row.danger, f"goal_{row.position}": row.goal}
        return found

    def answers(self) -> dict[str, Any]:
        places = range(1, self.places + 1)
        given = self.cleaned_data
        return {"pairs": [(given[f"danger_{place}"], given[f"goal_{place}"]) for place in places]}


class ScalesForm(SectionForm):
    row = ("said_by", "who", "value", "on")
    row_title = "Add a number"

    said_by = forms.ChoiceField(
        label="Who gives the number?",
        choices=ScaleReading.SaidBy.choices,
        required=False,
        widget=RadioSelect(),
    )
    who = forms.CharField(label="Which parent, carer or worker?", max_length=80, required=False)
    value = ScaleField(
        label="Which number?",
        help_text="0 worst, 10 safe enough for us to stop worrying.",
        required=False,
    )
    on = DateField(label="When did they say it?", required=False, when=When.TODAY_OR_PAST)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self.require_row(
            {
                "said_by": "Say who gives the number",
                "value": "Choose a number",
                "on": "Give the day it was said",
            }
        )
        others = (ScaleReading.SaidBy.PARENT, ScaleReading.SaidBy.WORKER)
        if given.get("said_by") in others and not given.get("who"):
            self.add_error("who", "Say which one")
        return given

    def answers(self) -> dict[str, Any]:
        return {"add": self.added()}


class FactorsForm(SectionForm):
    """One list of answers for each heading, since forty in a row are read by nobody."""

    def prepare(self) -> None:
        for number, (heading, codes) in enumerate(FACTOR_GROUPS):
            self.fields[f"factors_{number}"] = forms.MultipleChoiceField(
                label=heading,
                choices=[(code.value, code.label) for code in codes],
                required=False,
                widget=CheckboxSelectMultiple(),
            )

    @classmethod
    def values(cls, whole: Whole, key: str) -> dict[str, Any]:
        chosen = set(whole.assessment.factors)
        return {
            f"factors_{number}": [code.value for code in codes if code.value in chosen]
            for number, (_, codes) in enumerate(FACTOR_GROUPS)
        }

    @property
    def chosen(self) -> list[str]:
        names = [f"factors_{number}" for number in range(len(FACTOR_GROUPS))]
        return [code for name in names for code in self.cleaned_data.get(name, [])]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if Factor.NONE in self.chosen and len(self.chosen) > 1:
            last = f"factors_{len(FACTOR_GROUPS) - 1}"
            self.add_error(last, "“No factors identified” cannot stand beside a factor")
        return given

    def answers(self) -> dict[str, Any]:
        return {"factors": self.chosen}


class OutcomeForm(SectionForm):
    outcomes = forms.MultipleChoiceField(
        choices=Outcome.choices, required=False, widget=CheckboxSelectMultiple()
    )
    more = forms.CharField(required=False, widget=Textarea(rows=6))

    @classmethod
    def values(cls, whole: Whole, key: str) -> dict[str, Any]:
        return {"outcomes": whole.assessment.outcomes, "more": whole.sections[key].more}

    def prepare(self) -> None:
        self.fields["outcomes"].label = worded(self.section.question, self.first)
        self.fields["outcomes"].help_text = "Choose all that apply."
        self.fields["more"].label = worded(self.section.more, self.first)

    def clean_outcomes(self) -> list[str]:
        chosen = self.cleaned_data["outcomes"]
        if Outcome.NO_FURTHER_ACTION in chosen and len(chosen) > 1:
            raise forms.ValidationError("“No further action” cannot stand beside another outcome")
        return chosen

    def answers(self) -> dict[str, Any]:
        return {
            "outcomes": self.cleaned_data["outcomes"],
            "more": self.cleaned_data["more"],
        }


FORMS: dict[Kind, type[SectionForm]] = {
    Kind.TEXT: TextForm,
    Kind.SOURCES: SourcesForm,
    Kind.SEEN: SeenForm,
    Kind.DANGERS: DangersForm,
    Kind.SCALES: ScalesForm,
    Kind.FACTORS: FactorsForm,
    Kind.OUTCOME: OutcomeForm,
}


class LeadsForm(OnceFormMixin, Form):
    """Who leads each section, among those who work with the child."""

    def __init__(
        self,
        *args: Any,
        people: Sequence[Person],
        leads: Mapping[str, Any],
        first: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), f"{one.name}, {one.get_role_display().lower()}") for one in people]
        for section in SECTIONS:
            self.fields[section.key] = forms.ChoiceField(
                label=worded(section.title, first),
                choices=choices,
                initial=str(leads.get(section.key) or ""),
            )
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save"))

    def named(self) -> dict[str, UUID]:
        """Section key to the person chosen for it."""
        return {section.key: UUID(self.cleaned_data[section.key]) for section in SECTIONS}
