"""Reviews of a child in need plan: written, sent, countersigned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from casework.chronology.actions import record
from casework.direct_work.models import ScaleReading
from casework.meeting.codes import Kind
from casework.plan.actions import signing
from casework.plan.actions.meetings import propose_for
from casework.plan.actions.signing import held, held_for_writing, may_write, open_plan
from casework.plan.clocks import SUBJECT, latest_lawful_review
from casework.plan.completeness import REVIEW_FIELDS, missing_in_review
from casework.plan.models import Contribution, Plan, PlanReview, Who
from timescales.actions import refresh
from timescales.calendars import load_calendar
from timescales.rulebook import Rulebook

SOURCE = "casework.plan_review"
# Whose numbers stand beside those of sessions on the one scale of how safe it feels.
_SAID_BY = {
    Who.CHILD: ScaleReading.SaidBy.CHILD,
    Who.PARENT: ScaleReading.SaidBy.PARENT,
}


@dataclass(frozen=True)
class Brought:
    """What one person brought to a review."""

    who: str
    name: str
    how: str
    view: str = ""
    scale: int | None = None


def start_review(
    *,
    plan: Plan,
    fields: dict[str, Any],
    brought: Sequence[Brought],
    by: Person,
    on: date | None = None,
) -> PlanReview:
    """A draft of its author's. Raises PermissionDenied, ValidationError."""
    with written_by(by):
        may_write(by)
        plan = open_plan(plan)
        if plan.is_child_protection:
            raise ValidationError("A child protection plan is reviewed at a conference.")
        review = PlanReview(plan=plan, author=by)
        return _write(review, fields, brought, on or timezone.localdate())


def save_review(
    *,
    review: PlanReview,
    began_from: int,
    fields: dict[str, Any],
    brought: Sequence[Brought],
    by: Person,
    on: date | None = None,
) -> PlanReview:
    """What the author wrote next. Raises Conflict, NotAllowed, ValidationError."""
    with written_by(by):
        review = held_for_writing(review, by, began_from)
        return _write(review, fields, brought, on or timezone.localdate())


def submit_review(*, review: PlanReview, by: Person, began_from: int | None = None) -> PlanReview:
    """Sent to be countersigned; from then on it counts as held. Raises ValidationError."""
    with written_by(by):
        review = held(review, began_from)
        signed = signing.send(review, by, missing(review))
        refresh(SUBJECT, [review.plan_id], by=by)
        if review.next_on:
            propose_for(review.plan, Kind.CIN_REVIEW, review.held_on, by, about=_next(review))
        if signed:
            _settle_signed(review, by)
        return review


def missing(review: PlanReview) -> dict[str, str]:
    return missing_in_review(review, [row.who for row in review.contributions.all()])


def withdraw_review(*, review: PlanReview, by: Person) -> PlanReview:
    with written_by(by):
        review = signing.take_back(review, by)
        refresh(SUBJECT, [review.plan_id], by=by)
        return review


def return_review(
    *, review: PlanReview, comment: str, by: Person, began_from: int | None = None
) -> PlanReview:
    with written_by(by):
        review = signing.give_back(review, by, comment, began_from)
        refresh(SUBJECT, [review.plan_id], by=by)
        return review


def countersign_review(
    *, review: PlanReview, by: Person, began_from: int | None = None
) -> PlanReview:
    with written_by(by):
        review = signing.countersign(review, by, began_from)
        refresh(SUBJECT, [review.plan_id], by=by)
        _settle_signed(review, by)
        return review


def _write(
    review: PlanReview, fields: dict[str, Any], brought: Sequence[Brought], on: date
) -> PlanReview:
    plan = review.plan
    held_on = fields.get("held_on", review.held_on)
    if held_on is None:
        raise ValidationError({"held_on": "Say when the review was held."})
    if held_on > on:
        raise ValidationError({"held_on": "The review cannot be in the future."})
    if held_on <= plan.starts_on or (plan.ends_on and held_on > plan.ends_on):
        raise ValidationError({"held_on": "A review is held after the plan's first day."})
    next_on, why = fields.get("next_on"), fields.get("next_late_why", "").strip()
    if next_on:
        _check_next(held_on, next_on, why)
    signing.write(review, fields, REVIEW_FIELDS)
    review.contributions.all().delete()
    Contribution.objects.bulk_create(
        Contribution(review=review, position=number, **vars(one))
        for number, one in enumerate(brought)
    )
    return review


def _check_next(held_on: date, next_on: date, why: str) -> None:
    """Within the clock's limit, or later with a reason: the limit is the council's own."""
    due = latest_lawful_review(held_on, Rulebook.load(), load_calendar())
    if next_on > due.due_on and not why:
        raise ValidationError(
            {
                "next_on": f"The next review is due by {due.due_on:%-d %B %Y}. Choose that day or "
                "an earlier one, or say why it is later.",
            }
        )


def _next(review: PlanReview) -> str:
    return f"Agreed for {review.next_on:%-d %B %Y}"


def _settle_signed(review: PlanReview, by: Person) -> None:
    for row in review.contributions.all():
        said_by = _SAID_BY.get(Who(row.who))
        if row.scale is not None and said_by:
            ScaleReading.objects.create(
                child=review.child, said_by=said_by, value=row.scale, on=review.held_on, by=by
            )
    record(
        kind="casework.plan_reviewed",
        child=review.child,
        happened_on=review.held_on,
        by=review.author,
        summary="Child in need plan reviewed",
        details={
            "result": review.get_result_display(),
            "why": review.result_why,
            "next_on": review.next_on.isoformat() if review.next_on else "",
            "there": [row.name for row in review.contributions.all() if row.how == "there"],
            "signed_by": review.signed_by.name if review.signed_by else "",
        },
        source_type=SOURCE,
        source_id=review.pk,
    )
