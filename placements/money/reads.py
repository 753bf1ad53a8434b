"""Reads about money, set-based: what is expected, confirmed, claimed and paid."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import Person, Team
from partners.models import University
from placements.models.placement import PlacementDay, PracticePlacement
from placements.money.models import NOTHING, ClaimedDay, FeeClaim, FeeRate, Journey, MileageRate

PENNY = Decimal("0.01")
MONEY = DecimalField(max_digits=12, decimal_places=2)
WORTH = Sum(F("days__counts") * F("days__rate"), default=NOTHING, output_field=MONEY)


def rates() -> QuerySet[FeeRate]:
    return FeeRate.objects.select_related("university")


def mileage_rates() -> QuerySet[MileageRate]:
    return MileageRate.objects.order_by("-starts_on")


def rate_on(held: Iterable[FeeRate], university_id: UUID, on: date) -> Decimal:
    """The university's own rate of that day, else the one that holds for all; none is nothing."""
    found = {
        rate.university_id: rate.amount
        for rate in held
        if rate.university_id in {university_id, None}
        and rate.starts_on <= on
        and (rate.ends_on is None or on <= rate.ends_on)
    }
    return found.get(university_id, found.get(None, NOTHING))


def days_to_claim(
    team_id: int, university_id: UUID, until: date
) -> QuerySet[PlacementDay, PlacementDay]:
    """Confirmed days that count and stand in no claim."""
    return PlacementDay.objects.filter(
        claimed=None,
        confirmed_at__isnull=False,
        counts__gt=0,
        on__lte=until,
        placement__team=team_id,
        placement__university=university_id,
    )


@dataclass(frozen=True)
class Fees:
    """One university's money over placements that began in a year."""

    university_id: UUID
    university: str
    placements: int
    expected: Decimal
    days: Decimal
    to_claim: Decimal
    claimed: Decimal
    paid: Decimal
    is_verified: bool


def fees(person: Person, first: date, last: date, on: date) -> list[Fees]:
    """For each university: placements that began between two days, what all their days are worth,
    confirmed days, and what of these days is to claim, is claimed (sent) and is paid: of a claim
    that also holds days of other years, their part of what was paid. Six queries.
    """
    began = PracticePlacement.objects.filter(
        team__in=person.reach(on).whole_teams, starts_on__gte=first, starts_on__lte=last
    )
    held = list(rates())
    rows: dict[UUID, dict[str, Any]] = {}
    for placement in began.select_related("university").order_by("university__name"):
        row = rows.setdefault(
            placement.university_id,
            {"university": str(placement.university), "placements": 0, "expected": NOTHING},
        )
        rate = rate_on(held, placement.university_id, placement.starts_on)
        row["placements"] += 1
        row["expected"] += rate * placement.days_total
    days = dict(
        PlacementDay.objects.filter(placement__in=began, confirmed_at__isnull=False)
        .order_by()
        .values_list("placement__university")
        .annotate(Sum("counts"))
    )
    to_claim = _worth_unsent(began, on)
    claimed = dict(_of_claims(began, sent=True))
    paid = _paid(person, first, last, on)
    verified = {rate.university_id for rate in held if rate.is_verified and rate.ends_on is None}
    return [
        Fees(
            university_id=university_id,
            days=days.get(university_id) or NOTHING,
            to_claim=to_claim.get(university_id, NOTHING),
            claimed=claimed.get(university_id) or NOTHING,
            paid=paid.get(university_id) or NOTHING,
            is_verified=university_id in verified
            or (None in verified and not any(r.university_id == university_id for r in held)),
            **row,
        )
        for university_id, row in rows.items()
    ]


def _worth_unsent(began: QuerySet[PracticePlacement, Any], on: date) -> dict[UUID, Decimal]:
    """In one query: confirmed days that no claim has gone out for, by the edition of the rate that
    held on them; those in a claim that was put together and not sent, as they stand in it."""
    own = FeeRate.objects.filter(
        Q(university=OuterRef("placement__university")) | Q(university=None),
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("on")),
        starts_on__lte=OuterRef("on"),
    ).order_by(F("university").asc(nulls_last=True))
    rows = (
        PlacementDay.objects.filter(
            Q(claimed=None) | Q(claimed__claim__sent_on=None),
            placement__in=began,
            confirmed_at__isnull=False,
            counts__gt=0,
            on__lte=on,
        )
        .order_by()
        .annotate(
            rate=Coalesce("claimed__rate", Subquery(own.values("amount")[:1]), NOTHING),
            counted=Coalesce("claimed__counts", "counts"),
        )
        .values_list("placement__university")
        .annotate(pounds=Sum(F("counted") * F("rate"), output_field=MONEY))
    )
    return dict(rows)


def _of_claims(began: QuerySet[PracticePlacement, Any], *, sent: bool) -> Any:
    return (
        ClaimedDay.objects.filter(day__placement__in=began, claim__sent_on__isnull=not sent)
        .order_by()
        .values_list("day__placement__university")
        .annotate(pounds=Sum(F("counts") * F("rate"), output_field=MONEY))
    )


