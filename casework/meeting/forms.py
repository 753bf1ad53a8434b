"""What is asked about a meeting: its day and chair, who comes, why it moves, who was there."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils import timezone

from casework.decision.forms import DecisionForm
from casework.family.models import Relationship
from casework.meeting.actions import Attended
from casework.meeting.codes import (
    THE_FAMILY,
    Attendance,
    ChildTold,
    How,
    Kind,
    Participation,
    Quorate,
    Side,
    ViewsBy,
)
from casework.meeting.models import Invitee, Meeting, Minutes
from casework.meeting.words import office_of
from govuk.forms import CheckboxSelectMultiple, DateField, Form, RadioSelect, Textarea, TextInput
from govuk.layout import Beside, FormHelper, Section
from partners.models import ContactPerson
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin

# Those that are called from the Meetings tab; what decides a status is begun under Protection.
CALLED = (Kind.CORE_GROUP, Kind.CIN_PLANNING, Kind.CIN_REVIEW, Kind.OTHER)


class WhenForm(Form):
    """A day and an hour, as one moment in England."""

    day = DateField(label="Which day?")
    starts_at = forms.TimeField(label="What time?", help_text="For example 10:30")

    def moment(self) -> datetime:
        given = self.cleaned_data
        return timezone.make_aware(datetime.combine(given["day"], given["starts_at"]))


class DetailsForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """Chair and place of a meeting; the day of a planned one moves on its own page."""

    how = forms.ChoiceField(label="How do people take part?", choices=How, widget=RadioSelect())
    place = forms.CharField(
        label="Where?",
        max_length=120,
        required=False,
        help_text="It is shown in people's calendars: no names, and not the family's address.",
    )
    chair = forms.CharField(label="Who chairs it?", max_length=120)
    minutes_long = forms.IntegerField(
        label="How long, in minutes?", min_value=10, max_value=480, widget=TextInput(width=4)
    )
    about = forms.CharField(
        label="What is it for?", max_length=300, required=False, widget=Textarea(rows=2)
    )
    family_not_invited_why = forms.CharField(
        label="If nobody of the family is asked: why?",
        max_length=300,
        required=False,
        widget=Textarea(rows=2),
    )
    says_optional = False
    button = "Save the plan"

    def __init__(self, *args: Any, meeting: Meeting | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = plan_values(meeting) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.layout = Layout(*self.layout())
        self.helper.add_input(Submit("plan", self.button))

    def layout(self) -> Iterable[Any]:
        return (
            Section("How", "how", "place", "chair", "minutes_long", "about"),
            Section("The family", "family_not_invited_why"),
        )

    def answers(self) -> dict[str, Any]:
        """What `plan_meeting` takes, its day apart."""
        names = ("how", "place", "chair", "minutes_long", "about", "family_not_invited_why")
        return {name: self.cleaned_data[name] for name in names}


class PlanForm(DetailsForm, WhenForm):
    """Day, chair and place of a meeting that has no day yet."""

    late_why = forms.CharField(
        label="If it is later than the clock allows: why?",
        max_length=300,
        required=False,
        widget=Textarea(rows=2),
        help_text="A manager reads this. The clock does not stop for it.",
    )
    button = "Plan this meeting"

    def layout(self) -> Iterable[Any]:
        return (
            Section("When", "day", Beside("starts_at", "minutes_long"), "late_why"),
            Section("How", "how", "place", "chair", "about"),
            Section("The family", "family_not_invited_why"),
        )

    def answers(self) -> dict[str, Any]:
        late = self.cleaned_data["late_why"]
        return super().answers() | {"planned_for": self.moment(), "late_why": late}


class NewForm(PlanForm):
    """The same, for a meeting that nothing proposed."""

    kind = forms.ChoiceField(
        label="What kind of meeting?",
        choices=[(kind.value, kind.label) for kind in CALLED],
        widget=RadioSelect(),
    )

    def layout(self) -> Iterable[Any]:
        return (Section("What", "kind"), *super().layout())


class ChangeForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """Why it changes, and whether the child has been told."""

    reason = forms.CharField(label="Why?", max_length=300, widget=Textarea(rows=3))
    child_told = forms.ChoiceField(
        label="Has the child been told?", choices=ChildTold, widget=RadioSelect()
    )
    child_told_note = forms.CharField(
        label="By when will they know, or why not?",
        max_length=300,
        required=False,
        widget=Textarea(rows=2),
        help_text="Needed unless they have been told.",
    )
    says_optional = False

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("change", button))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        told, note = given.get("child_told"), given.get("child_told_note")
        if told and told != ChildTold.YES and not note:
            self.add_error("child_told_note", "Enter by when the child will know, or why not")
        return given

    def answers(self) -> dict[str, Any]:
        names = ("reason", "child_told", "child_told_note")
        return {name: self.cleaned_data[name] for name in names}


class CancelForm(ChangeForm):
    reason = forms.CharField(label="Why is it cancelled?", max_length=300, widget=Textarea(rows=3))


class MoveForm(ChangeForm, WhenForm):
    reason = forms.CharField(label="Why is it moved?", max_length=300, widget=Textarea(rows=3))
    late_why = forms.CharField(
        label="If it is later than the clock allows: why?",
        max_length=300,
        required=False,
        widget=Textarea(rows=2),
    )
    field_order = ["day", "starts_at", "late_why", "reason", "child_told", "child_told_note"]

    def answers(self) -> dict[str, Any]:
        late = self.cleaned_data["late_why"]
        return super().answers() | {"planned_for": self.moment(), "late_why": late}


class InviteForm(OnceFormMixin, Form):
    """Who is asked: those known here by a tick, somebody else by name."""

    known = forms.MultipleChoiceField(
        label="Who is asked?", required=False, widget=CheckboxSelectMultiple()
    )
    contact = forms.ChoiceField(label="Somebody from the directory", required=False)
    name = forms.CharField(label="Somebody else, by name", max_length=120, required=False)
    office = forms.CharField(
        label="Who they are",
        max_length=200,
        required=False,
        help_text="Such as Police constable, child abuse team.",
    )
    side = forms.ChoiceField(label="For whom they come", required=False)
    says_optional = False

    def __init__(
        self,
        *args: Any,
        known: Sequence[tuple[str, str]],
        contacts: Iterable[ContactPerson],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.contacts = {str(contact.pk): contact for contact in contacts}
        if known:
            self.fields["known"].choices = known
        else:
            del self.fields["known"]
        self.fields["contact"].choices = [
            ("", "Choose"),
            *((key, f"{row.name}, {office_of(row)}") for key, row in self.contacts.items()),
        ]
        self.fields["side"].choices = [
            ("", "Choose"),
            *((side.value, side.label) for side in Side if side != Side.CHILD),
        ]
        self.helper = FormHelper(self)
        self.helper.layout = Layout(
            *(["known"] if known else []),
            "contact",
            Section("Somebody who is in no list", "name", "office", "side", heading=3),
        )
        self.helper.add_input(Submit("invite", "Put on the list"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("name") and not given.get("side"):
            self.add_error("side", "Choose for whom they come")
        if not (given.get("known") or given.get("contact") or given.get("name")):
            raise forms.ValidationError("Tick or name somebody to put on the list")
        return given


class SendListForm(OnceFormMixin, Form):
    """Name by name: who gets the papers."""

    sent_to = forms.MultipleChoiceField(
        label="Who gets the papers?", required=False, widget=CheckboxSelectMultiple()
    )
    left_out_why = forms.CharField(
        label="If somebody gets none: why?",
        max_length=300,
        required=False,
        widget=Textarea(rows=2),
    )
    says_optional = False

    def __init__(
        self, *args: Any, invitees: Iterable[Invitee], warnings: Mapping[UUID, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent_to"].choices = [
            (str(row.pk), _line(row, warnings.get(row.pk, ""))) for row in invitees
        ]
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("check", "I have checked this list"))


class AttendanceForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """Line by line: who came, and what each said. Other forms of a held meeting begin with it."""

    held_on = DateField(label="Which day was it held?")
    chair = forms.CharField(label="Who chaired it?", max_length=120)
    family_not_invited_why = forms.CharField(
        label="Nobody of the family was asked: why?",
        max_length=300,
        required=False,
        widget=Textarea(rows=2),
    )
    quorate = forms.ChoiceField(
        label="Was it quorate?", choices=Quorate, required=False, widget=RadioSelect(buttons=True)
    )
    quorum_note = forms.CharField(
        label="A note on the quorum",
        max_length=300,
        required=False,
        help_text="Social care and at least two other agencies that know the child. "
        "If it was not quorate, say why it went on.",
    )
    participation = forms.ChoiceField(
        label="How did the child take part?", required=False, widget=RadioSelect()
    )
    says_optional = False

    def __init__(
        self, *args: Any, meeting: Meeting, invitees: Sequence[Invitee], on: date, **kwargs: Any
    ) -> None:
        planned = meeting.planned_for and timezone.localtime(meeting.planned_for).date()
        kwargs["initial"] = {
            "held_on": planned if planned and planned <= on else on,
            "chair": meeting.chair,
            "family_not_invited_why": meeting.family_not_invited_why,
            "lock_version": meeting.lock_version,
        } | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.invitees, self.meeting = invitees, meeting
        self.fields["participation"].choices = Participation.choices
        self.lines = [self._line_of(row) for row in invitees]
        if any(row.side in THE_FAMILY for row in invitees):
            del self.fields["family_not_invited_why"]
        self.helper = FormHelper(self)
        self.helper.layout = Layout(*self.layout())
        self.helper.add_input(Submit("held", self.button()))

    def button(self) -> str:
        return "Record that it was held"

    def layout(self) -> list[Any]:
        return [Section("The meeting", *self._about()), *self.lines]

    def _about(self) -> list[str]:
        names = ["held_on", "chair", "family_not_invited_why"]
        asked = [name for name in names if name in self.fields]
        if self.meeting.is_conference:
            self.fields["quorate"].required = self.fields["participation"].required = True
            return [*asked, "quorate", "quorum_note", "participation"]
        del self.fields["quorate"]
        return [*asked, "quorum_note", "participation"]

    def _line_of(self, row: Invitee) -> Section:
        attendance, why = f"attendance_{row.pk}", f"apologies_{row.pk}"
        views, views_by = f"views_{row.pk}", f"views_by_{row.pk}"
        self.fields[attendance] = forms.ChoiceField(
            label=f"Was {row.name} there?",
            choices=_ways_to_come(row),
            widget=RadioSelect(buttons=True),
        )
        self.fields[why] = forms.CharField(label="Why not?", max_length=300, required=False)
        self.reveals = {**self.reveals, attendance: {Attendance.APOLOGIES: [why]}}
        self.optional_when_revealed = self.optional_when_revealed | {why}
        self.fields[views] = forms.CharField(
            label=f"What did {row.name} say?",
            max_length=5000,
            required=False,
            widget=Textarea(rows=2),
        )
        self.fields[views_by] = forms.ChoiceField(
            label="How do we know?", choices=[("", "Choose"), *ViewsBy.choices], required=False
        )
        return Section(row.name, attendance, views, views_by, note=row.office)

    def attended(self) -> dict[UUID, Attended]:
        given = self.cleaned_data
        return {
            row.pk: Attended(
                attendance=given[f"attendance_{row.pk}"],
                apologies_why=given[f"apologies_{row.pk}"],
                views=given[f"views_{row.pk}"],
                views_by=given[f"views_by_{row.pk}"],
            )
            for row in self.invitees
        }

    def answers(self) -> dict[str, Any]:
        """What `hold_meeting` takes."""
        names = (
            *("held_on", "chair", "family_not_invited_why"),
            *("quorate", "quorum_note", "participation"),
        )
        given = {name: self.cleaned_data.get(name) or "" for name in names}
        return given | {
            "held_on": self.cleaned_data["held_on"],
            "attended": self.attended(),
            "began_from": self.cleaned_data["lock_version"] or 0,
        }


class MinutesForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """What was said and agreed."""

    text = forms.CharField(
        label="What was said and agreed?",
        max_length=20_000,
        widget=Textarea(rows=18),
        help_text="In the order it was talked about. Write what people said, and apart from it "
        "what was concluded. Actions go onto the action list, not in here.",
    )

    def __init__(self, *args: Any, minutes: Minutes | None, send: str, **kwargs: Any) -> None:
        if minutes is not None:
            kwargs["initial"] = {"text": minutes.text, "lock_version": minutes.lock_version} | (
                kwargs.get("initial") or {}
            )
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("send", send))
        self.helper.add_input(
            Submit("finish_later", "Finish later", css_class="govuk-button--secondary")
        )


class ReturnForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """Minutes go back to their author with what needs changing."""

    comment = forms.CharField(
        label="What needs changing?",
        help_text="Say what is good, what is missing, and what to do. It stays with the record.",
        widget=Textarea(rows=6),
    )

    def __init__(self, *args: Any, author: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("return", f"Return to {author}"))


class AttestForm(OnceFormMixin, Form):
    """The chair, who may not sign in here, agreed the signed minutes."""

    attested_by = forms.CharField(label="Who agreed them?", max_length=120)
    attested_on = DateField(label="On which day?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("attest", "Record that the chair agreed"))


class AgreedForm(DecisionForm):
    """One action agreed at the meeting."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].label = "What was agreed?"


