"""Forms of the learning agreement: its text, an answer to it, its private part."""

from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms

from govuk.forms import Form, RadioSelect, Textarea
from govuk.layout import Beside, FormHelper, Section
from placements.agreement.actions import FIELDS
from placements.agreement.models import AgreementAnswer, LearningAgreement
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin

NO_CHILD = "The university reads this: name no child."


def _text(label: str, help_text: str, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, widget=Textarea(attrs={"rows": rows})
    )


class AgreementForm(VersionedFormMixin, UnsentTextMixin, OnceFormMixin, Form):
    """The whole agreement. It is saved with gaps, and sent without."""

    says_optional = False

    learning_needs = _text(
        "What the student needs to learn",
        f"From their last report, their own view, and what the university asks. {NO_CHILD}",
        6,
    )
    opportunities = _text(
        "Where they will learn it",
        "Kinds of work, groups, shadowing, court, other agencies. No names of families.",
        6,
    )
    roles = _text("Who does what", "Student, practice educator, on-site supervisor, tutor.")
    supervision_every = forms.ChoiceField(
        label="How often is supervision?",
        choices=LearningAgreement.Every.choices,
        widget=RadioSelect(inline=True),
    )
    supervision_hours_per_five_days = forms.DecimalField(
        label="Hours of supervision for every five days on placement",
        min_value=0.1,
        max_value=20,
        max_digits=3,
        decimal_places=1,
    )
    workload_cap = forms.DecimalField(
        label="Most work at one time",
        help_text="In weighted pieces of work, as caseloads are counted here. It binds allocation "
        "from the day the agreement is in force.",
        min_value=0,
        max_digits=4,
        decimal_places=1,
    )
    working_pattern = _text("Days, hours and study time", "Start and end of a day, breaks, study.")
    absence = _text(
        "When the student is ill or away", "Whom to tell, by when, and how days are made up."
    )
    lone_working = _text("Safety and lone working", "How the team knows where the student is.")
    escalation = _text("When something goes wrong", "Whom each of you turns to first, and then.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.layout = Layout(
            Section("Learning", "learning_needs", "opportunities"),
            Section(
                "How we work together",
                "roles",
                "supervision_every",
                Beside("supervision_hours_per_five_days", "workload_cap"),
            ),
            Section("Days", "working_pattern", "absence"),
            Section("Safety and concerns", "lone_working", "escalation"),
        )
        self.helper.render_unmentioned_fields = True
        self.helper.add_input(Submit("save", "Save"))

    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}


class AnswerForm(VersionedFormMixin, OnceFormMixin, Form):
    """Agree, or say what should change."""

    says_optional = False
    reveals = {"answer": {AgreementAnswer.Answer.CHANGE: ["comment"]}}

    answer = forms.ChoiceField(
        label="Your answer",
        choices=[
            (AgreementAnswer.Answer.AGREED, "I agree to this agreement"),
            (AgreementAnswer.Answer.CHANGE, "I ask for a change"),
        ],
        widget=RadioSelect(),
    )
    comment = forms.CharField(
        label="What should change?", help_text=NO_CHILD, required=False, widget=Textarea()
    )
    how = forms.CharField(
        label="How did the tutor tell you?",
        help_text="For example: e-mail of 12 October. Keep it with the placement's papers.",
        max_length=200,
    )

    def __init__(self, *args: Any, lock_version: int, is_for_tutor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lock_version"].initial = lock_version
        if is_for_tutor:
            self.fields["answer"].label = "The tutor's answer"
            self.fields["answer"].choices = [
                (AgreementAnswer.Answer.AGREED, "The university agrees"),
                (AgreementAnswer.Answer.CHANGE, "The university asks for a change"),
            ]
        else:
            del self.fields["how"]
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Send this answer"))


class PrivatePartForm(VersionedFormMixin, UnsentTextMixin, OnceFormMixin, Form):
    """What only the practice educator and the team manager read."""

    says_optional = False

    text = forms.CharField(
        label="What we do, and who knows",
        help_text="Only the practice educator and the team manager can see this.",
        required=False,
        widget=Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save"))
