"""What is written beside an assessment: comments, notes, additions, sharing, checkpoints."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms.layout import Submit
from django import forms

from casework.assessment.models import Checkpoint
from govuk.dates import When
from govuk.forms import (
    DateField,
    Form,
    RadioSelect,
    Textarea,
)
from govuk.layout import FormHelper
from records.forms import OnceFormMixin, UnsentTextMixin


class CommentForm(OnceFormMixin, UnsentTextMixin, Form):
    """A remark on one paragraph."""

    text = forms.CharField(label="Your comment", widget=Textarea(rows=4))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("pin", "Keep this comment"))


class NoteForm(OnceFormMixin, UnsentTextMixin, Form):
    """What an educator tells the student about the work."""

    text = forms.CharField(
        label="Your learning note",
        help_text="What shows good practice, and what to try next. It moves nothing.",
        widget=Textarea(rows=6),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Leave this note"))


class AdditionForm(OnceFormMixin, UnsentTextMixin, Form):
    """Something to add under a signed text."""

    text = forms.CharField(
        label="What do you want to add?",
        help_text="The signed text stays as it is. This stands under it with your name and date.",
        widget=Textarea(rows=6),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Add this"))


class ShareForm(OnceFormMixin, UnsentTextMixin, Form):
    """When and how the family was given the assessment."""

    on = DateField(label="When was it shared with the family?", when=When.TODAY_OR_PAST)
    how = forms.CharField(
        label="How, and with whom?",
        help_text="For example: read together with Mum and Dad at home, a copy left.",
        max_length=300,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save"))


class CheckpointForm(OnceFormMixin, UnsentTextMixin, Form):
    """A look at how the assessment is coming on."""

    stage = forms.TypedChoiceField(label="Which checkpoint?", coerce=int, widget=RadioSelect())
    held_on = DateField(label="When did you look?", when=When.TODAY_OR_PAST)
    progress = forms.ChoiceField(
        label="How is it coming on?", choices=Checkpoint.Progress, widget=RadioSelect()
    )
    note = forms.CharField(
        label="What did you see?",
        help_text="What is done, what is missing, and whether the child has been seen.",
        widget=Textarea(rows=5),
    )
    next_step = forms.CharField(label="What happens next, by whom and when?", max_length=300)

    def __init__(
        self, *args: Any, stages: Iterable[Checkpoint.Stage], on: date, **kwargs: Any
    ) -> None:
        offered = [(int(stage), str(stage.label)) for stage in stages]
        kwargs["initial"] = {"held_on": on, "stage": offered[0][0] if offered else None} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = offered
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Record the review"))


class ElsewhereForm(OnceFormMixin, Form):
    """The day a manager authorised the assessment in the council's own system."""

    on = DateField(label="Authorised on", when=When.TODAY_OR_PAST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Stop the clock"))
