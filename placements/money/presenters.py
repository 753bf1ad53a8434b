"""Money in words and tables."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from govuk.charts import number
from placements.money.models import FeeClaim, FeeRate, Journey, MileageRate
from placements.money.reads import Fees, Travel

FEES_HEAD = [
    "University",
    {"text": "Placements", "numeric": True},
    {"text": "Days confirmed", "numeric": True},
    {"text": "Expected", "numeric": True},
    {"text": "To claim", "numeric": True},
    {"text": "Claimed", "numeric": True},
    {"text": "Paid", "numeric": True},
]
CLAIM_HEAD = [
    "Claim",
    {"text": "Days", "numeric": True},
    {"text": "Pounds", "numeric": True},
    "Now",
]
LINE_HEAD = [
    "Student",
    {"text": "Days", "numeric": True},
    {"text": "A day", "numeric": True},
    {"text": "Pounds", "numeric": True},
]
JOURNEY_HEAD = ["Day", "Journey", "How", {"text": "Pounds", "numeric": True}, "Repaid"]
RATE_HEAD = ["For", {"text": "Pounds", "numeric": True}, "Holds", "Source"]
TRAVEL_HEAD = [
    "Student",
    {"text": "Journeys", "numeric": True},
    {"text": "Miles", "numeric": True},
    {"text": "To repay", "numeric": True},
]


def pounds(amount: Decimal | None) -> str:
    return f"£{amount or 0:,.2f}"


def days(counted: Decimal) -> str:
    return number(float(counted))


def fee_rows(found: Iterable[Fees]) -> list[list[Any]]:
    return [
        [
            {
                "text": one.university,
                "hint": "" if one.is_verified else "rate not confirmed",
            },
            {"text": str(one.placements)},
            {"text": days(one.days)},
            {"text": pounds(one.expected)},
            {"text": pounds(one.to_claim)},
            {"text": pounds(one.claimed)},
            {"text": pounds(one.paid)},
        ]
        for one in found
    ]


def standing(claim: FeeClaim) -> tuple[str, str]:
    """Where a claim stands, and the colour of its tag."""
    if claim.paid_on is not None:
        return f"Paid {claim.paid_on:%-d %B %Y}", "green"
    if claim.sent_on is not None:
        return f"Sent {claim.sent_on:%-d %B %Y}", "blue"
    return "Not sent yet", "amber"


def claim_rows(claims: Iterable[Any]) -> list[list[Any]]:
    return [
        [
            {
                "text": str(one.university),
                "href": reverse("placements:claim-detail", args=[one.pk]),
                "hint": f"up to {one.until:%-d %B %Y}",
            },
            {"text": days(one.counted)},
            {"text": pounds(one.worth)},
            {"text": one.reference, "tag": standing(one)[0], "kind": standing(one)[1]},
        ]
        for one in claims
    ]


def line_rows(lines: Iterable[dict[str, Any]]) -> list[list[Any]]:
    return [
        [
            line["day__placement__student__name"],
            {"text": days(line["number"])},
            {"text": pounds(line["rate"])},
            {"text": pounds(line["pounds"])},
        ]
        for line in lines
    ]


def claim_facts(claim: Any) -> list[dict[str, Any]]:
    found = [
        ("Days up to and with", f"{claim.until:%-d %B %Y}"),
        ("Put together", f"{claim.made_on:%-d %B %Y}, {claim.made_by.name}"),
        ("Claimed", pounds(claim.worth)),
    ]
    if claim.sent_on:
        found.append(("Sent", f"{claim.sent_on:%-d %B %Y}, {claim.reference}"))
    if claim.paid_on:
        found.append(("Paid", f"{pounds(claim.paid)}, {claim.paid_on:%-d %B %Y}"))
    if claim.note:
        found.append(("Note", claim.note))
    return [{"key": key, "value": value, "href": ""} for key, value in found]


def _span(rate: FeeRate | MileageRate) -> str:
    first = f"from {rate.starts_on:%-d %B %Y}"
    return f"{first} to {rate.ends_on:%-d %B %Y}" if rate.ends_on else first


def _source(rate: FeeRate | MileageRate) -> dict[str, Any]:
    return {
        "text": rate.source,
        "tag": "Confirmed" if rate.is_verified else "Not confirmed",
        "kind": "green" if rate.is_verified else "amber",
    }


def fee_rate_rows(rates: Iterable[FeeRate]) -> list[list[Any]]:
    return [
        [
            str(one.university) if one.university else "Every university without its own",
            {"text": pounds(one.amount)},
            _span(one),
            _source(one),
        ]
        for one in rates
    ]


def mileage_rows(rates: Iterable[MileageRate]) -> list[list[Any]]:
    return [
        ["One mile by car", {"text": f"£{one.amount:.3f}"}, _span(one), _source(one)]
        for one in rates
    ]


def journey_rows(journeys: Iterable[Journey]) -> list[list[Any]]:
    return [
        [
            f"{one.day.on:%-d %B %Y}",
            {"text": str(one), "hint": one.get_purpose_display()},
            {
                "text": one.get_by_display(),
                "hint": f"{number(float(one.miles))} miles" if one.miles else "",
            },
            {"text": pounds(one.amount)},
            f"{one.repaid_on:%-d %B %Y}" if one.repaid_on else "Not yet",
        ]
        for one in journeys
    ]


def travel_sentence(travel: Travel) -> str:
    if not travel.number:
        return "No journey has been entered."
    return (
        f"{travel.number} {'journey' if travel.number == 1 else 'journeys'}, "
        f"{number(float(travel.miles))} miles by car, {pounds(travel.amount)}; "
        f"{pounds(travel.to_repay)} to repay."
    )


def travel_rows(found: Iterable[tuple[Any, Travel]]) -> list[list[Any]]:
    return [
        [
            {
                "text": placement.student.name,
                "href": reverse("placements:journey-list", args=[placement.pk]),
            },
            {"text": str(travel.number)},
            {"text": number(float(travel.miles))},
            {"text": pounds(travel.to_repay)},
        ]
        for placement, travel in found
    ]


def year_of(on: date) -> int:
    """The academic year that holds the day: September to August."""
    return on.year if on.month >= 9 else on.year - 1
