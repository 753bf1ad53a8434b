"""What is asked to plan a goodbye, and after it was said."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms

from accounts.models import Person
from casework.closure.models import Goodbye
from govuk.forms import DateField, Form, RadioSelect, Textarea, When
from govuk.layout import FormHelper, Section
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin


class GoodbyeForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """What the child is told, by whom and when; then what the next person must know."""

    last_session_on = DateField(label="When is the last session?")
    told_by = forms.ChoiceField(
        label="Who tells the child?", choices=Goodbye.Teller.choices, widget=RadioSelect()
    )
    told_on = DateField(
        label="When is the child told?",
        help_text="Well before the last session: a goodbye needs time.",
    )
    what_told = forms.CharField(
        label="What is the child told?",
        max_length=2000,
        widget=Textarea(rows=4),
        help_text="In words the child knows: why, what stays the same, and that it is not because "
        "of anything they did.",
    )
    keeps = forms.CharField(
        label="What does the child keep?",
        max_length=300,
        required=False,
        help_text="A letter, drawings, the life story book, a photograph.",
    )
    handover_to = forms.ModelChoiceField(
        label="Who comes next?",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Not decided yet",
    )
    handover = forms.CharField(
        label="What does the next person need to know?",
        max_length=5000,
        widget=Textarea(rows=6),
        help_text="How the child likes to meet, what helps, what to avoid, what was promised.",
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Person.objects.filter(pk__in=[person.pk for person in people])
        self.fields["handover_to"].queryset = offered.order_by("name")
        self.helper = FormHelper(self)
        self.helper.layout = Layout(
            Section("The child", "last_session_on", "told_by", "told_on", "what_told", "keeps"),
            Section("The next person", "handover_to", "handover"),
        )
        self.helper.add_input(Submit("plan", "Save this plan"))

    def fields_of_plan(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.base_fields}


class SaidForm(OnceFormMixin, UnsentTextMixin, Form):
    """After the last session."""

    said_on = DateField(label="When was it said?", when=When.TODAY_OR_PAST)
    how_it_went = forms.CharField(
        label="How did the child take it?",
        max_length=2000,
        widget=Textarea(rows=4),
        help_text="In the child's own words where you can.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("said", "The goodbye was said"))
