"""What is asked in child protection: a discussion, an enquiry's parts and end, a conference."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms

from accounts.models import Person
from casework.meeting.forms import AttendanceForm
from casework.meeting.models import Meeting
from casework.plan.codes import Category
from casework.protection.actions.discussions import DECISION
from casework.protection.actions.enquiries import CHILD_SEEN
from casework.protection.codes import (
    AT_FIRST,
    AT_REVIEW,
    Conduct,
    Decided,
    Finding,
    Follows,
    ParentsTold,
    Threshold,
    YesNo,
)
from casework.protection.models import EnquiryPart, Section47
from govuk.forms import CheckboxSelectMultiple, DateField, Form, RadioSelect, Textarea, When
from govuk.layout import FormHelper, Section
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin

# The next page shows the answers once more before anything is done.
CHECK = "Check your answers"


def people_choices(people: Iterable[Person]) -> list[tuple[str, str]]:
    return [
        ("", "Choose"),
        *((str(row.pk), f"{row.name}, {row.get_role_display().lower()}") for row in people),
    ]


class CallForm(OnceFormMixin, UnsentTextMixin, Form):
    """There is reason to suspect harm."""

    concern = forms.CharField(
        label="What gives reason to suspect significant harm?",
        max_length=5000,
        widget=Textarea(rows=5),
        help_text="What was seen and heard, by whom and when. Facts first, then what you think.",
    )
    arose_on = DateField(
        label="On which day did the reason arise?",
        when=When.TODAY_OR_PAST,
        help_text="The clock of the discussion runs from that day.",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("arose_on", on)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("call", "Ask for a strategy discussion"))


class TransferForm(OnceFormMixin, Form):
    """Another council's child on a plan has moved here."""

    notified_on = DateField(
        label="On which day were we told of the move?",
        when=When.TODAY_OR_PAST,
        help_text="The clock of the conference runs from that day.",
    )
    moved_from = forms.CharField(label="Which council did the child move from?", max_length=120)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("notified_on", on)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("call", "Propose the conference"))


class DiscussionForm(AttendanceForm):
    """Who was there, what each shared, and what was decided together."""

    reveals = {
        "threshold": {
            Threshold.SECTION_47: [
                *("conduct", "lead", "interviews", "medical", "medical_note"),
                *("safety", "parents_told", "parents_told_note"),
            ]
        }
    }
    optional_when_revealed = frozenset({"interviews", "medical_note", "parents_told_note"})

    missing_agency_why = forms.CharField(
        label="If social care, police or health was not there: why did it go on?",
        max_length=300,
        required=False,
        widget=Textarea(rows=2),
    )
    other_children = forms.CharField(
        label="Which other children live in the household?",
        max_length=2000,
        required=False,
        widget=Textarea(rows=2),
    )
    threshold = forms.ChoiceField(
        label="What was decided?", choices=Threshold, widget=RadioSelect()
    )
    conduct = forms.ChoiceField(
        label="Single or joint?", choices=Conduct, required=False, widget=RadioSelect()
    )
    lead = forms.ChoiceField(
        label="Who leads the enquiry?",
        required=False,
        help_text="A registered social worker. A student may write parts of it.",
    )
    interviews = forms.CharField(
        label="Who is seen and spoken to, by whom and when?",
        max_length=3000,
        required=False,
        widget=Textarea(rows=3),
    )
    medical = forms.ChoiceField(
        label="Is there a medical?",
        choices=YesNo,
        required=False,
        widget=RadioSelect(buttons=True),
    )
    medical_note = forms.CharField(
        label="Where, when, and who agreed to it?", max_length=300, required=False
    )
    safety = forms.CharField(
        label="How is the child safe meanwhile?",
        max_length=3000,
        required=False,
        widget=Textarea(rows=3),
    )
    parents_told = forms.ChoiceField(
        label="What are the parents told?",
        choices=ParentsTold,
        required=False,
        widget=RadioSelect(),
    )
    parents_told_note = forms.CharField(
        label="By whom and when, or why not", max_length=300, required=False
    )
    threshold_why = forms.CharField(label="Why?", max_length=5000, widget=Textarea(rows=4))

    def __init__(self, *args: Any, leads: Sequence[Person], **kwargs: Any) -> None:
        self.leads = {str(person.pk): person for person in leads}
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = people_choices(leads)

    def button(self) -> str:
        return CHECK

    def layout(self) -> list[Any]:
        return [
            *super().layout(),
            Section("The three agencies", "missing_agency_why"),
            Section("What was decided", "other_children", "threshold", "threshold_why"),
        ]

    def _about(self) -> list[str]:
        """Neither quorum nor family: three agencies are what counts."""
        for name in ("quorate", "quorum_note", "participation", "family_not_invited_why"):
            self.fields.pop(name, None)
        return ["held_on", "chair"]

    def answers(self) -> dict[str, Any]:
        """What `record_discussion` takes."""
        given = self.cleaned_data
        held = super().answers()
        for name in ("quorate", "family_not_invited_why"):
            del held[name]
        names = ("threshold", "threshold_why", "missing_agency_why", *DECISION)
        return (
            held
            | {name: given.get(name) or "" for name in names}
            | {"lead": self.leads.get(given.get("lead") or "")}
        )


class PartForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """One named part of an enquiry."""

    text = forms.CharField(max_length=20_000, widget=Textarea(rows=14))

    def __init__(self, *args: Any, part: EnquiryPart, is_lead: bool, **kwargs: Any) -> None:
        kwargs["initial"] = {"text": part.text, "lock_version": part.lock_version} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, **kwargs)
        self.fields["text"].label = part.get_name_display()
        self.fields["text"].help_text = HINTS[part.name]
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save" if is_lead else "Save for the lead to read"))


HINTS = {
    "child": "When and where, by whom, alone or not; the child's own words.",
    "family": "Who said what. Where somebody could not be heard: why.",
    "home": "What you saw, and how the other children are.",
    "agencies": "Who knows what, and from when.",
    "history": "Earlier concerns, plans and what came of them.",
    "analysis": "Harm so far, what may happen if nothing changes, strengths and safety there are.",
}


class AssignForm(OnceFormMixin, Form):
    """Who writes this part."""

    writer = forms.ChoiceField(label="Who writes this part?")

    def __init__(self, *args: Any, writers: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.writers = {str(person.pk): person for person in writers}
        self.fields["writer"].choices = people_choices(writers)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("assign", "Give it to them"))

    def clean_writer(self) -> Person:
        return self.writers[self.cleaned_data["writer"]]


class LeadForm(OnceFormMixin, Form):
    """Another registered worker leads from now on."""

    lead = forms.ChoiceField(label="Who leads the enquiry from now on?")

    def __init__(self, *args: Any, leads: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leads = {str(person.pk): person for person in leads}
        self.fields["lead"].choices = people_choices(leads)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("hand_over", "Hand the enquiry over"))

    def clean_lead(self) -> Person:
        return self.leads[self.cleaned_data["lead"]]


class ConcludeForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """What the enquiry found, and what follows."""

    says_optional = False
    reveals = {
        "child_seen": {
            YesNo.YES: ["child_seen_on", "child_seen_by", "child_seen_alone"],
            YesNo.NO: ["child_not_seen_why"],
        }
    }

    child_seen = forms.ChoiceField(label="Was the child seen?", choices=YesNo, widget=RadioSelect())
    child_seen_on = DateField(label="On which day?", required=False)
    child_seen_by = forms.ChoiceField(
        label="Which registered worker saw the child?", required=False
    )
    child_seen_alone = forms.ChoiceField(
        label="Was the child seen alone?",
        choices=YesNo,
        required=False,
        widget=RadioSelect(buttons=True),
    )
    child_not_seen_why = forms.CharField(
        label="Why was the child not seen?", max_length=300, required=False
    )
    finding = forms.ChoiceField(
        label="What did the enquiry find?", choices=Finding, widget=RadioSelect()
    )
    finding_why = forms.CharField(label="Why?", max_length=5000, widget=Textarea(rows=5))
    follows = forms.MultipleChoiceField(
        label="What follows from it?",
        choices=[row for row in Follows.choices if row[0] != Follows.CONFERENCE],
        required=False,
        widget=CheckboxSelectMultiple(),
        help_text="A conference follows by itself where the child is at continuing risk.",
    )
    concluded_on = DateField(label="On which day is it concluded?", when=When.TODAY_OR_PAST)

    def __init__(
        self, *args: Any, enquiry: Section47, seers: Sequence[Person], on: date, **kwargs: Any
    ) -> None:
        kwargs["initial"] = _conclusion(enquiry, on) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.seers = {str(person.pk): person for person in seers}
        self.fields["child_seen_by"].choices = people_choices(seers)
        self.helper = FormHelper(self)
        self.helper.layout = Layout(
            Section("The child", "child_seen"),
            Section("What was found", "finding", "finding_why", "follows", "concluded_on"),
        )
        self.helper.add_input(Submit("conclude", CHECK))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("finding") != Finding.CONTINUING_RISK and not given.get("follows"):
            self.add_error("follows", "Choose what follows from it")
        return given

    def answers(self) -> dict[str, Any]:
        """What `conclude_enquiry` takes."""
        given = self.cleaned_data
        names = ("finding", "finding_why", "follows", "concluded_on", *CHILD_SEEN)
        version = given["lock_version"]
        return {name: given[name] for name in names} | {
            "child_seen_by": self.seers.get(given["child_seen_by"] or ""),
            "began_from": -1 if version is None else version,
        }


