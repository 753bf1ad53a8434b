"""The questions after a visit, of one child or of siblings who were seen together."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms
from django.forms.utils import ErrorDict

from accounts.models import Person
from casework.child.models import Child
from casework.direct_work.visit.codes import (
    Alone,
    BedroomSeen,
    Kind,
    NextStep,
    Outcome,
    Place,
)
from casework.direct_work.visit.completeness import OWN, SHARED
from casework.direct_work.visit.models import JointVisit, Visit
from govuk.forms import (
    CheckboxSelectMultiple,
    DateField,
    Form,
    RadioSelect,
    Textarea,
    TextInput,
    When,
    YesNoField,
)
from govuk.layout import Beside, FormHelper, Section
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin

SEEN = [(Outcome.SEEN, Outcome.SEEN.label), (Outcome.NOT_SEEN, Outcome.NOT_SEEN.label)]
# An answer's own questions; each may stay empty in a draft, but for what a child unseen needs.
OWN_REVEALS = {
    "outcome": {
        Outcome.SEEN: ["childs_words", "seen_alone", "bedroom_seen"],
        Outcome.NOT_SEEN: ["not_seen_why", "next_step", "next_try_on"],
    },
    "seen_alone": {Alone.NO: ["not_alone_why"]},
    "worry": {"True": ["worry_text"]},
}
OPTIONAL = ("childs_words", "seen_alone", "bedroom_seen", "not_alone_why")
ASKED_OF_EACH = ("outcome", "what_happened", "worry", "analysis", "what_next")


def own_fields(child: Child, told: str) -> dict[str, forms.Field]:
    """What is asked about one child."""
    first = child.known_as or child.first_name
    own = {"M": "his", "F": "her"}.get(child.sex, "their")
    return {
        "outcome": forms.ChoiceField(
            label=f"Did you see {first}?", choices=SEEN, widget=RadioSelect()
        ),
        "childs_words": forms.CharField(
            label=f"What did {first} say, in {own} own words?", required=False,
            help_text="As close to word for word as you can.", widget=Textarea(rows=4),
        ),
        "seen_alone": forms.ChoiceField(
            label=f"Did you see {first} alone?", choices=Alone.choices, required=False,
            widget=RadioSelect(),
        ),
        "not_alone_why": forms.CharField(
            label="Who was there, and why?", max_length=300, required=False
        ),
        "bedroom_seen": forms.ChoiceField(
            label=f"Did you see {first}'s bedroom?", choices=BedroomSeen.choices, required=False,
            widget=RadioSelect(buttons=True),
        ),
        "not_seen_why": forms.CharField(label=f"Why did you not see {first}?", max_length=300),
        "next_step": forms.ChoiceField(
            label="What do you do about it?", choices=NextStep.choices, widget=RadioSelect(),
            help_text=f"If you did not see {first}, {told} now." if told else "",
        ),
        "next_try_on": DateField(label="By when?"),
        "what_happened": forms.CharField(
            label="What did you see and do?", required=False, widget=Textarea(rows=4)
        ),
        "worry": YesNoField(
            label=f"Anything about {first} that worries you today?", required=False,
            help_text=f"If yes, {told} now." if told else "",
        ),
        "worry_text": forms.CharField(
            label="What worries you?", widget=Textarea(rows=4),
            help_text="What you saw or heard, and what was said. Facts first.",
            error_messages={"required": "Say what worries you."},
        ),
        "analysis": forms.CharField(
            label="What do you make of it?", required=False, widget=Textarea(rows=3),
            help_text=f"What it may mean for {first}. Say what is your opinion.",
        ),
        "what_next": forms.CharField(
            label="What happens next?", required=False, widget=Textarea(rows=3)
        ),
    }  # fmt: skip


class SharedForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """What every visit is asked, whoever was seen."""

    says_optional = False

    kind = forms.ChoiceField(
        label="What kind of visit was it?", choices=Kind.choices, widget=RadioSelect()
    )
    happened_on = DateField(label="When was it?", when=When.TODAY_OR_PAST)
    started_at = forms.TimeField(
        label="What time did it start?", help_text="For example 16:10", required=False,
        widget=TextInput(width=5),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label="How long, in minutes?", required=False, min_value=1, max_value=720,
        widget=TextInput(width=5),
    )  # fmt: skip
    place = forms.ChoiceField(
        label="Where?", choices=Place.choices, required=False, widget=RadioSelect()
    )
    place_other = forms.CharField(label="Where was that?", max_length=120, required=False)
    who_was_there = forms.CharField(label="Who else was there?", max_length=300, required=False)
    registered_worker_present = YesNoField(
        label="Was a registered social worker there with you?",
        help_text="A child protection visit counts only with one.",
        required=False,
    )
    registered_worker = forms.ModelChoiceField(
        label="Which one?", queryset=None, required=False, empty_label="Choose"
    )
    # Shown only where the text names somebody whose record this is not.
    names_ok = forms.BooleanField(
        label="I have read it again. The names are right.", required=False
    )

    def __init__(self, *args: Any, registered: Any, **kwargs: Any) -> None:
        self.reveals: Any = self._reveals_of_shared() | self._reveals_of_own()
        super().__init__(*args, **kwargs)
        if registered is None:
            del self.fields["registered_worker_present"], self.fields["registered_worker"]
        else:
            self.fields["registered_worker"].queryset = registered
            self.fields["registered_worker"].label_from_instance = _name
        self.helper = FormHelper(self)

    @staticmethod
    def _reveals_of_shared() -> dict[str, Any]:
        return {
            "place": {Place.OTHER: ["place_other"]},
            "registered_worker_present": {"True": ["registered_worker"]},
        }

    def _reveals_of_own(self) -> dict[str, Any]:
        raise NotImplementedError

    def about_the_visit(self) -> list[Any]:
        asked = ["kind", "happened_on", Beside("started_at", "minutes"), "place", "who_was_there"]
        if "registered_worker_present" in self.fields:
            asked.append("registered_worker_present")
        return asked

    def add_buttons(self, send: str) -> None:
        self.helper.add_input(Submit("send", send))
        self.helper.add_input(
            Submit("finish_later", "Finish later", css_class="govuk-button--secondary")
        )

    def shared(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) for name in SHARED}

    def ask_about(self, sentences: Sequence[str]) -> None:
        """The text names a child whose record this is not: a person looks again."""
        self.helper.layout.insert(0, "names_ok")
        self.add_error("names_ok", list(sentences))

    def show_missing(self, lacks: Mapping[str, str]) -> None:
        """Put what sending needs beside its questions, on a form nobody has posted yet."""
        self._errors = ErrorDict(
            {name: self.error_class([text], renderer=self.renderer) for name, text in lacks.items()}
        )


class VisitForm(SharedForm):
    """A visit to one child. A date, a kind and whether the child was seen make a draft."""

    optional_when_revealed = frozenset({*OPTIONAL, "place_other"})

    def __init__(
        self, *args: Any, child: Child, told: str, send: str, visit: Visit | None, on: date,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        kwargs["initial"] = initial_of(visit, on) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields |= own_fields(child, told)
        self.helper.layout = Layout(*ASKED_OF_EACH, *self.about_the_visit())
        self.add_buttons(send)

    def _reveals_of_own(self) -> dict[str, Any]:
        return OWN_REVEALS

    def answers(self) -> dict[str, Any]:
        return self.shared() | {name: self.cleaned_data[name] for name in OWN}

    def texts(self) -> list[str]:
        return [str(self.cleaned_data.get(name) or "") for name in OWN]


class JointForm(SharedForm):
    """A visit to siblings: what they share once, then a part for each child, with its own name.

    Part `n` is of the n-th child; its fields are called `c<n>_<name>`.
    """

    shared_text = forms.CharField(
        label="What did you see and do with all of them?",
        help_text="This stands in the record of every child below. What is about one child only "
        "belongs in that child's part.",
        required=False,
        widget=Textarea(rows=5),
    )

    def __init__(
        self, *args: Any, children: Sequence[Child], told: str, send: str, on: date,
        visits: Mapping[Any, Visit], joint: JointVisit | None, is_text_locked: bool,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        self.children = list(children)
        self.optional_when_revealed = {"place_other"} | {
            f"c{number}_{name}" for number in range(len(self.children)) for name in OPTIONAL
        }
        kwargs["initial"] = self._initial(visits, joint, on) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["shared_text"].disabled = is_text_locked
        sections = []
        for number, child in enumerate(self.children):
            fields = own_fields(child, told) | {"is_right": _is_right(child, on)}
            fields["what_happened"].label = f"What is about {_first(child)} only?"
            self.fields |= {f"c{number}_{name}": field for name, field in fields.items()}
            asked = [f"c{number}_{name}" for name in ("is_right", *ASKED_OF_EACH)]
            note = f"Only on the record of {child.short_name}"
            sections.append(Section(f"{child.short_name}, {child.reference}", *asked, note=note))
        self.helper.layout = Layout(
            "shared_text", *sections, Section("The visit", *self.about_the_visit())
        )
        self.add_buttons(send)

    def _reveals_of_own(self) -> dict[str, Any]:
        found = {}
        for number in range(len(self.children)):
            for question, shown in OWN_REVEALS.items():
                found[f"c{number}_{question}"] = {
                    answer: [f"c{number}_{name}" for name in names]
                    for answer, names in shown.items()
                }
        return found

    def _initial(self, visits: Mapping[Any, Visit], joint: JointVisit | None, on: date) -> dict:
        any_visit = next(iter(visits.values()), None)
        first = initial_of(any_visit, on)
        initial = {name: value for name, value in first.items() if name in SHARED}
        for number, child in enumerate(self.children):
            if visit := visits.get(child.pk):
                initial |= {f"c{number}_{name}": getattr(visit, name) for name in OWN}
        if joint is not None:
            initial |= {"shared_text": joint.shared_text, "lock_version": joint.lock_version}
        return initial

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "send" in self.data:
            for number, child in enumerate(self.children):
                if not given.get(f"c{number}_is_right"):
                    self.add_error(
                        f"c{number}_is_right", f"Check that this part is about {child.short_name}."
                    )
        return given

    def lines(self) -> dict[Any, dict[str, Any]]:
        return {
            child.pk: {name: self.cleaned_data[f"c{number}_{name}"] for name in OWN}
            for number, child in enumerate(self.children)
        }

    def texts_of(self) -> dict[Any, list[str]]:
        """Child's id to what was written in that child's part."""
        return {
            child_id: [str(value or "") for value in line.values()]
            for child_id, line in self.lines().items()
        }

    def field_of(self, child_id: Any, name: str) -> str | None:
        """Where the form asks this of that child; None for what it does not ask."""
        if name in self.fields:
            return name
        number = next((n for n, child in enumerate(self.children) if child.pk == child_id), None)
        full = f"c{number}_{name}"
        return full if full in self.fields else None


class JointWhoForm(Form):
    """Which children of the family were seen together."""

    children = forms.MultipleChoiceField(
        label="Who did you see?",
        help_text="Choose everybody you saw, or went to see, in this one visit.",
        widget=CheckboxSelectMultiple(),
    )

    def __init__(self, *args: Any, offered: Iterable[Child], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"].choices = [
            (str(one.pk), f"{identity_words(one, on)}") for one in offered
        ]
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("choose", "Go on"))

    def clean_children(self) -> list[str]:
        chosen = self.cleaned_data["children"]
        if len(chosen) < 2:
            raise forms.ValidationError("Choose at least two children")
        return chosen


class ReturnForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """A visit goes back to its author with what needs changing."""

    comment = forms.CharField(
        label="What needs changing?",
        help_text="Say what is good, what is missing, and what to do. It stays with the record.",
        widget=Textarea(rows=6),
    )

    def __init__(self, *args: Any, author: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("return", f"Return to {author}"))


def initial_of(visit: Visit | None, on: date) -> dict[str, Any]:
    """The answers a form starts with; a planned visit knows what was planned."""
    if visit is None:
        return {"happened_on": on}
    values: dict[str, Any] = {name: getattr(visit, name) for name in (*SHARED, *OWN)}
    if visit.is_planned:
        values["happened_on"] = on
    values["started_at"] = f"{visit.started_at:%H:%M}" if visit.started_at else ""
    values["lock_version"] = visit.lock_version
    return values


def identity_words(child: Child, on: date) -> str:
    """Name, age, birthday, reference and school: who a child is without a picture."""
    born = f"{child.age(on)}, born {child.dob:%-d %B %Y}" if child.dob else "not born yet"
    school = child.school.name if child.school else ""
    parts = [f"{child.full_name}, {born}", child.reference, school]
    return " · ".join(part for part in parts if part)


def _is_right(child: Child, on: date) -> forms.BooleanField:
    return forms.BooleanField(
        label=f"This part is about {identity_words(child, on)}", required=False
    )


def _first(child: Child) -> str:
    return child.known_as or child.first_name


def _name(person: Person) -> str:
    return person.name
