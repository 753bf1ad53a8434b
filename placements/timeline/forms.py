"""Forms of a placement's steps."""

from datetime import date, datetime, time
from typing import Any

from crispy_forms.layout import Submit
from django import forms
from django.utils import timezone

from govuk.forms import CheckboxSelectMultiple, DateField, Form, RadioSelect, Textarea, When
from govuk.layout import FilterHelper, FormHelper
from placements.asking import OnceForm
from placements.timeline.models import (
    Destination,
    PlacementFeedback,
    PlacementMeeting,
    PlacementReport,
    PlacementStep,
)
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin

NO_CHILD = "The university reads this: name no child."
MOST_DAYS_MISSED = 40


class WhatIfForm(Form):
    """How many days might be missed, and from when."""

    says_optional = False

    missed = forms.IntegerField(
        label="How many days might be missed?",
        min_value=1,
        max_value=MOST_DAYS_MISSED,
        initial=4,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FilterHelper(self, submit="Show what would move")


class MeetingPlanForm(OnceForm):
    """When and where it is to be."""

    button = "Arrange the meeting"

    day = DateField(
        label="Which day?",
        help_text="Where it was held already, write down what was said instead.",
        when=When.TODAY_OR_FUTURE,
    )
    at = forms.TimeField(
        label="At what time?",
        widget=forms.TimeInput(attrs={"type": "time", "class": "govuk-input--width-5"}),
    )
    place = forms.CharField(label="Where, or how", max_length=200, required=False)

    def planned_for(self) -> datetime:
        day: date = self.cleaned_data["day"]
        at: time = self.cleaned_data["at"]
        return timezone.make_aware(datetime.combine(day, at))


class MeetingForm(UnsentTextMixin, OnceFormMixin, Form):
    """It was held: who was there, what was said and agreed."""

    held_on = DateField(label="When was it?")
    attended = forms.MultipleChoiceField(
        label="Who was there?",
        choices=PlacementMeeting.Attended.choices,
        widget=CheckboxSelectMultiple(),
    )
    others = forms.CharField(label="Anybody else", max_length=200, required=False)
    place = forms.CharField(label="Where, or how", max_length=200, required=False)
    notes = forms.CharField(
        label="What was said", help_text=NO_CHILD, required=False, widget=Textarea()
    )
    agreed = forms.CharField(
        label="What was agreed",
        help_text="Who does what, by when.",
        required=False,
        widget=Textarea(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save this record"))


class StepForm(OnceForm):
    """A step that was done on a day."""

    button = "Record it"

    on = DateField(label="When was it?")
    who = forms.CharField(max_length=200, required=False)
    outcome = forms.ChoiceField(
        label="What did the panel decide?",
        choices=PlacementStep.Outcome.choices,
        widget=RadioSelect(),
    )
    note = forms.CharField(label="Note", help_text=NO_CHILD, required=False, widget=Textarea())

    WHO = {
        PlacementStep.Kind.OBSERVATION: "Who observed?",
        PlacementStep.Kind.PEOPLE: "Who gave it? Say a child, a parent, a carer; never a name.",
        PlacementStep.Kind.COLLEAGUE: "Who gave it?",
    }

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind in self.WHO:
            self.fields["who"].label = self.WHO[PlacementStep.Kind(kind)]
        else:
            del self.fields["who"]
        if kind != PlacementStep.Kind.PANEL:
            del self.fields["outcome"]


class ReportForm(VersionedFormMixin, UnsentTextMixin, OnceFormMixin, Form):
    """A report, saved with gaps and sent without."""

    says_optional = False

    progress = forms.CharField(
        label="Progress against what the student came to learn",
        help_text=f"Say what you saw and read, not only what you think of it. {NO_CHILD}",
        required=False,
        widget=Textarea(attrs={"rows": 8}),
    )
    strengths = forms.CharField(label="What they do well", required=False, widget=Textarea())
    to_develop = forms.CharField(
        label="What they still need to develop", required=False, widget=Textarea()
    )
    plan = forms.CharField(label="What happens next", required=False, widget=Textarea())
    recommendation = forms.ChoiceField(
        label="Your recommendation",
        choices=PlacementReport.Recommendation.choices,
        required=False,
        widget=RadioSelect(),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != PlacementReport.Kind.FINAL:
            del self.fields["recommendation"]
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save"))


class ReportReturnForm(UnsentTextMixin, OnceFormMixin, Form):
    """The student asks for a change."""

    says_optional = False

    comment = forms.CharField(label="What should change?", help_text=NO_CHILD, widget=Textarea())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Send it back"))


class ReportSignForm(VersionedFormMixin, UnsentTextMixin, OnceFormMixin, Form):
    """The student has read it, and says how they see it."""

    says_optional = False

    comment = forms.CharField(
        label="Your own words",
        help_text=f"How you see your learning, and where you see it differently. {NO_CHILD}",
        required=False,
        widget=Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, lock_version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lock_version"].initial = lock_version
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Sign that you have read it"))


class FeedbackForm(UnsentTextMixin, OnceFormMixin, Form):
    """What one of the three says of the placement itself."""

    worked_well = forms.CharField(label="What worked well?", help_text=NO_CHILD, widget=Textarea())
    to_change = forms.CharField(label="What should change?", required=False, widget=Textarea())
    again = forms.ChoiceField(
        label="Would you choose this placement again?",
        choices=PlacementFeedback.Again.choices,
        widget=RadioSelect(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Send this feedback"))


class DestinationForm(OnceForm):
    """Where a student went, and that they agree to our keeping it."""

    button = "Save"
    went_to = forms.ChoiceField(
        label="Where did they go?", choices=Destination.WentTo.choices, widget=RadioSelect()
    )
    employer = forms.CharField(label="Employer", max_length=200, required=False)
    job = forms.CharField(label="Job", max_length=200, required=False)
    since = DateField(label="From when", required=False)
    agreed_on = DateField(label="When did they agree to our keeping this?")
    agreed_how = forms.ChoiceField(
        label="How did they tell you?",
        choices=[one for one in Destination.How.choices if one[0] != Destination.How.PORTAL],
        widget=RadioSelect(),
    )
    agrees = forms.BooleanField(
        label="I agree that you keep this, and count me among those who told you",
        help_text="You can take it back at any time: then what you told us is gone.",
    )

    def __init__(self, *args: Any, by_student: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_student:
            went_to = self.fields["went_to"]
            went_to.label = "Where did you go?"
            went_to.error_messages["required"] = "Answer “Where did you go?”"
            del self.fields["agreed_on"], self.fields["agreed_how"]
        else:
            del self.fields["agrees"]
