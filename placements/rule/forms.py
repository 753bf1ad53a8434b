"""Forms of university rules: an edition in parts, and the word that a fact is right."""

from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.exceptions import ValidationError

from govuk.forms import DateField, Form, RadioSelect, Textarea, TextInput
from govuk.layout import Beside, FormHelper, Section
from partners.models import University
from placements.asking import OnceForm
from placements.models.placement import PracticePlacement
from placements.models.rule import RuleDate
from placements.rule.actions import COLUMNS, Terms
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin

STEPS = range(1, 7)
MOST_PARTS, LONGEST_PART = 30, 120
COUNTS = [("0", "Nothing"), ("0.5", "Half a day"), ("1", "A whole day")]
What, Days = RuleDate.What, PracticePlacement.Days


def _number(label: str, most: int, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=most, help_text=help_text, widget=TextInput(width=3)
    )


def _hours(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0.1,
        max_value=24,
        max_digits=3,
        decimal_places=1,
        widget=TextInput(width=3),
    )


def _counts(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=COUNTS, coerce=Decimal, widget=RadioSelect(inline=True)
    )


class RuleForm(VersionedFormMixin, UnsentTextMixin, OnceFormMixin, Form):
    """One edition, whole. A day the university does not set is left empty."""

    says_optional = False

    starts_on = DateField(label="From", help_text="An academic year usually begins on 1 September.")
    ends_on = DateField(label="Until", required=False, help_text="Empty: until the next edition.")
    source = forms.CharField(
        label="Where does it stand?",
        max_length=300,
        help_text="For example: practice handbook 2026/27, page 14; or the programme's e-mail of…",
    )
    hours_per_day = _hours("Hours in a placement day, without lunch")
    study_counts = _counts("A study day counts")
    recall_counts = _counts("A recall day at the university counts")
    skills_counts = _counts("A skills day counts")
    supervision_hours_per_five_days = _hours("Hours of supervision for five days on placement")
    agreement_by_day = _number("Agreement meeting by placement day", 70)
    interim_percent = _number("Interim review at this share of the days, in per cent", 99)
    final_within_days = _number("Final meeting within the last days", 70)
    observations_first = _number("Direct observations in 70 days", 12)
    observations_final = _number("Direct observations in 100 days", 12)
    people_by_midpoint = _number("Feedback from people we work with, by half the days", 12)
    people_by_end = _number("Feedback from people we work with, by the end", 12)
    portfolio_parts = forms.CharField(
        label="Parts of the portfolio",
        help_text="One on each line, in the order the university asks for.",
        required=False,
        widget=Textarea(attrs={"rows": 8}),
    )
    portfolio_days_after = _number(
        "Portfolio, days after the last day", 200, "Where the university sets no day."
    )
    panel_days_after = _number(
        "Panel, days after the last day", 300, "Where the university sets no day."
    )

    def __init__(self, *args: Any, is_default: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for what in What:
            for days in Days:
                self.fields[f"{what}_{days}"] = DateField(
                    label=f"{what.label}, {days} days", required=False
                )
        for n in STEPS:
            self.fields[f"week_{n}"] = forms.IntegerField(
                label=f"Step {n}: from week",
                min_value=1,
                max_value=60,
                required=False,
                widget=TextInput(width=3),
            )
            self.fields[f"cases_{n}"] = forms.DecimalField(
                label=f"Step {n}: pieces of work",
                min_value=0,
                max_digits=4,
                decimal_places=1,
                required=False,
                widget=TextInput(width=3),
            )
        if is_default:
            # Where no other rule holds this one does, so it has no end of its own.
            del self.fields["starts_on"], self.fields["ends_on"]
        self.helper = FormHelper(self)
        self.helper.layout = Layout(*self._sections(is_default))
        self.helper.render_unmentioned_fields = True
        self.helper.add_input(Submit("save", "Save"))

    def _sections(self, is_default: bool) -> list[Section]:
        head = [] if is_default else [Beside("starts_on", "ends_on")]
        if "university" in self.fields:
            head.insert(0, "university")
        return [
            Section("Which edition", *head, "source"),
            Section("Days", "hours_per_day", "study_counts", "recall_counts", "skills_counts"),
            Section("Supervision", "supervision_hours_per_five_days"),
            Section(
                "Work a student may carry",
                *(Beside(f"week_{n}", f"cases_{n}") for n in STEPS),
                note="The agreement of each placement may set another cap",
            ),
            Section(
                "Agreement, reviews and reports",
                "agreement_by_day",
                "interim_percent",
                "final_within_days",
                *self._days_of(What.INTERIM_REPORT, What.FINAL_REPORT),
                note="Leave a day empty that the university does not set",
            ),
            Section(
                "Observations and feedback",
                Beside("observations_first", "observations_final"),
                Beside("people_by_midpoint", "people_by_end"),
            ),
            Section(
                "Portfolio and panel",
                "portfolio_parts",
                *self._days_of(What.PORTFOLIO, What.PANEL),
                Beside("portfolio_days_after", "panel_days_after"),
                note="Leave a day empty that the university does not set",
            ),
        ]

    def _days_of(self, *kinds: RuleDate.What) -> list[Beside]:
        return [Beside(*(f"{what}_{days}" for days in Days)) for what in kinds]

    def clean_portfolio_parts(self) -> list[str]:
        lines = self.cleaned_data["portfolio_parts"].splitlines()
        parts = [line.strip() for line in lines if line.strip()]
        if len(parts) > MOST_PARTS:
            raise ValidationError(f"Give {MOST_PARTS} parts or fewer. These are {len(parts)}.")
        long = next((part for part in parts if len(part) > LONGEST_PART), None)
        if long is not None:
            raise ValidationError(f"Shorten “{long[:40]}…” to {LONGEST_PART} characters.")
        return parts

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for n in STEPS:
            week, cases = found.get(f"week_{n}"), found.get(f"cases_{n}")
            missing = f"week_{n}" if week is None else f"cases_{n}"
            if (week is None) != (cases is None) and missing not in self.errors:
                self.add_error(missing, "Give both: from which week, and how much work.")
        return found

    def terms(self) -> Terms:
        """What the edition says from now on."""
        answers = self.cleaned_data
        dates: dict[tuple[str, int], date] = {
            (what, days): answers[f"{what}_{days}"]
            for what in What
            for days in Days
            if answers[f"{what}_{days}"]
        }
        return Terms(
            columns={column: answers[column] for column in COLUMNS},
            dates=dates,
            steps=[
                (answers[f"week_{n}"], answers[f"cases_{n}"])
                for n in STEPS
                if answers[f"week_{n}"] is not None
            ],
        )


def initial_of(terms: Terms) -> dict[str, Any]:
    """An edition's terms as the answers of `RuleForm`."""
    found = dict(terms.columns)
    found["portfolio_parts"] = "\n".join(terms.columns["portfolio_parts"])
    for name in ("study_counts", "recall_counts", "skills_counts"):
        found[name] = f"{Decimal(terms.columns[name]).normalize():f}"
    for (what, days), day in terms.dates.items():
        found[f"{what}_{days}"] = day
    for n, (week, cases) in enumerate(sorted(terms.steps), start=1):
        found[f"week_{n}"], found[f"cases_{n}"] = week, cases
    return found


class RuleNewForm(RuleForm):
    """The first edition of a university that has none of its own."""

    university = forms.ModelChoiceField(University.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["university"].queryset = University.objects.filter(is_current=True)


class ConfirmForm(OnceForm):
    """This fact is right; whoever is not the university says how they know."""

    button = "Confirm that it is right"

    how = forms.CharField(
        label="How did the university tell you, and when?",
        max_length=200,
        help_text="For example: e-mail of the programme's administrator, 12 October.",
    )

    def __init__(self, *args: Any, by_university: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_university:
            self.fields["how"].required = False
            self.fields["how"].label = "A note, if you like"
            self.fields["how"].help_text = ""
