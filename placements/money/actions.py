"""What is written about money: rates, claims of confirmed days, journeys and their repayment."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person, Team
from partners.models import University
from placements.holding import hold, not_to_come
from placements.models.placement import PlacementDay, PracticePlacement
from placements.money import policies
from placements.money.models import ClaimedDay, FeeClaim, FeeRate, Journey, MileageRate
from placements.money.reads import PENNY, days_to_claim, rate_on, rates

ONE_DAY = timedelta(days=1)
CAR = Journey.By.CAR


def set_fee_rate(
    *,
    university: University | None,
    amount: Decimal,
    starts_on: date,
    source: str,
    is_verified: bool,
    by: Person | None,
) -> FeeRate:
    """From `starts_on` a university pays this; the rate before ends the day before. Days that were
    claimed keep the rate they were claimed at."""
    with written_by(by):
        _may_keep(by)
        return _follow(
            FeeRate(
                university=university,
                amount=amount,
                starts_on=starts_on,
                source=source.strip(),
                is_verified=is_verified,
            ),
            FeeRate.objects.filter(university=university),
        )


def set_mileage_rate(
    *, amount: Decimal, starts_on: date, source: str, is_verified: bool, by: Person | None
) -> MileageRate:
    """From `starts_on` a mile is repaid with this; journeys entered before keep what they had."""
    with written_by(by):
        _may_keep(by)
        row = MileageRate(
            amount=amount, starts_on=starts_on, source=source.strip(), is_verified=is_verified
        )
        return _follow(row, MileageRate.objects.all())


def make_claim(
    *, team: Team, university: University, until: date, on: date, by: Person
) -> FeeClaim:
    """Every confirmed day that counts, up to and with `until`, and is in no claim yet. Two who
    claim at once take turns at the university's row; a day is claimed once, whoever is quicker.
    """
    with written_by(by):
        _may_keep(by)
        University.objects.select_for_update().get(pk=university.pk)
        claim = FeeClaim(team=team, university=university, until=until, made_by=by, made_on=on)
        claim.full_clean()
        claim.save(force_insert=True)
        held = list(rates())
        rows = [
            ClaimedDay(
                claim=claim, day=day, counts=day.counts, rate=rate_on(held, university.pk, day.on)
            )
            for day in days_to_claim(team.pk, university.pk, until)
        ]
        if not rows:
            raise ValidationError(
                {"until": "No confirmed day is left to claim. Educators confirm weeks first."}
            )
        ClaimedDay.objects.bulk_create(rows, batch_size=1000)
        return claim


def send_claim(*, claim: FeeClaim, sent_on: date, reference: str, on: date, by: Person) -> FeeClaim:
    """It went to the university, under this invoice number."""
    with written_by(by):
        held = _held(claim, by)
        if held.sent_on is not None:
            raise ValidationError(f"It was sent on {held.sent_on:%-d %B %Y} already.")
        not_to_come(sent_on, on, "sent_on")
        if not reference.strip():
            raise ValidationError({"reference": "Give the invoice number."})
        held.sent_on, held.reference = sent_on, reference.strip()
        return _saved(held)


def pay_claim(
    *, claim: FeeClaim, paid_on: date, paid: Decimal, on: date, by: Person, note: str = ""
) -> FeeClaim:
    """What came. Less or more than was claimed needs a word why."""
    with written_by(by):
        held = _held(claim, by)
        if held.paid_on is not None:
            raise ValidationError(f"It was paid on {held.paid_on:%-d %B %Y} already.")
        if held.sent_on is None:
            raise ValidationError("It has not been sent yet.")
        not_to_come(paid_on, on, "paid_on")
        claimed = sum((day.counts * day.rate for day in held.days.all()), Decimal(0))
        if paid != claimed.quantize(PENNY, ROUND_HALF_UP) and not note.strip():
            raise ValidationError({"note": f"£{claimed:,.2f} was claimed: say why it differs."})
        held.paid_on, held.paid, held.note = paid_on, paid, note.strip()
        return _saved(held)


def discard_claim(*, claim: FeeClaim, by: Person) -> None:
    """A claim that was not sent goes again, and its days can be claimed anew."""
    with written_by(by):
        held = _held(claim, by)
        if held.sent_on is not None:
            raise ValidationError("It was sent: it stays.")
        held.delete()


def record_journey(
    *,
    placement: PracticePlacement,
    on: date,
    purpose: str,
    how: str,
    went_from: str,
    went_to: str,
    by: Person,
    today: date,
    miles: Decimal | None = None,
    fare: Decimal | None = None,
) -> Journey:
    """A journey on a day of one's own ledger. A car is repaid by the mile at that day's rate."""
    with written_by(by):
        held = hold(placement)
        if by.pk != held.student_id:
            raise PermissionDenied("Journeys are entered by the student who made them.")
        not_to_come(on, today, "on")
        day = held.days.filter(on=on).first()
        if day is None or day.kind not in PlacementDay.ATTENDED_KINDS:
            raise ValidationError({"on": "Record that you were on placement that day first."})
        journey = Journey(
            day=day,
            purpose=purpose,
            by=how,
            went_from=went_from.strip(),
            went_to=went_to.strip(),
            miles=miles if how == CAR else None,
            amount=_worth(how, miles, fare, on),
            entered_at=timezone.now(),
        )
        journey.full_clean()
        journey.save(force_insert=True)
        return journey


def remove_journey(*, journey: Journey, by: Person) -> None:
    """Entered by mistake; one that was repaid stays."""
    with written_by(by):
        held = Journey.objects.select_for_update(of=("self",)).get(pk=journey.pk)
        if by.pk != held.day.placement.student_id:
            raise PermissionDenied("Journeys are removed by the student who entered them.")
        if held.repaid_on is not None:
            raise ValidationError("It has been repaid: it stays.")
        held.delete()


def repay_journeys(*, placement: PracticePlacement, until: date, on: date, by: Person) -> int:
    """Every journey up to and with `until` that was not repaid is repaid today; says how many."""
    with written_by(by):
        _may_keep(by)
        held = hold(placement)
        rows = Journey.objects.to_repay().filter(day__placement=held, day__on__lte=until)
        number = rows.update(repaid_on=on, repaid_by=by)
        if not number:
            raise ValidationError({"until": "No journey is left to repay up to that day."})
        return number


# What the actions are made of


def _may_keep(by: Person | None) -> None:
    if by is not None and not policies.reads_fees(by):
        raise PermissionDenied("Fees are kept by business support and the team manager.")


def _held(claim: FeeClaim, by: Person) -> FeeClaim:
    _may_keep(by)
    return FeeClaim.objects.select_for_update(of=("self",)).get(pk=claim.pk)


def _saved(claim: FeeClaim) -> FeeClaim:
    claim.full_clean()
    claim.save()
    return claim


def _follow(row: Any, older: Any) -> Any:
    """The rate before ends the day before this one begins; none begins before the newest."""
    before = older.filter(ends_on=None).select_for_update().first()
    if before is not None:
        if row.starts_on <= before.starts_on:
            first = f"{before.starts_on:%-d %B %Y}"
            raise ValidationError({"starts_on": f"A rate holds from {first}: choose a later day."})
        before.ends_on = row.starts_on - ONE_DAY
        before.full_clean()
        before.save()
    if not row.source:
        raise ValidationError({"source": "Say where this figure comes from."})
    row.full_clean()
    row.save(force_insert=True)
    return row


def _worth(how: str, miles: Decimal | None, fare: Decimal | None, on: date) -> Decimal:
    if how != CAR:
        if fare is None:
            raise ValidationError({"fare": "Say what the fare was."})
        return fare
    if miles is None:
        raise ValidationError({"miles": "Say how many miles."})
    rate = MileageRate.objects.of(on)
    if rate is None:
        raise ValidationError({"on": "No rate for a mile holds on that day. Ask business support."})
    return (miles * rate.amount).quantize(PENNY, ROUND_HALF_UP)
