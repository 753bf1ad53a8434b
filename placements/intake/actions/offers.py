"""Places are offered, answered, and named students put on them. All take turns at the intake."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError

from accounts.actions import written_by
from accounts.models import Person
from accounts.roles import Role
from partners.models import University
from placements.intake.actions.intakes import hold_intake
from placements.intake.capacity import capacity_of
from placements.intake.models import Intake, Nomination, Offer
from placements.models.placement import MONDAY_TO_FRIDAY, PracticePlacement


def make_offer(
    *,
    intake: Intake,
    university: University,
    days_total: int,
    places: int,
    offered_on: date,
    answer_by: date,
    by: Person | None,
    over_reason: str = "",
) -> Offer:
    """So many places of one length. More than there is room for needs a reason that is kept."""
    with written_by(by):
        held = hold_intake(intake)
        offer = Offer(
            intake=held,
            university=university,
            days_total=days_total,
            places=places,
            offered_on=offered_on,
            answer_by=answer_by,
            over_reason=over_reason.strip(),
        )
        offer.full_clean()
        _has_room(offer, offered_on)
        offer.save(force_insert=True)
        return offer


def change_offer(
    *, offer: Offer, places: int, answer_by: date, on: date, by: Person, over_reason: str = ""
) -> Offer:
    """More places or fewer, never fewer than the university has answered for."""
    with written_by(by):
        held = _held(offer)
        held.places, held.answer_by, held.over_reason = places, answer_by, over_reason.strip()
        held.full_clean()
        _has_room(held, on)
        held.save()
        return held


def answer_offer(
    *,
    offer: Offer,
    accepted: int,
    declined: int,
    answered_on: date,
    by: Person | None,
    note: str = "",
) -> Offer:
    """What the university said. An answer may come in parts and be changed, but not below the
    students it has named.
    """
    with written_by(by):
        held = _held(offer)
        named = held.nominations.standing().count()
        if accepted < named:
            students = "student is" if named == 1 else "students are"
            raise ValidationError({"accepted": f"{named} {students} named for these places."})
        held.accepted, held.declined = accepted, declined
        held.answered_on, held.note = answered_on, note.strip()
        held.full_clean()
        held.save()
        return held


def name_student(
    *,
    offer: Offer,
    student: Person,
    named_on: date,
    by: Person | None,
    starts_on: date | None = None,
    weekdays: Collection[int] = MONDAY_TO_FRIDAY,
) -> Nomination:
    """The university names a student for an accepted place."""
    with written_by(by):
        held = _held(offer)
        if student.role != Role.STUDENT:
            raise ValidationError({"student": "Only a student is named for a place."})
        if held.nominations.standing().count() >= held.accepted:
            taken = f"{held.university} has accepted {held.accepted} of these places"
            raise ValidationError({"student": f"{taken}, and each has its student."})
        others = Nomination.objects.standing().filter(student=student, offer__intake=held.intake_id)
        if others.exists():
            raise ValidationError({"student": f"{student} is named in this intake already."})
        nomination = Nomination(
            offer=held,
            student=student,
            starts_on=starts_on or held.intake.starts_on,
            weekdays=sorted(set(weekdays)),
            named_on=named_on,
        )
        _does_not_overlap(nomination)
        nomination.full_clean()
        nomination.save(force_insert=True)
        return nomination


def withdraw_student(*, nomination: Nomination, on: date, why: str, by: Person) -> Nomination:
    """The student does not come after all; the place is empty again."""
    with written_by(by):
        _held(nomination.offer)
        held = Nomination.objects.select_for_update(of=("self",)).get(pk=nomination.pk)
        if held.withdrawn_on is not None:
            raise ValidationError("They are withdrawn already.")
        if hasattr(held, "match"):
            raise ValidationError(
                "A placement is arranged for them. End that placement instead; its place stays."
            )
        if not why.strip():
            raise ValidationError({"why": "Say why the student is withdrawn."})
        held.withdrawn_on, held.withdrawn_why = on, why.strip()
        held.full_clean()
        held.save()
        return held


# What the actions are made of


def _held(offer: Offer) -> Offer:
    """The offer as it stands, its intake locked until commit."""
    hold_intake(offer.intake)
    return (
        Offer.objects.select_for_update(of=("self",))
        .select_related("intake__team", "university")
        .get(pk=offer.pk)
    )


def _has_room(offer: Offer, on: date) -> None:
    others = list(offer.intake.offers.exclude(pk=offer.pk))
    room = capacity_of(offer.intake, others, on)
    if offer.held > max(room.left, 0) and not offer.over_reason:
        raise ValidationError(
            {
                "places": f"{room.sentence} {max(room.left, 0)} can still be offered. "
                "Offer fewer, or say why more."
            }
        )


def _does_not_overlap(nomination: Nomination) -> None:
    """A running placement goes on until its last day is recorded."""
    running = PracticePlacement.objects.filter(student=nomination.student)
    for placement in running:
        if placement.ends_on is None or placement.ends_on >= nomination.starts_on:
            standing = f"{nomination.student} has a placement whose last day"
            raise ValidationError({"student": f"{standing} is not recorded before that day."})
