"""What is asked to allocate a worker, to end it, and to note an assessment."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import Submit
from django import forms

from accounts.models import Person
from casework.episode.models import Allocation
from casework.episode.people import Candidate
from govuk.forms import DateField, Form, RadioSelect, Textarea
from govuk.layout import FormHelper
from records.forms import OnceFormMixin

NOBODY = "nobody"


class PeopleForm(OnceFormMixin, Form):
    """A form that offers people by what each of them carries now."""

    def offer(
        self, name: str, candidates: Sequence[Candidate], nobody: str = ""
    ) -> dict[str, Candidate]:
        """Fill a radio field with candidates; load and practice educator stand under the name."""
        offered = {str(candidate.person.pk): candidate for candidate in candidates}
        field = self.fields[name]
        field.choices = [
            *((key, one.person.name) for key, one in offered.items()),
            *([(NOBODY, nobody)] if nobody else []),
        ]
        field.widget.hints = {key: in_words(one) for key, one in offered.items()}
        return offered


class AllocateForm(PeopleForm):
    """Accountable worker and student together: nobody works with a child alone."""

    accountable = forms.ChoiceField(label="Accountable social worker", widget=RadioSelect())
    student = forms.ChoiceField(label="Student who co-works", widget=RadioSelect())
    override_reason = forms.CharField(
        label="If this goes over the student's limit: why this one more?",
        max_length=300,
        required=False,
        widget=Textarea(rows=2),
        help_text="Needed only for a student whose line says so. It stands with the allocation.",
    )
    part = forms.CharField(
        label="What is the student’s part?",
        max_length=200,
        required=False,
        help_text="For example: direct work with the child, and their voice in the assessment.",
    )
    learning = forms.CharField(
        label="Why does this child fit this stage of the student’s learning?",
        max_length=300,
        required=False,
        widget=Textarea(rows=2),
        help_text="Needed when you choose a student.",
    )
    starts_on = DateField(label="From when?")
    why = forms.CharField(
        label="Why these people?",
        max_length=300,
        widget=Textarea(rows=3),
        help_text="What the child needs, and why these people can give it.",
    )
    needed_at_times = {"override_reason", "learning"}

    def __init__(
        self,
        *args: Any,
        accountable: Person | None,
        registered: Sequence[Candidate],
        students: Sequence[Candidate],
        on: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("starts_on", on)
        self.registered: dict[str, Candidate] = {}
        if accountable is None:
            self.registered = self.offer("accountable", registered)
        else:
            del self.fields["accountable"]
        self.students = self.offer("student", students, nobody="No student for now")
        if not any(candidate.would_pass_limit for candidate in self.students.values()):
            del self.fields["override_reason"]
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("allocate", "Allocate"))

    @property
    def chosen_accountable(self) -> Person | None:
        chosen = self.registered.get(self.cleaned_data.get("accountable", ""))
        return chosen.person if chosen else None

    @property
    def chosen_student(self) -> Person | None:
        chosen = self.students.get(self.cleaned_data["student"])
        return chosen.person if chosen else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "accountable" not in self.fields and given.get("student") == NOBODY:
            self.add_error("student", "Choose a student, or go back: nothing would change")
        chosen = self.students.get(given.get("student") or "")
        if chosen and not given.get("learning"):
            self.add_error("learning", "Say why this child fits the student’s stage of learning")
        if chosen and chosen.would_pass_limit and not given.get("override_reason"):
            self.add_error(
                "override_reason",
                f"{chosen.person.name} carries {chosen.load}. Say why this one more, or choose "
                "someone else",
            )
        return given


class EndForm(PeopleForm):
    """The last day, and for an accountable worker who takes over from the day after.

    What has not begun is called off, and so has no last day.
    """

    on = DateField(label="Last day")
    why = forms.CharField(label="Why", max_length=300, widget=Textarea(rows=3))
    successor = forms.ChoiceField(
        label="Who becomes accountable from the day after?", widget=RadioSelect()
    )

    def __init__(
        self,
        *args: Any,
        allocation: Allocation,
        candidates: Sequence[Candidate],
        on: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", on)
        self.planned_from = allocation.starts_on if allocation.starts_on > on else None
        if self.planned_from:
            del self.fields["on"]
        self.offered: dict[str, Candidate] = {}
        if allocation.role == Allocation.Role.ACCOUNTABLE:
            self.offered = self.offer(
                "successor", candidates, nobody="Nobody yet: the allocation clock starts"
            )
        else:
            del self.fields["successor"]
        if self.planned_from and "successor" in self.fields:
            self.fields["successor"].label = "Who becomes accountable from that day instead?"
        self.helper = FormHelper(self)
        button = "Call it off" if self.planned_from else "End this allocation"
        self.helper.add_input(Submit("end", button))

    @property
    def last_day(self) -> date:
        """Of what never began: the day before it would have."""
        if self.planned_from:
            return self.planned_from - timedelta(days=1)
        return self.cleaned_data["on"]

    @property
    def chosen_successor(self) -> Person | None:
        chosen = self.offered.get(self.cleaned_data.get("successor", ""))
        return chosen.person if chosen else None


def in_words(candidate: Candidate) -> str:
    """`3 of 4 now. Practice educator: Nadia Rahman. One more goes over the limit.`"""
    parts = [f"{candidate.load} now" if candidate.limit is not None else candidate.load]
    if candidate.practice_educator:
        parts.append(f"practice educator {candidate.practice_educator.name}")
    if candidate.would_pass_limit:
        parts.append("one more goes over the limit")
    return "; ".join(parts)
