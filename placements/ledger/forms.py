"""Forms of the day ledger: one day, and what stands behind the buttons."""

from django import forms

from govuk.forms import DateField, RadioSelect
from placements.asking import OneButtonForm
from placements.models import PlacementDay


class DayForm(OneButtonForm):
    """One day, in two taps."""

    button = "Save this day"
    says_optional = False

    on = DateField(label="Which day?")
    kind = forms.ChoiceField(
        label="What was it?",
        choices=PlacementDay.Kind.choices,
        widget=RadioSelect(),
    )


class TapForm(forms.Form):
    """Behind the buttons of one day: the day and what it was."""

    on = forms.DateField()
    kind = forms.ChoiceField(choices=PlacementDay.Kind.choices)


class WeekForm(forms.Form):
    """Behind the buttons of a week: any day of it."""

    week = forms.DateField()
