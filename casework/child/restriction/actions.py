"""Verbs about restricted records: close one to all but those named, and break the glass.

The emergency access ends after `BREAK_GLASS_HOURS` and never past midnight; a manager is told at
once and reviews it. All raise ValidationError with words for the person who asked.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.permissions import Permission
from casework.child.models import BreakGlass, Child, Restriction, RestrictionNamed
from casework.child.people import who_reviews
from casework.child.restriction.clocks import SUBJECT
from notices.actions import NewNotice, notify_many, withdraw_about
from notices.models import Notice, Urgency
from timescales.actions import refresh


def restrict_child(
    *, child: Child, named: Iterable[Person], why: str, starts_on: date, by: Person
) -> Restriction:
    """Close the record to everyone but `named`; the manager who does it is always named."""
    with written_by(by):
        restriction = Restriction(child=child, why=why.strip(), starts_on=starts_on, made_by=by)
        restriction.full_clean()
        if not restriction.why:
            raise ValidationError({"why": "Say why this record is closed."})
        restriction.save(force_insert=True)
        _name(restriction, {person.pk: person for person in [*named, by]}.values())
        return restriction


def name_people(
    *, restriction: Restriction, named: Iterable[Person], by: Person
) -> list[RestrictionNamed]:
    """Those named are exactly `named`, and whoever decides it."""
    with written_by(by):
        held = _hold(restriction)
        wanted = {person.pk: person for person in [*named, by]}
        held.named.exclude(person__in=wanted).delete()
        there = set(held.named.values_list("person_id", flat=True))
        _name(held, [person for pk, person in wanted.items() if pk not in there])
        return list(held.named.select_related("person").order_by("person__name"))


def lift_restriction(*, restriction: Restriction, why: str, by: Person) -> Restriction:
    """From this minute the record is open again to everyone around the child."""
    with written_by(by):
        held = _hold(restriction)
        if not why.strip():
            raise ValidationError({"why": "Say why it no longer needs to be closed."})
        held.lifted_at, held.lifted_by, held.lifted_why = timezone.now(), by, why.strip()
        held.full_clean()
        held.save()
        return held


def break_glass(*, child: Child, reason: str, by: Person) -> BreakGlass:
    """Open a restricted record now, for `by` alone; who manages them is told the same moment.

    Asking again while it is open gives the one that is open. The view has asked for the password.
    """
    with written_by(by):
        Child.objects.select_for_update(of=("self",)).get(pk=child.pk)
        now = timezone.now()
        on = timezone.localdate(now)
        opened = child.emergencies.is_open(now).filter(person=by).first()
        if opened is not None:
            return opened
        masked = Child.objects.masked_for(by, on).filter(pk=child.pk).exists()
        if not masked or not by.may(Permission.GLASS_BREAK):
            raise ValidationError("This record is not one that you can open in an emergency.")
        if not reason.strip():
            raise ValidationError({"reason": "Say why you need this record now."})
        glass = BreakGlass(
            child=child,
            restriction=child.restrictions.standing(on).get(),
            person=by,
            reason=reason.strip(),
            opened_at=now,
            ends_at=ends_at(now),
        )
        glass.full_clean()
        glass.save(force_insert=True)
        refresh(SUBJECT, [glass.pk], by=by)
        _tell_reviewers(glass, on)
        return glass


def ends_at(opened_at: datetime) -> datetime:
    """After the hours of the setting, and never past the midnight that ends the local day."""
    day = timezone.localdate(opened_at)
    midnight = datetime.combine(day + timedelta(days=1), time.min, timezone.get_default_timezone())
    # Hours that pass, not hours on the clock's face, on the nights when the clocks change.
    after_hours = opened_at.astimezone(UTC) + timedelta(hours=settings.BREAK_GLASS_HOURS)
    return min(timezone.localtime(after_hours), midnight)


def end_glass(*, glass: BreakGlass, by: Person) -> BreakGlass:
    """Whoever opened the record is done with it, or their manager ends it early."""
    with written_by(by):
        held = BreakGlass.objects.select_for_update(of=("self",)).get(pk=glass.pk)
        now = timezone.now()
        if held.ended_at is None and held.ends_at > now:
            held.ended_at = now
            held.save()
        return held


def review_glass(*, glass: BreakGlass, outcome: str, note: str, by: Person) -> BreakGlass:
    """What the manager found; `name_them` also names the person on the restriction."""
    with written_by(by):
        held = BreakGlass.objects.select_for_update(of=("self",)).get(pk=glass.pk)
        if held.reviewed_at is not None:
            raise ValidationError("Somebody has reviewed this already.")
        if held.person_id == by.pk:
            raise ValidationError("Nobody reviews their own emergency access.")
        if not note.strip():
            raise ValidationError({"note": "Say what you found."})
        held.reviewed_at, held.reviewed_by = timezone.now(), by
        held.outcome, held.review_note = outcome, note.strip()
        held.full_clean()
        held.save()
        if outcome == BreakGlass.Outcome.NAME_THEM and held.restriction.lifted_at is None:
            RestrictionNamed.objects.get_or_create(
                restriction_id=held.restriction_id, person_id=held.person_id
            )
        refresh(SUBJECT, [held.pk], by=by)
        withdraw_about(about=[held.pk], why=Notice.Withdrawn.SETTLED)
        return held


def _hold(restriction: Restriction) -> Restriction:
    held = Restriction.objects.select_for_update(of=("self",)).get(pk=restriction.pk)
    if held.lifted_at is not None:
        raise ValidationError("This restriction is lifted already.")
    return held


def _name(restriction: Restriction, people: Iterable[Person]) -> None:
    RestrictionNamed.objects.bulk_create(
        RestrictionNamed(restriction=restriction, person=person) for person in people
    )


def _tell_reviewers(glass: BreakGlass, on: date) -> None:
    until = timezone.localtime(glass.ends_at)
    notify_many(
        NewNotice(
            recipient_id=manager.pk,
            key=f"child.glass.{glass.pk}",
            line=f"{glass.child.reference}: {glass.person.name} opened this restricted record in "
            f"an emergency, until {until:%H:%M}. Review it within two working days.",
            path=reverse("casework:glass-review", args=[glass.pk]),
            urgency=Urgency.URGENT,
            root_type=SUBJECT,
            root_id=glass.pk,
            about_id=glass.pk,
        )
        for manager in who_reviews([glass.person_id], on)[glass.person_id]
    )
