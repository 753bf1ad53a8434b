"""Whom a session is with, and what the student wants to talk about."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Submit
from django import forms

from accounts.models import Person
from govuk.forms import DateField, Form, RadioSelect
from govuk.layout import FormHelper
from records.forms import OnceFormMixin
from supervision.models import (
    SupervisionSession,
)


class SessionNewForm(OnceFormMixin, Form):
    """Whom the session is with, and whether it took place."""

    reveals = {"took_place": {"no": ["missed_why"]}}

    student = forms.ChoiceField(label="With which student?", widget=RadioSelect())
    held_on = DateField(label="When?", subject="The date")
    kind = forms.ChoiceField(
        label="Was it planned?", choices=SupervisionSession.Kind, widget=RadioSelect(inline=True)
    )
    took_place = forms.ChoiceField(
        label="Did it take place?",
        choices=[("yes", "Yes, or it will"), ("no", "No, it was missed")],
        widget=RadioSelect(inline=True),
    )
    missed_why = forms.CharField(label="Why did it not take place?", max_length=300)

    def __init__(self, *args: Any, students: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.students = {str(student.pk): student for student in students}
        self.fields["student"].choices = [(pk, person.name) for pk, person in self.students.items()]
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("start", "Go on to the record"))

    @property
    def chosen(self) -> Person:
        return self.students[self.cleaned_data["student"]]


class QuestionForm(OnceFormMixin, Form):
    """One line for the agenda, from the student."""

    text = forms.CharField(
        label="What do you want to talk about next time?",
        max_length=300,
        help_text="Your practice educator sees it on the agenda. Leave children’s names out.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("ask", "Put it on the agenda"))