class WaiveForm(OnceFormMixin, Form):
    """A manager decides that no conference is required after all."""

    why = forms.CharField(
        label="Why is no conference required?", max_length=300, widget=Textarea(rows=3)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("waive", CHECK))


class ConferenceForm(AttendanceForm):
    """Who was there, and what the conference decided."""

    reveals = {
        "decided": {
            Decided.BEGINS: ["category", "plans_before_us"],
            Decided.CONTINUES: ["category"],
        }
    }
    optional_when_revealed = frozenset({"plans_before_us"})

    report_shared_on = DateField(
        label="On which day did the family have the report?", required=False
    )
    decided = forms.ChoiceField(label="What did the conference decide?", widget=RadioSelect())
    category = forms.ChoiceField(
        label="Category of abuse", choices=Category, required=False, widget=RadioSelect()
    )
    plans_before_us = forms.IntegerField(
        label="Earlier child protection plans that this portal does not hold",
        min_value=0,
        max_value=20,
        required=False,
        help_text="With this council, at any time. Leave empty for none.",
    )
    why = forms.CharField(label="Why?", max_length=5000, widget=Textarea(rows=5))
    dissent = forms.CharField(
        label="Who did not agree, and why?",
        max_length=2000,
        required=False,
        widget=Textarea(rows=2),
    )

    def __init__(self, *args: Any, meeting: Meeting, category: str = "", **kwargs: Any) -> None:
        kwargs["initial"] = {"category": category} | (kwargs.get("initial") or {})
        super().__init__(*args, meeting=meeting, **kwargs)
        offered = AT_REVIEW if meeting.kind == Meeting.Kind.RCPC else AT_FIRST
        self.fields["decided"].choices = [(one.value, one.label) for one in offered]

    def button(self) -> str:
        return CHECK

    def layout(self) -> list[Any]:
        return [
            *super().layout(),
            Section("The decision", "report_shared_on", "decided", "why", "dissent"),
        ]

    def answers(self) -> dict[str, Any]:
        """What `record_conference` takes."""
        given = self.cleaned_data
        names = ("decided", "why", "category", "dissent")
        return (
            super().answers()
            | {name: given.get(name) or "" for name in names}
            | {
                "report_shared_on": given["report_shared_on"],
                "plans_before_us": given["plans_before_us"] or 0,
            }
        )


class CorrectForm(OnceFormMixin, Form):
    """A conference that was held was recorded on the wrong day."""

    held_on = DateField(label="On which day was it held?", when=When.TODAY_OR_PAST)
    why = forms.CharField(label="Why was the day wrong?", max_length=300, widget=Textarea(rows=3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("correct", CHECK))


def _conclusion(enquiry: Section47, on: date) -> dict[str, Any]:
    """The answers of a conclusion that came back; a first one knows the day only."""
    if not enquiry.finding:
        return {"concluded_on": on, "lock_version": enquiry.lock_version}
    names = (
        *("child_seen_on", "child_seen_alone", "child_not_seen_why"),
        *("finding", "finding_why", "follows", "concluded_on", "lock_version"),
    )
    return {name: getattr(enquiry, name) for name in names} | {
        "child_seen": YesNo.YES if enquiry.child_seen_on else YesNo.NO,
        "child_seen_by": str(enquiry.child_seen_by_id or ""),
    }
