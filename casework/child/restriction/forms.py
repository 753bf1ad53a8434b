"""What is asked to restrict a record, to open one in an emergency, and to review that."""

from typing import Any

from crispy_forms.layout import Submit
from django import forms
from django.db.models import QuerySet

from accounts.models import Person
from casework.child.models import BreakGlass
from govuk.forms import CheckboxSelectMultiple, Form, RadioSelect, Textarea
from govuk.layout import FormHelper
from records.forms import OnceFormMixin


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person: Person) -> str:  # type: ignore[override]
        return f"{person.name}, {person.get_role_display().lower()}"


class RestrictForm(OnceFormMixin, Form):
    """Why the record is closed, and who stays in."""

    why = forms.CharField(
        label="Why is this record closed?",
        max_length=300,
        widget=Textarea(rows=2),
        help_text="For example: family of a member of staff, a police matter, adoption.",
    )
    named = PeopleField(
        label="Who stays in?",
        queryset=Person.objects.none(),
        required=False,
        widget=CheckboxSelectMultiple(),
        help_text="You stay in yourself. Students are never named.",
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["named"].queryset = people
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("check", "Check before you close it"))


class NamedForm(OnceFormMixin, Form):
    """Who is named from now on."""

    named = PeopleField(
        label="Who may open this record?",
        queryset=Person.objects.none(),
        required=False,
        widget=CheckboxSelectMultiple(),
        help_text="You stay in yourself.",
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["named"].queryset = people
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save who is named"))


class LiftForm(OnceFormMixin, Form):
    why = forms.CharField(
        label="Why does it no longer need to be closed?", max_length=300, widget=Textarea(rows=2)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("lift", "Open it again"))


class GlassForm(Form):
    """A reason and the password. Neither is kept as unsent text: a password never is."""

    reason = forms.CharField(
        label="Why do you need this record now?",
        max_length=500,
        widget=Textarea(rows=3),
        help_text="Your manager reads it at once.",
    )
    password = forms.CharField(
        label="Your password",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("open", "Open this record", css_class="govuk-button--warning"))


class ReviewForm(OnceFormMixin, Form):
    """What the manager found."""

    outcome = forms.ChoiceField(
        label="Was it needed?", choices=BreakGlass.Outcome.choices, widget=RadioSelect()
    )
    note = forms.CharField(
        label="What did you find?",
        max_length=1000,
        widget=Textarea(rows=3),
        help_text="Whom you spoke with, and what follows.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("review", "Finish the review"))