def _paid(person: Person, first: date, last: date, on: date) -> dict[UUID, Decimal]:
    """Of each claim that was paid, the part that its days of these placements are of it. One
    query."""
    starts_on = "days__day__placement__starts_on"
    before = Q(**{f"{starts_on}__lt": first})
    until = Q(**{f"{starts_on}__lte": last})
    claims = FeeClaim.objects.visible_to(person, on).filter(paid__isnull=False).order_by()
    rows: QuerySet[Any, Any] = claims.annotate(
        **_worth_and_days("before", before), **_worth_and_days("until", until),
        **_worth_and_days("all", Q()),
    )  # fmt: skip
    found: dict[UUID, Decimal] = {}
    for row in rows.filter(until_days__gt=F("before_days")):
        # Claimed at a rate of nothing and paid all the same: the days tell the parts then.
        of = "worth" if row.all_worth else "days"
        whole = getattr(row, f"all_{of}")
        here = share(row.paid, getattr(row, f"until_{of}"), whole)
        earlier = share(row.paid, getattr(row, f"before_{of}"), whole)
        found[row.university_id] = found.get(row.university_id, NOTHING) + here - earlier
    return found


def _worth_and_days(name: str, which: Q) -> dict[str, Any]:
    worth = F("days__counts") * F("days__rate")
    return {
        f"{name}_worth": Sum(worth, filter=which, default=NOTHING, output_field=MONEY),
        f"{name}_days": Sum("days__counts", filter=which, default=NOTHING),
    }


def share(paid: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """The part of what was paid that `part` is of `whole`, in whole pence; parts taken one after
    the other, each as the difference of two shares, add up to what was paid.

    >>> share(Decimal("100.00"), Decimal(20), Decimal(60))
    Decimal('33.33')
    """
    return (paid * part / whole).quantize(PENNY, ROUND_HALF_UP)


def with_worth(claims: QuerySet[FeeClaim, Any]) -> QuerySet[FeeClaim, Any]:
    """Each with `worth` in pounds, `counted` days and `students`."""
    return (
        claims.select_related("university", "team", "made_by")
        .annotate(
            worth=WORTH,
            counted=Sum("days__counts", default=NOTHING),
            students=Count("days__day__placement", distinct=True),
        )
        .order_by("-made_on", "-until", "pk")
    )


def lines_of(claim: FeeClaim) -> list[dict[str, Any]]:
    """By student and rate: days, first and last, pounds. One query."""
    rows = ClaimedDay.objects.filter(claim=claim).order_by()
    grouped = rows.values(
        "rate", "day__placement__student__name", "day__placement__days_total"
    ).annotate(number=Sum("counts"), pounds=Sum(F("counts") * F("rate"), output_field=MONEY))
    return [dict(line) for line in grouped.order_by("day__placement__student__name", "rate")]


def claimed_days(claim: FeeClaim) -> QuerySet[ClaimedDay, ClaimedDay]:
    return (
        ClaimedDay.objects.filter(claim=claim)
        .select_related("day__placement__student", "day__confirmed_by")
        .order_by("day__placement__student__name", "day__on")
    )


def changed_since(claim: FeeClaim) -> int:
    """Days that count something else now, or are no longer confirmed."""
    rows = ClaimedDay.objects.filter(claim=claim)
    return rows.filter(~Q(day__counts=F("counts")) | Q(day__confirmed_at=None)).count()


@dataclass(frozen=True)
class Travel:
    """One placement's journeys together."""

    number: int = 0
    miles: Decimal = NOTHING
    amount: Decimal = NOTHING
    to_repay: Decimal = NOTHING


def travel_of(
    journeys: QuerySet[Journey, Journey], placement_ids: Collection[UUID]
) -> dict[UUID, Travel]:
    """By placement, of those `journeys` a reader may see. One query."""
    rows = (
        journeys.filter(day__placement__in=placement_ids)
        .order_by()
        .values("day__placement")
        .annotate(
            number=Count("pk"),
            total_miles=Sum("miles", default=NOTHING),
            total=Sum("amount", default=NOTHING),
            open=Sum("amount", filter=Q(repaid_on=None), default=NOTHING),
        )
    )
    return {
        row["day__placement"]: Travel(row["number"], row["total_miles"], row["total"], row["open"])
        for row in rows
    }


def years_of(person: Person, on: date) -> list[int]:
    """Academic years in which placements of this person's teams began, newest first."""
    began = PracticePlacement.objects.filter(team__in=person.reach(on).whole_teams)
    days = began.order_by().values_list("starts_on", flat=True).distinct()
    return sorted({day.year if day.month >= 9 else day.year - 1 for day in days}, reverse=True)


def universities_of(person: Person, on: date) -> QuerySet[University]:
    """Universities with placements in this person's teams."""
    placements = PracticePlacement.objects.filter(team__in=person.reach(on).whole_teams)
    return University.objects.filter(pk__in=placements.values("university")).order_by("name")


def all_universities() -> QuerySet[University]:
    return University.objects.filter(is_current=True).order_by("name")


def pop_team(person: Person, on: date) -> Team:
    """The team whose fees this person keeps: the one that hosts students."""
    teams = Team.objects.filter(pk__in=person.reach(on).whole_teams, is_pop=True)
    return teams.order_by("pk").get()


def to_repay(person: Person, on: date) -> list[tuple[PracticePlacement, Travel]]:
    """Placements with journeys that were not repaid, by student. Two queries."""
    seen = Journey.objects.visible_to(person, on).to_repay()
    placements = list(
        PracticePlacement.objects.filter(pk__in=seen.values("day__placement"))
        .select_related("student")
        .order_by("student__name")
    )
    totals = travel_of(seen, [one.pk for one in placements])
    return [(one, totals[one.pk]) for one in placements]


def fits_a_journey(placement: PracticePlacement) -> PlacementDay | None:
    """The newest day on placement: what a journey is most often about."""
    rows = placement.days.filter(kind__in=PlacementDay.ATTENDED_KINDS)
    return rows.order_by("-on").first()
