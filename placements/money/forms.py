"""Forms of money: rates, claims, payments, journeys."""

from typing import Any

from django import forms

from govuk.forms import DateField, Form, RadioSelect
from govuk.layout import FilterHelper
from partners.models import University
from placements.asking import OnceForm
from placements.money.models import Journey

POUNDS = {"class": "govuk-input--width-5", "inputmode": "decimal"}


def _pounds(label: str, places: int = 2, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_digits=9,
        decimal_places=places,
        widget=forms.NumberInput(attrs=POUNDS),
        **options,
    )


class YearForm(Form):
    """Which academic year, September to August."""

    says_optional = False

    year = forms.TypedChoiceField(label="Placements that began in", coerce=int)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, f"{year} to {year + 1}") for year in years]
        self.helper = FilterHelper(self)


class _RateForm(OnceForm):
    button = "Set this rate"

    starts_on = DateField(label="From which day?")
    source = forms.CharField(
        label="Where does the figure come from?",
        max_length=300,
        help_text="A contract, a letter, a page, with its date.",
    )
    is_verified = forms.BooleanField(
        label="It is confirmed for this time",
        required=False,
        help_text="Without this every page that uses it says that nobody has confirmed it.",
    )


class FeeRateForm(_RateForm):
    university = forms.ModelChoiceField(
        University.objects.none(), required=False, empty_label="Every university without its own"
    )
    amount = _pounds("Pounds for one counted day")

    field_order = ["university", "amount"]

    def __init__(self, *args: Any, universities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["university"].queryset = universities


class MileageRateForm(_RateForm):
    amount = _pounds("Pounds for one mile", places=3)

    field_order = ["amount"]


class ClaimForm(OnceForm):
    button = "Put the claim together"

    university = forms.ModelChoiceField(University.objects.none())
    until = DateField(
        label="Days up to and with",
        help_text="Every confirmed day up to then that was not claimed before.",
    )

    def __init__(self, *args: Any, universities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["university"].queryset = universities


class SendForm(OnceForm):
    button = "It was sent"

    sent_on = DateField(label="When was it sent?")
    reference = forms.CharField(label="Invoice number", max_length=40)


class PayForm(OnceForm):
    button = "It was paid"

    paid_on = DateField(label="When did it come?")
    paid = _pounds("Pounds that came")
    note = forms.CharField(
        label="If it differs from the claim, why?", max_length=300, required=False
    )


class JourneyForm(OnceForm):
    """One journey on one day."""

    button = "Add this journey"
    reveals = {"how": {Journey.By.CAR: ["miles"], Journey.By.FARE: ["fare"]}}

    on = DateField(label="Which day?")
    purpose = forms.ChoiceField(
        label="What for?", choices=Journey.Purpose.choices, widget=RadioSelect()
    )
    went_from = forms.CharField(
        label="From", max_length=60, help_text="A town or a site, never somebody’s address."
    )
    went_to = forms.CharField(label="To", max_length=60)
    how = forms.ChoiceField(label="How?", choices=Journey.By.choices, widget=RadioSelect())
    miles = forms.DecimalField(
        label="Miles, there and back",
        min_value=0,
        max_value=500,
        decimal_places=1,
        widget=forms.NumberInput(attrs=POUNDS),
    )
    fare = _pounds("Fare, there and back, in pounds")


class RepayForm(OnceForm):
    button = "They are repaid"

    until = DateField(label="Journeys up to and with")
