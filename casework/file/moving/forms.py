"""What is asked to move a record to the right child."""

from typing import Any

from crispy_forms.layout import Submit
from django import forms

from accounts.models import Person
from casework.child.models import Child
from govuk.forms import Form, Textarea
from govuk.layout import FormHelper
from records.forms import OnceFormMixin


class MoveForm(OnceFormMixin, Form):
    """Whose it is, and how you know."""

    reference = forms.CharField(
        label="Reference of the child it is about", max_length=20, help_text="Such as POP1108."
    )
    why = forms.CharField(
        label="How do you know that it is about that child?",
        max_length=300,
        widget=Textarea(rows=2),
    )

    def __init__(self, *args: Any, person: Person, child: Child, **kwargs: Any) -> None:
        """`child` is the one on whose record it stands now."""
        super().__init__(*args, **kwargs)
        self.person, self.child = person, child
        self.to_child: Child | None = None
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("check", "Check before you move it"))

    def clean_reference(self) -> str:
        reference = self.cleaned_data["reference"].strip()
        found = Child.objects.visible_to(self.person).filter(la_child_id__iexact=reference)
        self.to_child = found.first()
        if self.to_child is None:
            raise forms.ValidationError("You see no child with that reference. Check it")
        if self.to_child == self.child:
            raise forms.ValidationError("It stands on that record already. Enter the other child’s")
        return reference
