"""The questions of a session, in the order in which they come to mind after it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms
from django.forms.utils import ErrorDict

from casework.child.models import Child
from casework.direct_work.completeness import FIELDS
from casework.direct_work.models import DirectWorkSession, ScaleReading
from casework.direct_work.reads import Readings
from casework.direct_work.tool.models import Tool
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
from govuk.layout import Beside, FormHelper
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin

SaidBy = ScaleReading.SaidBy
SeenAlone = DirectWorkSession.SeenAlone
OTHERS = (SaidBy.PARENT, SaidBy.WORKER)
# In the order in which the questions come to mind; the rest stand inside the answers that ask them.
BEFORE_TIME = (
    "childs_words", "words_language", "what_happened", "tool", "purpose", "seen_alone",
    "scale_child", "others_said", "worry", "analysis", "what_next", "happened_on",
)  # fmt: skip
AFTER_TIME = ("place", "who_was_there")


class SessionForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """Nothing but the date is required to keep a draft; `show_missing` says what sending needs."""

    says_optional = False
    reveals = {
        "seen_alone": {SeenAlone.NO: ["not_alone_why"], SeenAlone.NOT_SEEN: ["not_seen_why"]},
        "worry": {"True": ["worry_text", "tell_school"]},
        "others_said": {SaidBy.PARENT: ["scale_parent"], SaidBy.WORKER: ["scale_worker"]},
        "place": {DirectWorkSession.Place.OTHER: ["place_other"]},
    }
    optional_when_revealed = frozenset(
        {"not_alone_why", "not_seen_why", "tell_school", "place_other"}
    )

    childs_words = forms.CharField(required=False, widget=Textarea(rows=4))
    words_language = forms.CharField(
        label="Which language was that in?",
        max_length=60,
        required=False,
        help_text="Leave empty for English.",
        widget=TextInput(width=20),
    )
    what_happened = forms.CharField(
        label="What did you see and do?", required=False, widget=Textarea(rows=4)
    )
    tool = forms.ModelChoiceField(
        label="Which tool did you use?", queryset=None, required=False, empty_label="None"
    )
    purpose = forms.CharField(
        label="What was the session for?",
        max_length=300,
        required=False,
        help_text="Name the part of the plan or the question it serves.",
    )
    seen_alone = forms.ChoiceField(
        choices=SeenAlone, required=False, widget=RadioSelect(buttons=False)
    )
    not_alone_why = forms.CharField(label="Who was there, and why?", max_length=300, required=False)
    not_seen_why = forms.CharField(
        label="Why not, and what did you do about it?", max_length=300, required=False
    )
    scale_child = ScaleField(required=False)
    others_said = forms.MultipleChoiceField(
        label="Did anyone else give a number?", required=False, widget=CheckboxSelectMultiple()
    )
    scale_parent = ScaleField(label="What did the parent or carer say?", required=False)
    scale_worker = ScaleField(label="What do you say yourself?", required=False)
    worry = YesNoField(label="Anything that worries you today?", required=False)
    worry_text = forms.CharField(
        label="What worries you?",
        help_text="What you saw or heard, and what was said. Facts first, then what you think.",
        required=False,
        widget=Textarea(rows=4),
        error_messages={"required": "Say what worries you."},
    )
    tell_school = forms.ChoiceField(
        label="Will you tell the school's safeguarding lead?",
        choices=DirectWorkSession.TellSchool,
        required=False,
        widget=RadioSelect(),
    )
    analysis = forms.CharField(
        label="What do you make of it?",
        help_text="What it may mean for the child. Say what is your opinion.",
        required=False,
        widget=Textarea(rows=3),
    )
    what_next = forms.CharField(label="What happens next?", required=False, widget=Textarea(rows=3))
    happened_on = DateField(label="When was it?")
    started_at = forms.TimeField(
        label="What time did it start?",
        help_text="For example 13:15",
        required=False,
    )
    minutes = forms.IntegerField(
        label="How long, in minutes?", required=False, min_value=1, max_value=720
    )
    place = forms.ChoiceField(
        label="Where?", choices=DirectWorkSession.Place, required=False, widget=RadioSelect()
    )
    place_other = forms.CharField(label="Where was that?", max_length=120, required=False)
    who_was_there = forms.CharField(label="Who else was there?", max_length=300, required=False)

    def __init__(
        self,
        *args: Any,
        child: Child,
        on: date,
        session: DirectWorkSession | None = None,
        readings: Readings | None = None,
        told: str = "",
        send: str = "Send to sign",
        **kwargs: Any,
    ) -> None:
        self.child, self.session, self.on = child, session, on
        said = readings or Readings({}, None)
        kwargs["initial"] = initial_of(session, on, said.now) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self._name_the_child(said.before, told)
        self.fields["tool"].queryset = Tool.objects.in_use()
        self.fields["others_said"].choices = [
            (SaidBy.PARENT, "A parent or carer"),
            (SaidBy.WORKER, "I did"),
        ]
        self.helper = FormHelper(self)
        self.helper.layout = Layout(*BEFORE_TIME, Beside("started_at", "minutes"), *AFTER_TIME)
        self.helper.add_input(Submit("send", send))
        self.helper.add_input(
            Submit("finish_later", "Finish later", css_class="govuk-button--secondary")
        )

    def _name_the_child(self, last_time: int | None, told: str) -> None:
        first, fields = self.child.known_as or self.child.first_name, self.fields
        fields["childs_words"].label = f"What did {first} say, in {own(self.child)} own words?"
        fields["childs_words"].help_text = "As close to word for word as you can."
        fields["seen_alone"].label = f"Did you see {first} alone?"
        fields["scale_child"].label = f"How safe does {first} say it feels?"
        before = "" if last_time is None else f" Last time: {last_time}"
        fields[
            "scale_child"
        ].help_text = f"0 worst, 10 safe enough for us to stop worrying.{before}"
        fields["worry"].help_text = (
            f"If yes, {told} now, and you choose about telling the school." if told else ""
        )

    def clean_happened_on(self) -> date:
        happened_on = self.cleaned_data["happened_on"]
        if happened_on and happened_on > self.on:
            raise forms.ValidationError("The date of the session cannot be in the future")
        return happened_on

    def answers(self) -> dict[str, Any]:
        """What the action calls `fields`."""
        given = self.cleaned_data | {
            "not_alone_why": self.cleaned_data["not_alone_why"] or self.cleaned_data["not_seen_why"]
        }
        return {name: given[name] for name in FIELDS}

    def scales(self) -> dict[str, int | None]:
        return {said_by: self.cleaned_data[f"scale_{said_by}"] for said_by in SaidBy.values}

    def show_missing(self, lacks: Mapping[str, str]) -> None:
        """Put what sending needs beside its questions, on a form nobody has posted yet."""
        place = "not_seen_why" if self.initial.get("seen_alone") == SeenAlone.NOT_SEEN else ""
        moved = {
            place if place and name == "not_alone_why" else name: text
            for name, text in lacks.items()
        }
        self._errors = ErrorDict(
            {name: self.error_class([text], renderer=self.renderer) for name, text in moved.items()}
        )


class ReturnForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """A session goes back to its author with what needs changing."""

    comment = forms.CharField(
        label="What needs changing?",
        help_text="Say what is good, what is missing, and what to do. It stays with the record.",
        widget=Textarea(rows=6),
    )

    def __init__(self, *args: Any, author: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("return", f"Return to {author}"))


def initial_of(
    session: DirectWorkSession | None, on: date, said: Mapping[str, int]
) -> dict[str, Any]:
    """The answers a form starts with; a new one knows the day only."""
    if session is None:
        return {"happened_on": on}
    values = {name: getattr(session, name) for name in FIELDS}
    if session.seen_alone == SeenAlone.NOT_SEEN:
        values |= {"not_alone_why": "", "not_seen_why": session.not_alone_why}
    values |= {f"scale_{said_by}": said.get(said_by) for said_by in SaidBy.values}
    values["others_said"] = [said_by for said_by in OTHERS if said_by in said]
    values["started_at"] = f"{session.started_at:%H:%M}" if session.started_at else ""
    values["lock_version"] = session.lock_version
    return values


def own(child: Child) -> str:
    """ "his", "her" or "their", as the question needs it."""
    return {"M": "his", "F": "her"}.get(child.sex, "their")
