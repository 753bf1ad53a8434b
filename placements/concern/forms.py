"""Forms of a concern: the talk, the next meeting with its plan, and each side's own words."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Person
from govuk.forms import DateField, Form, RadioSelect, Textarea
from govuk.layout import Beside, Section
from placements.asking import OnceForm, OneButton
from placements.concern.actions import Point
from placements.concern.models import PlanPoint
from placements.concern.states import MOVES, Move, Outcome
from records.forms import OnceFormMixin, UnsentTextMixin

NO_CHILD = "The student and, when told, the university read this: name no child."
POINTS = 3


class KeptForm(OneButton, UnsentTextMixin, OnceFormMixin, Form):
    """A longer text: kept while it is typed, sent once."""

    def answers(self) -> dict[str, Any]:
        """What the action is told."""
        raise NotImplementedError


def _text(label: str, rows: int, help_text: str = "", **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, widget=Textarea(attrs={"rows": rows}), help_text=help_text, **options
    )


def _tell_tutor() -> forms.BooleanField:
    return forms.BooleanField(
        label="Tell the university tutor now",
        required=False,
        help_text="From stage one on the tutor is always told.",
    )


class RaiseForm(KeptForm):
    button = "Write it down"

    about = forms.CharField(
        label="What is it about?",
        max_length=200,
        help_text=f"What was seen, in one sentence; no judgement. {NO_CHILD}",
    )
    held_on = DateField(label="When did you talk?")
    said = _text("What was said?", 6, NO_CHILD)
    support = _text("What support was agreed?", 4, required=False)
    review_on = DateField(label="When do you look at it again?", required=False)
    tell_tutor = _tell_tutor()

    def answers(self) -> dict[str, Any]:
        names = ("about", "held_on", "said", "support", "review_on", "tell_tutor")
        return {name: self.cleaned_data[name] for name in names}


class MoveForm(KeptForm):
    """A meeting of this kind, or the outcome; up to three points of the plan with it."""

    held_on = DateField(label="When was it?")
    who_was_there = forms.CharField(label="Who was there?", max_length=200, required=False)
    said = _text("What was said?", 6, NO_CHILD)
    support = _text("What support was agreed?", 4, required=False)

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        self.move = move
        self.button = {Move.CLOSE: "Record the outcome"}.get(move, f"Record this: {move.label}")
        super().__init__(*args, **kwargs)
        if move == Move.CLOSE:
            self.fields["held_on"].label = "When was it decided?"
            self.fields["outcome"] = forms.ChoiceField(
                label="How did it end?", choices=Outcome.choices, widget=RadioSelect()
            )
            del self.fields["support"]
            self.lay_out()
            return
        if MOVES[move].needs_plan:
            for n in range(1, POINTS + 1):
                self._add_point(n)
        self.fields["review_on"] = DateField(
            label="When do you look at it again?", required=MOVES[move].needs_plan
        )
        if not MOVES[move].needs_plan:
            self.fields["tell_tutor"] = _tell_tutor()
        self.lay_out()
        if MOVES[move].needs_plan:
            self._box_points()

    def _box_points(self) -> None:
        """Each point with its three answers together, the plan before the day of the review."""
        boxes = [
            Section(f"Point {n} of the plan", f"what_{n}", Beside(f"owner_{n}", f"due_on_{n}"))
            for n in range(1, POINTS + 1)
        ]
        before = ("held_on", "who_was_there", "said", "support")
        self.helper.layout = Layout(*before, *boxes, "review_on")
        self.helper.render_unmentioned_fields = True

    def _add_point(self, n: int) -> None:
        self.fields[f"what_{n}"] = forms.CharField(
            label=f"Point {n}: what is to be seen?", max_length=300, required=False
        )
        self.fields[f"owner_{n}"] = forms.ChoiceField(
            label=f"Point {n}: who does it?",
            choices=[("", "Choose"), *PlanPoint.Owner.choices],
            required=False,
        )
        self.fields[f"due_on_{n}"] = DateField(label=f"Point {n}: by when?", required=False)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        for n in range(1, POINTS + 1):
            parts = [answers.get(f"{name}_{n}") for name in ("what", "owner", "due_on")]
            if any(parts) and not all(parts):
                error = "Say what, who and by when, or leave all three empty."
                self.add_error(f"what_{n}", ValidationError(error))
        return answers

    def points(self) -> list[Point]:
        given = self.cleaned_data
        return [
            Point(given[f"what_{n}"], given[f"owner_{n}"], given[f"due_on_{n}"])
            for n in range(1, POINTS + 1)
            if given.get(f"what_{n}")
        ]

    def answers(self) -> dict[str, Any]:
        names = ("held_on", "who_was_there", "said", "support", "review_on", "outcome")
        found = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return found | {
            "points": self.points(),
            "tell_tutor": self.cleaned_data.get("tell_tutor", False),
        }


class WordsForm(KeptForm):
    button = "Add your words"

    text = _text(
        "How do you see it?",
        6,
        "It stands beside the step as you write it; nobody changes it. Name no child.",
    )

    def answers(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"]}


class PointForm(OnceForm):
    button = "Add this point"

    what = forms.CharField(label="What is to be seen?", max_length=300, help_text=NO_CHILD)
    owner = forms.ChoiceField(
        label="Who does it?", choices=PlanPoint.Owner.choices, widget=RadioSelect()
    )
    due_on = DateField(label="By when?")


class CameForm(OnceForm):
    button = "Save"

    came = forms.ChoiceField(
        label="Was it seen?", choices=PlanPoint.Came.choices, widget=RadioSelect()
    )
    note = forms.CharField(label="A word about it", max_length=300, required=False)


class NameForm(OnceForm):
    button = "Name this person"

    person = forms.ModelChoiceField(Person.objects.none(), label="Who is to know of it?")
    why = forms.CharField(label="Why?", max_length=300)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
