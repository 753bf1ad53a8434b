"""What is asked to close work with a child, to step it up or down, and to open it again."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from crispy_forms.layout import Submit
from django import forms

from casework.closure.rules import Refusal
from casework.episode.codes import ClosureReason, PrimaryNeed, Source
from casework.episode.models import Episode
from govuk.forms import DateField, Form, RadioSelect, Textarea, When, YesNoField
from govuk.layout import FormHelper
from records.forms import OnceFormMixin, UnsentTextMixin

TOLD = forms.CharField(
    label="How were the child and family told?",
    max_length=2000,
    widget=Textarea(rows=3),
    help_text="Who told the child, when, in which words and language, and what they said.",
)


class CloseForm(OnceFormMixin, UnsentTextMixin, Form):
    """The last day, the reason of the census, what changed, and how the child was told."""

    on = DateField(label="Last day of this work", when=When.TODAY_OR_PAST)
    reason = forms.ChoiceField(label="Why does it end?", widget=RadioSelect())
    what_changed = forms.CharField(
        label="What has changed for the child?",
        max_length=3000,
        widget=Textarea(rows=4),
        help_text="What was worrying, what is different now, and what keeps it so.",
    )
    child_told = TOLD
    override_reason = forms.CharField(
        label="Why close although something is unfinished?",
        max_length=500,
        widget=Textarea(rows=3),
        help_text="It stays on the record with your name and with what was unfinished.",
    )

    def __init__(
        self,
        *args: Any,
        reasons: Mapping[str, str],
        on: date,
        asks_override: bool,
        refused: Callable[[date, str], Iterable[Refusal]],
        **kwargs: Any,
    ) -> None:
        """`reasons` gives each reason of this kind of work why it cannot be chosen, or nothing;
        `refused` what is wrong with a day and a reason, before the answers are checked.
        """
        super().__init__(*args, **kwargs)
        self.refused = refused
        self.initial.setdefault("on", on)
        field = self.fields["reason"]
        field.choices = [(key, ClosureReason(key).label) for key in reasons]
        field.widget.hints = {key: f"Not now: {why}" for key, why in reasons.items() if why}
        if not asks_override:
            del self.fields["override_reason"]
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("check", "Check before you close it"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("on") and given.get("reason"):
            for one in self.refused(given["on"], given["reason"]):
                self.add_error(one.field, one.sentence)
        return given


class ProposeForm(OnceFormMixin, Form):
    """The accountable worker says why the work can end."""

    why = forms.CharField(label="Why can this work end?", max_length=1000, widget=Textarea(rows=4))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("propose", "Propose to close it"))


class StepForm(OnceFormMixin, UnsentTextMixin, Form):
    """One day ends one level of help and begins the other."""

    on = DateField(label="From which day?", when=When.TODAY_OR_PAST)
    referral_date = DateField(label="Date of the council's referral", when=When.TODAY_OR_PAST)
    referral_source = forms.ChoiceField(
        label="Who made the referral?", choices=Source.choices, initial=Source.EARLY_HELP
    )
    primary_need = forms.ChoiceField(
        label="Main need", choices=PrimaryNeed.choices, initial=PrimaryNeed.NOT_STATED
    )
    reason = forms.ChoiceField(
        label="How does the child in need work end?",
        choices=[
            (
                ClosureReason.ASSESSED_EARLY_HELP,
                "After the assessment, with no plan: to early help",
            ),
            (ClosureReason.OTHER, "After a plan: the child is no longer in need"),
        ],
        widget=RadioSelect(),
    )
    why = forms.CharField(
        label="Why does the level of help change?", max_length=3000, widget=Textarea(rows=4)
    )
    child_told = TOLD
    keep_workers = YesNoField(
        label="Do the same people go on?",
        yes="Yes, the same workers",
        no="No, it goes to the unallocated list",
    )

    def __init__(
        self,
        *args: Any,
        episode: Episode,
        on: date,
        refused: Callable[[date, str], Iterable[Refusal]],
        **kwargs: Any,
    ) -> None:
        """`refused` is what is wrong with a day and a reason, before the answers are checked."""
        super().__init__(*args, **kwargs)
        self.refused = refused
        self.goes_up = episode.kind == Episode.Kind.EARLY_HELP
        unasked = ["reason"] if self.goes_up else REFERRAL
        for name in unasked:
            del self.fields[name]
        self.initial.setdefault("on", on)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("check", "Check before you go on"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        on, referred_on = given.get("on"), given.get("referral_date")
        reason = ClosureReason.EH_STEPPED_UP if self.goes_up else given.get("reason")
        if on and reason:
            for one in self.refused(on, reason):
                self.add_error(one.field, one.sentence)
        if on and referred_on and on < referred_on:
            self.add_error("on", "Step up on the day of the council’s referral or later")
        return given


REFERRAL = ["referral_date", "referral_source", "primary_need"]


class ReopenForm(OnceFormMixin, UnsentTextMixin, Form):
    """A new spell of work that follows a closed one."""

    kind = forms.ChoiceField(
        label="What kind of work?",
        choices=[
            (Episode.Kind.EARLY_HELP, "Early help, by consent"),
            (Episode.Kind.IN_NEED, "Child in need, by the council's referral"),
        ],
        widget=RadioSelect(),
    )
    referral_date = DateField(label="Date of the council's new referral", when=When.TODAY_OR_PAST)
    referral_source = forms.ChoiceField(
        # What stands first would go into the return for whoever overlooks the question.
        label="Who made the referral?",
        choices=[("", "Choose"), *Source.choices],
    )
    primary_need = forms.ChoiceField(
        label="Main need", choices=PrimaryNeed.choices, initial=PrimaryNeed.NOT_STATED
    )
    opened_on = DateField(label="From which day?", when=When.TODAY_OR_PAST)
    why = forms.CharField(
        label="What has changed since it closed?", max_length=1000, widget=Textarea(rows=3)
    )
    reveals = {"kind": {Episode.Kind.IN_NEED: REFERRAL}}

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("opened_on", on)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("open", "Open it again"))

    def opening(self) -> dict[str, Any]:
        """What `open_again` takes besides the reason."""
        given = self.cleaned_data
        names = ["kind", "opened_on"]
        if given["kind"] == Episode.Kind.IN_NEED:
            names += REFERRAL
        return {name: given[name] for name in names}