def plan_values(meeting: Meeting | None) -> dict[str, Any]:
    """The answers a form of this meeting starts with."""
    if meeting is None:
        return {"minutes_long": 90}
    names = ("how", "place", "chair", "minutes_long", "about", "family_not_invited_why")
    values = {name: getattr(meeting, name) for name in names} | {
        "lock_version": meeting.lock_version,
        "late_why": meeting.late_why,
    }
    if meeting.planned_for is not None:
        moment = timezone.localtime(meeting.planned_for)
        values |= {"day": moment.date(), "starts_at": f"{moment:%H:%M}"}
    elif meeting.book_by is not None and meeting.book_by >= timezone.localdate():
        values["day"] = meeting.book_by
    return values


def known_people(
    child_name: str, family: Iterable[Relationship], workers: Iterable[Any], asked: set[str]
) -> list[tuple[str, str]]:
    """Ticks for those the record knows and who are not on the list yet."""
    rows = [
        (Side.CHILD.value, f"{child_name}, the child"),
        *((f"family:{row.pk}", f"{row.member.full_name}, {office_of(row)}") for row in family),
        *((f"person:{row.pk}", f"{row.name}, {row.get_role_display()}") for row in workers),
    ]
    return [row for row in rows if row[0] not in asked]


def _ways_to_come(row: Invitee) -> list[tuple[str, str]]:
    """A child is there or not, for a part or whole; grown-ups send word, or do not."""
    if row.side == Side.CHILD:
        return [
            (value, "Was not there" if value == Attendance.ABSENT else label)
            for value, label in Attendance.choices
            if value != Attendance.APOLOGIES
        ]
    return Attendance.choices


def _line(row: Invitee, warning: str) -> str:
    who = f"{row.name}, {row.office}" if row.office else row.name
    return f"{who} – {warning}" if warning else who
