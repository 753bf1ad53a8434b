"""Rates by date, claims of confirmed days, payments, journeys."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.roles import Role
from placements.models import FeeRate, PracticePlacement
from placements.money import actions, reads
from placements.money.models import ClaimedDay, FeeClaim, Journey
from tests.partners.factories import UniversityFactory
from tests.placements.factories import DayFactory, PlacementFactory
from tests.stage import staged

pytestmark = pytest.mark.django_db
FIRST = date(2026, 9, 28)
TODAY = date(2026, 11, 20)


@staged
def university():
    return UniversityFactory()


@staged
def placement(student, pe, team, university):
    return PlacementFactory(student=student, practice_educator=pe, team=team, university=university)


def confirmed(placement, *days, counts=1):
    return [
        DayFactory(
            placement=placement,
            on=day,
            counts=Decimal(str(counts)),
            confirmed_by=placement.practice_educator,
            confirmed_at=timezone.now(),
        )
        for day in days
    ]


def claim(placement, by, until=TODAY):
    return actions.make_claim(
        team=placement.team, university=placement.university, until=until, on=TODAY, by=by
    )


def worth(row: FeeClaim):
    return reads.with_worth(FeeClaim.objects.filter(pk=row.pk)).get().worth


def test_the_shipped_rate_says_that_nobody_confirmed_it():
    rate = FeeRate.objects.get()
    assert (rate.university, rate.amount, rate.is_verified) == (None, Decimal("20.00"), False)
    assert "Not verified" in rate.source


def test_a_rate_follows_another_and_none_overlap(university, business_support, tm, pe):
    actions.set_fee_rate(
        university=university,
        amount=Decimal(22),
        starts_on=date(2026, 9, 1),
        source="Contract",
        is_verified=True,
        by=business_support,
    )
    actions.set_fee_rate(
        university=university,
        amount=Decimal(24),
        starts_on=date(2026, 11, 1),
        source="Contract",
        is_verified=True,
        by=tm,
    )
    held = list(reads.rates())
    on = [date(2026, 8, 31), date(2026, 10, 31), date(2026, 11, 1)]
    assert [reads.rate_on(held, university.pk, day) for day in on] == [20, 22, 24]
    with pytest.raises(ValidationError, match="choose a later day"):
        actions.set_fee_rate(
            university=university,
            amount=Decimal(25),
            starts_on=date(2026, 11, 1),
            source="Again",
            is_verified=False,
            by=tm,
        )
    with pytest.raises(PermissionDenied):
        actions.set_fee_rate(
            university=None,
            amount=Decimal(1),
            starts_on=TODAY,
            source="x",
            is_verified=False,
            by=pe,
        )


def test_only_confirmed_days_that_count_are_claimed_each_once(placement, business_support):
    confirmed(placement, FIRST, FIRST + timedelta(days=1))
    confirmed(placement, FIRST + timedelta(days=2), counts=0.5)
    confirmed(placement, FIRST + timedelta(days=3), counts=0)
    DayFactory(placement=placement, on=FIRST + timedelta(days=4))
    made = claim(placement, business_support)
    assert made.days.count() == 3
    assert worth(made) == Decimal("50.00")
    with pytest.raises(ValidationError, match="No confirmed day is left"):
        claim(placement, business_support)
    assert FeeClaim.objects.count() == 1
    row = ClaimedDay.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimedDay.objects.create(claim=made, day=row.day, counts=1, rate=1)


def test_a_claim_keeps_its_rate_and_says_when_a_day_has_changed(placement, business_support):
    day, other = confirmed(placement, FIRST, FIRST + timedelta(days=1))
    made = claim(placement, business_support)
    actions.set_fee_rate(
        university=placement.university,
        amount=Decimal(99),
        starts_on=date(2026, 9, 1),
        source="Contract",
        is_verified=True,
        by=business_support,
    )
    assert worth(made) == Decimal("40.00")
    assert reads.changed_since(made) == 0
    day.confirmed_by = day.confirmed_at = None
    day.save()
    assert reads.changed_since(made) == 1


def test_sent_and_paid_in_order(placement, business_support, pe):
    confirmed(placement, FIRST)
    made = claim(placement, business_support)
    pay = {"paid": Decimal("20.00"), "on": TODAY, "by": business_support}
    with pytest.raises(ValidationError, match="not been sent"):
        actions.pay_claim(claim=made, paid_on=TODAY, **pay)
    sent = actions.send_claim(
        claim=made, sent_on=TODAY, reference="INV 7", on=TODAY, by=business_support
    )
    with pytest.raises(ValidationError, match="It was sent: it stays"):
        actions.discard_claim(claim=made, by=business_support)
    with pytest.raises(ValidationError, match="before it was sent"):
        actions.pay_claim(claim=sent, paid_on=TODAY - timedelta(days=1), **pay)
    with pytest.raises(ValidationError, match="say why it differs"):
        actions.pay_claim(claim=sent, paid_on=TODAY, **(pay | {"paid": Decimal(10)}))
    paid = actions.pay_claim(claim=sent, paid_on=TODAY, **pay)
    assert paid.paid == Decimal("20.00")
    with pytest.raises(PermissionDenied):
        actions.pay_claim(claim=sent, paid_on=TODAY, **(pay | {"by": pe}))


def test_a_claim_that_was_not_sent_frees_its_days(placement, business_support):
    confirmed(placement, FIRST)
    actions.discard_claim(claim=claim(placement, business_support), by=business_support)
    assert claim(placement, business_support).days.count() == 1


def test_days_to_come_are_not_claimed(placement, business_support):
    with pytest.raises(ValidationError, match="Days to come are not claimed"):
        claim(placement, business_support, until=TODAY + timedelta(days=1))


def test_expected_claimed_and_paid_by_university(placement, business_support, someone, team):
    confirmed(placement, FIRST, FIRST + timedelta(days=1))
    made = claim(placement, business_support, until=FIRST)
    actions.send_claim(claim=made, sent_on=TODAY, reference="INV 1", on=TODAY, by=business_support)
    actions.pay_claim(claim=made, paid_on=TODAY, paid=Decimal(20), on=TODAY, by=business_support)
    (row,) = reads.fees(business_support, date(2026, 9, 1), date(2027, 8, 31), TODAY)
    assert (row.placements, row.expected, row.days) == (1, 1400, 2)
    assert (row.to_claim, row.claimed, row.paid) == (20, 20, 20)
    assert not row.is_verified


def test_fees_ask_the_same_number_of_questions(placement, business_support, team, queries_for):
    def ask():
        reads.fees(business_support, date(2026, 9, 1), date(2027, 8, 31), TODAY)

    confirmed(placement, FIRST)
    ask()
    few = queries_for(ask)
    for _ in range(5):
        other = PlacementFactory(team=team)
        confirmed(other, FIRST)
    assert queries_for(ask) == few


def travel(placement, by, **changes):
    asked = {
        "placement": placement,
        "on": FIRST,
        "purpose": "visit",
        "how": "car",
        "went_from": "Worcester",
        "went_to": "Malvern",
        "miles": Decimal("9.5"),
        "by": by,
        "today": TODAY,
    }
    return actions.record_journey(**(asked | changes))


def test_a_journey_hangs_on_a_day_on_placement(placement, student, pe, tm):
    with pytest.raises(ValidationError, match="Record that you were on placement"):
        travel(placement, student)
    confirmed(placement, FIRST)
    assert travel(placement, student).amount == Decimal("4.28")
    bus = travel(placement, student, how="fare", fare=Decimal("3.20"), miles=None)
    assert (bus.amount, bus.miles) == (Decimal("3.20"), None)
    with pytest.raises(ValidationError, match="how many miles"):
        travel(placement, student, miles=None)
    with pytest.raises(PermissionDenied):
        travel(placement, pe)


def test_a_claim_that_is_not_sent_is_still_to_claim(placement, business_support):
    confirmed(placement, FIRST, FIRST + timedelta(days=1))
    year = (date(2026, 9, 1), date(2027, 8, 31))

    def told():
        (row,) = reads.fees(business_support, *year, TODAY)
        return row.to_claim, row.claimed

    assert told() == (40, 0)
    made = claim(placement, business_support)
    assert told() == (40, 0)
    actions.send_claim(claim=made, sent_on=TODAY, reference="7", on=TODAY, by=business_support)
    assert told() == (0, 40)


@pytest.mark.parametrize(
    ("rate", "paid", "parts"),
    [
        (20, "60.00", ("20.00", "40.00")),
        (20, "100.00", ("33.33", "66.67")),
        (0, "30.00", ("10.00", "20.00")),
    ],
)
def test_a_claim_over_two_years_is_paid_once_a_part_in_each(
    placement, pe, team, someone, business_support, rate, paid, parts
):
    earlier = PlacementFactory(
        student=someone(Role.STUDENT, "Esme Earlier"),
        practice_educator=pe,
        team=team,
        university=placement.university,
        starts_on=date(2026, 8, 3),
    )
    confirmed(earlier, FIRST)
    confirmed(placement, FIRST, FIRST + timedelta(days=1))
    made = claim(placement, business_support)
    ClaimedDay.objects.filter(claim=made).update(rate=rate)
    actions.send_claim(claim=made, sent_on=TODAY, reference="7", on=TODAY, by=business_support)
    actions.pay_claim(
        claim=made, paid_on=TODAY, paid=Decimal(paid), on=TODAY, by=business_support, note="So"
    )

    def year(number):
        (row,) = reads.fees(business_support, date(number, 9, 1), date(number + 1, 8, 31), TODAY)
        return row.paid

    assert (year(2025), year(2026)) == tuple(Decimal(part) for part in parts)


def test_journeys_are_repaid_once_and_then_stay(placement, student, business_support, tm):
    confirmed(placement, FIRST)
    made, wrong = travel(placement, student), travel(placement, student)
    actions.remove_journey(journey=wrong, by=student)
    repay = {"placement": placement, "until": FIRST, "on": TODAY, "by": business_support}
    assert actions.repay_journeys(**repay) == 1
    with pytest.raises(ValidationError, match="No journey is left"):
        actions.repay_journeys(**repay)
    with pytest.raises(ValidationError, match="It has been repaid"):
        actions.remove_journey(journey=made, by=student)


def test_who_reads_what(cast, placement, student, business_support):
    confirmed(placement, FIRST)
    travel(placement, student)
    claim(placement, business_support)
    for name, person in vars(cast).items():
        assert Journey.objects.visible_to(person).exists() == (
            name in {"student", "pe", "tm", "business_support"}
        ), name
        assert FeeClaim.objects.visible_to(person).exists() == (
            name in {"tm", "business_support"}
        ), name
    assert PracticePlacement.objects.visible_to(cast.tutor).count() == 0
