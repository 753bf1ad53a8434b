"""What is asked about consent: who answered what, how it is taken back, and a lawful ground."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms

from casework.child.models import Child
from casework.consent.codes import Activity, Answer, Basis, Capacity, GiverKind, Method
from govuk.forms import DateField, Form, RadioSelect, Textarea, When
from govuk.layout import FormHelper, Section
from records.forms import OnceFormMixin, UnsentTextMixin

NOT_ASKED = ""
# Four buttons beside each other, on a phone too.
IN_SHORT = [
    (Answer.YES.value, "Yes"),
    (Answer.NO.value, "No"),
    (Answer.COULD_NOT.value, "Could not say"),
    (NOT_ASKED, "Not asked"),
]
OF_ADULTS = {Capacity.PARENTAL_RESPONSIBILITY, Capacity.CARER, Capacity.IN_DOUBT}
OF_CHILDREN = {Capacity.ASSENT, Capacity.GILLICK, Capacity.SIXTEEN, Capacity.IN_DOUBT}


class ConsentForm(OnceFormMixin, UnsentTextMixin, Form):
    """One person, asked on one day, about any of the activities; each answer is its own entry."""

    giver_kind = forms.ChoiceField(
        label="Who answered?", choices=GiverKind.choices, widget=RadioSelect()
    )
    giver_name = forms.CharField(
        label="Their name",
        max_length=120,
        required=False,
        help_text="As the child would say it, such as Mum or Nan. Leave it empty for the child.",
    )
    capacity_basis = forms.ChoiceField(
        label="Why does their answer count?", choices=Capacity.choices, widget=RadioSelect()
    )
    given_on = DateField(label="When did they answer?", when=When.TODAY_OR_PAST)
    method = forms.ChoiceField(label="How?", choices=Method.choices, widget=RadioSelect())
    evidence = forms.CharField(
        label="What was explained, and what did they say?",
        max_length=3000,
        required=False,
        widget=Textarea(rows=4),
        help_text="Needed where somebody said no or could not answer.",
    )
    expires_on = DateField(
        label="Last day their yes holds",
        required=False,
        help_text="Leave it empty if it holds until they take it back.",
    )
    says_optional = False

    def __init__(self, *args: Any, child: Child, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.child = child
        self.initial.setdefault("given_on", on)
        for activity in Activity:
            self.fields[_answer(activity)] = forms.ChoiceField(
                label=activity.label,
                choices=IN_SHORT,
                required=False,
                initial=NOT_ASKED,
                widget=RadioSelect(buttons=True),
            )
        self.helper = FormHelper(self)
        self.helper.layout = Layout(
            Section("Who", "giver_kind", "giver_name", "capacity_basis"),
            Section("Their answers", *map(_answer, Activity), "expires_on"),
            Section("How", "given_on", "method", "evidence"),
        )
        self.helper.add_input(Submit("record", "Record these answers"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("giver_kind") != GiverKind.CHILD and not given.get("giver_name"):
            self.add_error("giver_name", "Enter their name, as the child would say it")
        self._check_capacity(given)
        answers = dict(self.answers())
        if not answers:
            self.add_error(_answer(Activity.ONE_TO_ONE), "Say what they answered, at least once")
        only_yes = set(answers.values()) <= {Answer.YES}
        if answers and not only_yes and not given.get("evidence"):
            self.add_error("evidence", "Enter what was said, or why they could not answer")
        return given

    def _check_capacity(self, given: dict[str, Any]) -> None:
        kind, basis = given.get("giver_kind"), given.get("capacity_basis")
        fitting = OF_CHILDREN if kind == GiverKind.CHILD else OF_ADULTS
        if kind and basis and basis not in fitting:
            self.add_error("capacity_basis", "Choose the reason that fits who answered")

    def answers(self) -> Iterator[tuple[str, str]]:
        """Each activity that was asked about, with the answer."""
        for activity in Activity:
            if answer := self.cleaned_data.get(_answer(activity)):
                yield activity.value, answer

    def common(self) -> dict[str, Any]:
        """What all these entries share, as `record_consent` takes it."""
        given = self.cleaned_data
        is_child = given["giver_kind"] == GiverKind.CHILD
        return {
            "giver_kind": given["giver_kind"],
            "giver_name": self.child.first_name if is_child else given["giver_name"],
            "capacity_basis": given["capacity_basis"],
            "given_on": given["given_on"],
            "method": given["method"],
            "evidence": given["evidence"],
            "expires_on": given["expires_on"],
        }


class WithdrawForm(OnceFormMixin, Form):
    """No reason is owed; the day is."""

    on = DateField(label="From which day?", when=When.TODAY_OR_PAST)
    why = forms.CharField(
        label="What they said",
        max_length=300,
        required=False,
        widget=Textarea(rows=2),
        help_text="Nobody has to give a reason.",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", on)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("withdraw", "Withdraw this consent"))


class ExceptionForm(OnceFormMixin, Form):
    """A lawful ground, for one activity and for a time."""

    activity = forms.ChoiceField(
        label="For which activity?", choices=Activity.choices, widget=RadioSelect()
    )
    basis = forms.ChoiceField(
        label="On what lawful ground?", choices=Basis.choices, widget=RadioSelect()
    )
    why = forms.CharField(
        label="Why, in a sentence that someone else can check",
        max_length=300,
        widget=Textarea(rows=3),
        help_text="For a section 47 enquiry: what the strategy discussion decided.",
    )
    starts_on = DateField(label="From")
    ends_on = DateField(
        label="Last day",
        required=False,
        help_text="A section 47 enquiry's ground ends with the enquiry, if not before.",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("starts_on", on)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("record", "Record this ground"))


def _answer(activity: Activity) -> str:
    return f"answer_{activity.value}"
