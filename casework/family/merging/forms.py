"""What is asked to merge two records of one child, and to take them apart again."""

from typing import Any

from crispy_forms.layout import Submit
from django import forms

from casework.child.models import Child
from casework.family.merging.presenters import in_words, label_of
from govuk.forms import Form, RadioSelect, Textarea
from govuk.layout import FormHelper
from records.forms import OnceFormMixin


class ProposeForm(OnceFormMixin, Form):
    """Which record is the same child, and how one knows."""

    reference = forms.CharField(
        label="Reference of the other record",
        max_length=20,
        help_text="Such as POP1108. Its content moves here, and its address leads here.",
    )
    why = forms.CharField(
        label="How do you know that this is one child?", max_length=300, widget=Textarea(rows=3)
    )

    def __init__(self, *args: Any, children: Any, kept: Child, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.children, self.kept = children, kept
        self.other: Child | None = None
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("propose", "Show what would happen"))

    def clean_reference(self) -> str:
        reference = self.cleaned_data["reference"].strip()
        self.other = self.children.filter(la_child_id__iexact=reference).first()
        if self.other is None:
            raise forms.ValidationError("You see no child with that reference. Check it")
        if self.other == self.kept:
            raise forms.ValidationError("That is this record. Enter the other one’s reference")
        return reference


class MergeForm(OnceFormMixin, Form):
    """Where the two records differ, whose answer stays; then one button."""

    def __init__(
        self, *args: Any, kept: Child, dropped: Child, differs: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in differs:
            self.fields[name] = forms.ChoiceField(
                label=label_of(name),
                choices=[
                    ("kept", f"{in_words(kept, name)} ({kept.reference})"),
                    ("dropped", f"{in_words(dropped, name)} ({dropped.reference})"),
                ],
                initial="kept",
                widget=RadioSelect(),
            )
        self.differs = differs
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("merge", "Merge the two records"))

    def picks(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.differs}


class UndoForm(OnceFormMixin, Form):
    """Two children after all."""

    why = forms.CharField(
        label="How do you know that these are two children?",
        max_length=300,
        widget=Textarea(rows=3),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("undo", "Take them apart again"))
