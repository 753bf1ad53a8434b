"""The supervision form: three parts with their audiences said in words, and what was agreed."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from crispy_forms.layout import Layout, LayoutObject, Submit
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.template.loader import render_to_string

from accounts.models import Person
from casework.child.models import Child
from govuk.forms import DateField, Form, RadioSelect, Textarea, TextInput
from govuk.layout import Beside, FormHelper, Section
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin
from supervision.actions import ActionText, CaseText
from supervision.forms.parts import Parts, Talk, action_name, case_name, initial_of
from supervision.models import (
    LearningPart,
    SupervisionSession,
)

CASE_FIELDS = ("discussed", "what", "why", "owner", "due_on")


class Fragment(LayoutObject):
    """A piece of a form that asks nothing: words drawn by a template of our own."""

    def __init__(self, template: str, **words: Any) -> None:
        self.fields, self.template, self.words = [], template, words

    def render(self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any):
        return render_to_string(self.template, self.words)


class SessionForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """A draft may be as empty as it likes; `asking` says what the student can be asked to agree."""

    says_optional = False
    reveals = {"is_risk": {True: ["risk"]}}

    children = forms.CharField(required=False, widget=forms.HiddenInput)
    action_rows = forms.IntegerField(required=False, widget=forms.HiddenInput)
    wellbeing = forms.CharField(
        label="Wellbeing, support, adjustments", required=False, widget=Textarea(rows=3)
    )
    is_risk = forms.BooleanField(
        label="Someone is at risk: our team manager has to know", required=False
    )
    risk = forms.CharField(
        label="Who is at risk, and of what?",
        required=False,
        widget=Textarea(rows=3),
        help_text="Your team manager reads this whole part once you ask the student to agree.",
    )
    model = forms.ChoiceField(
        label="Reflect with",
        choices=LearningPart.Model,
        required=False,
        widget=RadioSelect(hints=LearningPart.HEADINGS),
    )
    reflection = forms.CharField(
        label="Reflection on one piece of practice", required=False, widget=Textarea(rows=5)
    )
    learning = forms.CharField(
        label="Evidence, feedback and university work", required=False, widget=Textarea(rows=3)
    )
    missed_why = forms.CharField(label="Why did it not take place?", max_length=300)
    held_on = DateField(label="Date of the session")
    minutes = forms.IntegerField(
        label="How long, in minutes",
        required=False,
        min_value=1,
        max_value=600,
        widget=TextInput(width=4, suffix="minutes"),
    )
    next_child = forms.ChoiceField(label="Talk about another child", required=False)

    def __init__(
        self,
        *args: Any,
        session: SupervisionSession,
        parts: Parts,
        talk: Talk,
        child_ids: Iterable[UUID],
        action_rows: int,
        asking: bool = False,
        on: date,
        **kwargs: Any,
    ) -> None:
        self.session, self.parts, self.talk, self.asking, self.on = session, parts, talk, asking, on
        self.crossed = {case.child_id: case for case in parts.cases if case.decision_id}
        self.child_ids = [pk for pk in child_ids if pk in talk.children or pk in self.crossed]
        self.row_count = action_rows
        kwargs["initial"] = self._initial() | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self._cast_fields()
        self.helper = FormHelper(self)
        self.helper.form_id = "session-form"
        self.helper.layout = self._layout()
        first_name = session.student.first_name
        self.helper.add_input(Submit("ask", f"Save and ask {first_name} to agree"))
        self.helper.add_input(Submit("save", "Save the draft", css_class="govuk-button--secondary"))

    # ---- What it starts with -----------------------------------------------------------------

    def _initial(self) -> dict[str, Any]:
        return initial_of(self.session, self.parts) | {
            "children": ",".join(pk.hex for pk in self.child_ids),
            "action_rows": self.row_count,
        }

    def _cast_fields(self) -> None:
        """Gives each child and each agreed action its questions; a missed session has none."""
        self.fields["lock_version"].initial = self.session.lock_version
        if self.session.is_missed:
            for name in list(self.fields):
                if name in PARTS_OF_A_HELD_SESSION:
                    del self.fields[name]
            return
        del self.fields["missed_why"]
        for child_id in self.open_cases:
            self._add_case(child_id)
        others = [pk for pk in self.talk.children if pk not in self.child_ids]
        self.fields["next_child"].choices = [("", "Choose a child")] + [
            (pk.hex, _said(self.talk.children[pk])) for pk in others
        ]
        if not others:
            del self.fields["next_child"]
        for row in range(self.row_count):
            self._add_action(row)

    @property
    def open_cases(self) -> list[UUID]:
        """Children whose part can still be written: nothing of it has crossed to their file."""
        return [pk for pk in self.child_ids if pk not in self.crossed]

    def _add_case(self, child_id: UUID) -> None:
        named = {
            "discussed": forms.CharField(
                label="What we discussed", required=False, widget=Textarea(rows=3)
            ),
            "what": forms.CharField(
                label="Decision", required=False, max_length=300, widget=Textarea(rows=2)
            ),
            "why": forms.CharField(label="Why", required=False, widget=Textarea(rows=2)),
            "owner": forms.ChoiceField(
                label="Who",
                required=False,
                choices=[("", "Choose"), *self.talk.owners(self.session, child_id)],
            ),
            "due_on": DateField(label="By when", required=False, subject="The date to do it by"),
        }
        for part, question in named.items():
            question.full_label = f"{self.talk.children[child_id].short_name}: {question.label}"
            self.fields[case_name(child_id, part)] = question

    def _add_action(self, row: int) -> None:
        people = [self.session.student, self.session.practice_educator]
        named = {
            "id": forms.UUIDField(required=False, widget=forms.HiddenInput),
            "text": forms.CharField(
                label=f"Agreed action {row + 1}", required=False, max_length=300
            ),
            "owner": forms.ChoiceField(
                label="Who",
                required=False,
                choices=[(str(person.pk), person.name) for person in people],
            ),
            "due_on": DateField(
                label="By when, if there is a date", required=False, subject="The date to do it by"
            ),
        }
        for part, question in named.items():
            self.fields[action_name(row, part)] = question

    # ---- How it is drawn ---------------------------------------------------------------------

    def _layout(self) -> Layout:
        name = self.session.student.first_name
        # First in the form, so that Enter in a box saves the draft and sends nothing.
        pieces: list[Any] = [Fragment("supervision/_enter_saves.html")]
        if self.session.is_missed:
            pieces.append(Section("It did not take place", "missed_why", "held_on"))
            return Layout(*pieces)
        pieces += [
            Section(
                f"How {name} is",
                "wellbeing",
                "is_risk",
                note=f"You and {name}, unless someone is at risk. Never on a child’s file.",
            ),
            Section(
                "Learning",
                "model",
                "reflection",
                "learning",
                note=f"You, {name} and your team manager. Write it without children’s names.",
            ),
        ]
        pieces += [self._case_section(child_id) for child_id in self.child_ids]
        if "next_child" in self.fields:
            add = Submit("add_child", "Add another child", css_class="govuk-button--secondary")
            pieces += ["next_child", add]
        pieces += [
            Section(
                "What we agreed to do",
                *[self._action_row(row) for row in range(self.row_count)],
                Submit("add_action", "Add another action", css_class="govuk-button--secondary"),
                note=f"You, {name} and your team manager. Decisions about a child stand above.",
            ),
            Section("The session", Beside("held_on", "minutes")),
        ]
        return Layout(*pieces)

    def _case_section(self, child_id: UUID) -> Section:
        if child_id in self.crossed:
            case = self.crossed[child_id]
            return Section(
                _said(case.child),
                Fragment("supervision/_case.html", case=case),
                note=f"Stands on {case.child.first_name}’s chronology",
            )
        child = self.talk.children[child_id]
        names = {part: case_name(child_id, part) for part in CASE_FIELDS}
        return Section(
            _said(child),
            names["discussed"],
            Beside(names["what"], names["why"]),
            Beside(names["owner"], names["due_on"]),
            Fragment("supervision/_advice.html", words=self._advice(child_id)),
            note=f"Goes on {child.first_name}’s chronology when you ask to agree",
        )

    def _advice(self, child_id: UUID) -> str:
        worker = self.talk.accountable.get(child_id)
        if worker is None:
            return "Nobody is accountable now: it stands as advice until a manager confirms."
        if worker.pk == self.session.practice_educator_id:
            return "You are the accountable worker: it stands as decided."
        return (
            f"You are not the accountable worker: it stands as advice until {worker.name} confirms."
        )

    def _action_row(self, row: int) -> Layout:
        names = {part: action_name(row, part) for part in ("id", "text", "owner", "due_on")}
        return Layout(names["id"], names["text"], Beside(names["owner"], names["due_on"]))

    # ---- What it gives back ------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.asking and not self.session.is_missed:
            if not cleaned.get("minutes") and "minutes" not in self.errors:
                self.add_error("minutes", "Enter how long the session was, in minutes")
            for child_id in self.open_cases:
                self._check_decision(child_id)
        return cleaned

    def _check_decision(self, child_id: UUID) -> None:
        """A decision is whole: what, why, who and by when; what was only discussed needs none."""
        given = {part: self.cleaned_data.get(case_name(child_id, part)) for part in CASE_FIELDS}
        if not (given["what"] or given["why"]):
            return
        child = self.talk.children[child_id].first_name
        missing = {
            "what": f"Enter what you decided about {child}",
            "why": f"Enter why you decided it about {child}",
            "owner": f"Choose who does what you decided about {child}",
            "due_on": f"Enter by when it is done for {child}",
        }
        for part, words in missing.items():
            name = case_name(child_id, part)
            if not given[part] and name not in self.errors:
                self.add_error(name, words)
        due = given["due_on"]
        if due and due < self.on:
            self.add_error(case_name(child_id, "due_on"), "The date to do it by is in the past")

    def header(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if self.session.is_missed:
            return {"held_on": cleaned["held_on"], "missed_why": cleaned["missed_why"]}
        return {"held_on": cleaned["held_on"], "minutes": cleaned["minutes"]}

    def wellbeing_part(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "text": cleaned.get("wellbeing", ""),
            "is_risk": bool(cleaned.get("is_risk")),
            "risk": cleaned.get("risk", ""),
        }

    def learning_part(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "model": cleaned.get("model") or LearningPart.Model.KOLB,
            "reflection": cleaned.get("reflection", ""),
            "learning": cleaned.get("learning", ""),
        }

    def cases(self) -> list[CaseText]:
        """What was said, child by child; a child about whom nothing was said is left out."""
        said = []
        for child_id in self.open_cases:
            given = {part: self.cleaned_data.get(case_name(child_id, part)) for part in CASE_FIELDS}
            given["owner"] = self._person(given["owner"])
            if given["discussed"] or given["what"] or given["why"]:
                said.append(CaseText(child=self.talk.children[child_id], **given))
        return said

    def agreed_actions(self) -> list[ActionText]:
        if self.session.is_missed:
            return []
        rows = (
            {
                part: self.cleaned_data.get(action_name(row, part))
                for part in ("id", "text", "due_on")
            }
            | {"owner": self._person(self.cleaned_data.get(action_name(row, "owner")))}
            for row in range(self.row_count)
        )
        return [
            ActionText(
                pk=row["id"],
                text=row["text"],
                owner=row["owner"] or self.session.student,
                due_on=row["due_on"],
            )
            for row in rows
            if row["text"]
        ]

    def _person(self, pk: str | None) -> Person | None:
        people = [
            self.session.student,
            self.session.practice_educator,
            *self.talk.accountable.values(),
        ]
        return next((person for person in people if str(person.pk) == str(pk)), None)


PARTS_OF_A_HELD_SESSION = frozenset(
    {"wellbeing", "is_risk", "risk", "model", "reflection", "learning", "minutes", "next_child"}
)


def _said(child: Child) -> str:
    return f"{child.short_name}, {child.reference}"
