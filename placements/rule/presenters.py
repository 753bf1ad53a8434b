"""University rules in words: each fact, what it says, and whose word it is."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from govuk.charts import number
from placements.models.placement import PracticePlacement
from placements.models.rule import RuleConfirmation, RuleDate, RuleFact, UniversityRule

HEAD = ["University", "Academic year", "Confirmed", "Source"]
What, Days = RuleDate.What, PracticePlacement.Days
COUNTS = {0: "Nothing", 0.5: "Half a day", 1: "A whole day"}
AUGUST = 8
A_MONTH = timedelta(days=31)


def name_of(rule: UniversityRule) -> str:
    return rule.university.name if rule.university is not None else "Default for every university"


def academic_year(day: date) -> str:
    """ "2026/27": the year begins in August or September."""
    first = day.year if day.month >= AUGUST else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def years_of(rule: UniversityRule) -> str:
    """ "2026/27", "2025/26 to 2026/27", "2026/27 onwards"."""
    first = academic_year(rule.starts_on)
    if rule.ends_on is None:
        return f"{first} onwards"
    # A year that ends with August ends in the year that began before it.
    last = academic_year(rule.ends_on - A_MONTH)
    return first if first == last else f"{first} to {last}"


def span_of(rule: UniversityRule) -> str:
    until = f" to {rule.ends_on:%-d %B %Y}" if rule.ends_on else " on"
    return f"From {rule.starts_on:%-d %B %Y}{until}"


def standing(rule: UniversityRule) -> dict[str, RuleConfirmation]:
    """The newest word on each fact, unless it was changed since; `confirmations` are prefetched."""
    found: dict[str, RuleConfirmation] = {}
    for one in rule.confirmations.all():
        if one.changed_on is None:
            found.setdefault(one.fact, one)
    return found


def standing_tag(rule: UniversityRule) -> dict[str, str]:
    """How much of a rule somebody stands for."""
    if rule.is_default:
        return {"tag": "Not verified", "kind": "amber"}
    confirmed, facts = len(standing(rule)), len(RuleFact)
    if confirmed == facts:
        return {"tag": "All confirmed", "kind": "green"}
    return {"tag": f"{confirmed} of {facts} confirmed", "kind": "amber"}


def rows(rules: Iterable[UniversityRule]) -> list[list[Any]]:
    return [
        [
            {"text": name_of(rule), "href": reverse("placements:rule-detail", args=[rule.pk])},
            {"text": years_of(rule), "hint": span_of(rule)},
            standing_tag(rule),
            rule.source,
        ]
        for rule in rules
    ]


def sentence_of(rule: UniversityRule) -> str:
    """What a page says whose days follow from a rule."""
    if rule.is_default:
        return "No rule of this university is entered: the default is used, which is not verified."
    confirmed, facts = len(standing(rule)), len(RuleFact)
    whose = f"{name_of(rule)}, {years_of(rule)}"
    if confirmed == facts:
        return f"{whose}: all confirmed."
    return f"{whose}: {facts - confirmed} of {facts} facts not confirmed yet."


def fact_cards(rule: UniversityRule, may_confirm: bool) -> list[dict[str, Any]]:
    """Each fact with what it says, who stands for it, and who did before."""
    now = standing(rule)
    return [
        {
            "title": fact.label,
            "rows": _rows_of(rule, fact),
            "parts": rule.portfolio_parts if fact == RuleFact.PORTFOLIO else [],
            "words": _words(rule, now.get(fact)),
            "tag": "Confirmed" if fact in now else "Not verified",
            "kind": "green" if fact in now else "amber",
            "earlier": [
                f"{_said(one)}, changed {one.changed_on:%-d %B %Y}"
                for one in rule.confirmations.all()
                if one.fact == fact and one.changed_on is not None
            ],
            "confirm": reverse("placements:rule-confirm", args=[rule.pk, fact])
            if may_confirm
            else "",
        }
        for fact in RuleFact
    ]


def _words(rule: UniversityRule, confirmation: RuleConfirmation | None) -> str:
    if confirmation is not None:
        return f"Confirmed by {_said(confirmation)}"
    if rule.is_default:
        return "Usual practice, and no university's word."
    return "Nobody has confirmed this with the university yet."


def _said(one: RuleConfirmation) -> str:
    how = f" ({one.how})" if one.how else ""
    return f"{one.by.name}, {one.on:%-d %B %Y}{how}"


def _rows_of(rule: UniversityRule, fact: RuleFact) -> list[dict[str, str]]:
    said: Mapping[RuleFact, list[tuple[str, str]]] = {
        RuleFact.DAYS: [
            ("Hours in a day", number(float(rule.hours_per_day))),
            ("A study day counts", COUNTS[float(rule.study_counts)]),
            ("A recall day counts", COUNTS[float(rule.recall_counts)]),
            ("A skills day counts", COUNTS[float(rule.skills_counts)]),
        ],
        RuleFact.SUPERVISION: [
            (
                "For five days on placement",
                f"{number(float(rule.supervision_hours_per_five_days))} hours",
            )
        ],
        RuleFact.WORKLOAD: [
            (f"From week {step.from_week}", f"{number(float(step.cases))} at one time")
            for step in rule.workload_steps.all()
        ]
        or [("Work at one time", "No steps: the agreement says how much")],
        RuleFact.STEPS: [
            ("Agreement meeting", f"By day {rule.agreement_by_day}"),
            ("Interim review", f"At {rule.interim_percent} per cent of the days"),
            ("Final meeting", f"Within the last {rule.final_within_days} days"),
            *_dates(rule, What.INTERIM_REPORT, "With the interim review"),
            *_dates(rule, What.FINAL_REPORT, "On the last day"),
        ],
        RuleFact.OBSERVATIONS: [
            ("Observations in 70 days", str(rule.observations_first)),
            ("Observations in 100 days", str(rule.observations_final)),
            ("Feedback by half the days", str(rule.people_by_midpoint)),
            ("Feedback by the end", str(rule.people_by_end)),
        ],
        RuleFact.PORTFOLIO: [
            *_dates(rule, What.PORTFOLIO, f"{rule.portfolio_days_after} days after the last day"),
            *_dates(rule, What.PANEL, f"{rule.panel_days_after} days after the last day"),
        ],
    }
    return [{"key": key, "value": value, "href": ""} for key, value in said[fact]]


def _dates(rule: UniversityRule, what: RuleDate.What, otherwise: str) -> list[tuple[str, str]]:
    """One line for each length with a day of its own, or one for both."""
    days = {row.days_total: row.on for row in rule.dates.all() if row.what == what}
    if not days:
        return [(what.label, otherwise)]
    return [
        (
            f"{what.label}, {length} days",
            f"{days[length]:%-d %B %Y}" if length in days else otherwise,
        )
        for length in Days.values
    ]
