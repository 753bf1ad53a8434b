"""The text of a plan: a new version, its way to the manager, and what follows from it."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from casework.chronology.actions import record
from casework.decision.actions import drop_decision, record_decision, redecide
from casework.decision.models import Decision
from casework.meeting.actions import call_off
from casework.meeting.codes import Kind as MeetingKind
from casework.plan import reads
from casework.plan.actions import signing
from casework.plan.actions.signing import held, held_for_writing, may, may_write, open_plan
from casework.plan.clocks import SUBJECT
from casework.plan.completeness import VERSION_FIELDS, missing_in_version
from casework.plan.models import (
    Need,
    Outcome,
    Plan,
    PlanAction,
    PlanItem,
    PlanVersion,
    Status,
)
from records.actions import NotAllowed, move
from records.states import Move
from timescales.actions import refresh

SOURCE = "casework.plan_version"
# A new version begins from these words of the one before it; what changes is said anew.
_COPIED = tuple(name for name in VERSION_FIELDS if name not in {"why_new", "meeting_on"})


def new_version(*, plan: Plan, by: Person) -> PlanVersion:
    """A draft, copied from the version before it, what was taken out left out.

    Raises PermissionDenied, ValidationError.
    """
    with written_by(by):
        may_write(by)
        plan = open_plan(plan)
        if plan.versions.in_the_making().exists():
            raise ValidationError("Another version of this plan is being written.")
        last = plan.versions.order_by("-number").first()
        version = PlanVersion(plan=plan, number=last.number + 1 if last else 1, author=by)
        if last:
            for name in _COPIED:
                setattr(version, name, getattr(last, name))
        version.save(force_insert=True)
        if last:
            _copy_items(last, version)
        return version


def save_version(
    *, version: PlanVersion, began_from: int, fields: dict[str, Any], by: Person
) -> PlanVersion:
    """What the author wrote next. Raises Conflict, NotAllowed, ValidationError."""
    with written_by(by):
        version = held_for_writing(version, by, began_from)
        open_plan(version.plan)
        signing.write(version, fields, VERSION_FIELDS)
        return version


def submit_version(
    *, version: PlanVersion, by: Person, began_from: int | None = None
) -> PlanVersion:
    """Sent to be countersigned; a registered author who answers for the child signs it.

    Raises Conflict, NotAllowed, ValidationError (field to message).
    """
    with written_by(by):
        version = held(version, began_from)
        open_plan(version.plan)
        if signing.send(version, by, missing(version)):
            signing.ask_to_authorise(version, f"{version.pk}.{version.lock_version}")
        return version


def missing(version: PlanVersion) -> dict[str, str]:
    """Field to message, for everything that keeps this version from being sent."""
    return missing_in_version(
        version,
        number=version.number,
        needs=reads.branches(reads.tree(version)),
        answered_by=[row.who for row in version.agreements.all()],
    )


def withdraw_version(*, version: PlanVersion, by: Person) -> PlanVersion:
    """Take back what was sent, to change it. Raises NotAllowed."""
    with written_by(by):
        return signing.take_back(version, by)


def return_version(
    *, version: PlanVersion, comment: str, by: Person, began_from: int | None = None
) -> PlanVersion:
    """Back to its author, from the accountable worker or from the manager."""
    with written_by(by):
        return signing.give_back(version, by, comment, began_from)


def countersign_version(
    *, version: PlanVersion, by: Person, began_from: int | None = None
) -> PlanVersion:
    """The accountable worker stands behind it; the manager is asked to authorise it."""
    with written_by(by):
        version = signing.countersign(version, by, began_from)
        signing.ask_to_authorise(version, f"{version.pk}.{version.lock_version}")
        return version


def authorise_version(
    *,
    version: PlanVersion,
    by: Person,
    began_from: int | None = None,
    on: date | None = None,
) -> PlanVersion:
    """From here on it is the plan; the one before it is replaced, its actions are taken over.

    Raises Conflict, NotAllowed, ValidationError.
    """
    with written_by(by):
        on = on or timezone.localdate()
        version = held(version, began_from)
        plan = open_plan(version.plan)
        if version.countersigned_by_id == by.pk:
            raise NotAllowed("You countersigned this plan, so somebody else authorises it.")
        asked = may(version, by)
        before = plan.versions.in_force().first()
        if before:
            move(record=before, move=Move.SUPERSEDE, by=by, may=asked)
        move(record=version, move=Move.AUTHORISE, by=by, may=asked)
        signing.settle(version)
        _list_actions(version, by, on)
        _tell_chronology(version, by, on)
        if version.meeting_on is not None:
            call_off(
                episode=plan.episode,
                kinds=[MeetingKind.CIN_PLANNING],
                why=f"The plan was agreed at the meeting of {version.meeting_on:%-d %B %Y}.",
                by=by,
                on=on,
                only_proposed=True,
            )
        refresh(SUBJECT, [plan.pk], by=by)
        return version


def _copy_items(last: PlanVersion, version: PlanVersion) -> None:
    """What stands is copied under the same lines; what the action list calls done, as achieved."""
    needs = {row.pk: _copied(row, version) for row in last.needs.standing()}
    Need.objects.bulk_create(needs.values())
    outcomes = {
        row.pk: _copied(row, version, need=needs[row.need_id])
        for row in last.outcomes.standing()
        if row.need_id in needs
    }
    Outcome.objects.bulk_create(outcomes.values())
    actions = [
        _copied(row, version, outcome=outcomes[row.outcome_id])
        for row in last.actions.standing()
        if row.outcome_id in outcomes
    ]
    done = reads.decisions_of([row.line for row in actions])
    for row in actions:
        if row.line in done and done[row.line].status == Decision.Status.DONE:
            row.status = Status.ACHIEVED
    PlanAction.objects.bulk_create(actions)


def _copied(item: Any, version: PlanVersion, **parent: PlanItem) -> Any:
    model = type(item)
    apart = {"id", "version", "lock_version", *parent}
    same = {
        field.attname: getattr(item, field.attname)
        for field in model._meta.concrete_fields
        if field.name not in apart
    }
    return model(version=version, **same, **parent)


def _list_actions(version: PlanVersion, by: Person, on: date) -> None:
    """Each action of somebody who signs in stands in the one list; what changed is decided anew."""
    rows = reads.actions_of(version)
    known = reads.decisions_of([row.line for row in rows])
    for row in rows:
        decision = known.pop(row.line, None)
        is_open = decision is not None and decision.status == Decision.Status.CONFIRMED
        if row.owner is None or not row.is_open:
            if decision is not None and is_open:
                drop_decision(
                    decision=decision,
                    why=f"No longer in version {version.number} of the plan",
                    by=by,
                    on=on,
                    tells_chronology=False,
                )
            continue
        # What was due while the plan waited to be signed is due on the day it is authorised.
        due_on = max(row.due_on, on)
        if decision is None or decision.status in (
            Decision.Status.DROPPED,
            Decision.Status.DECLINED,
        ):
            record_decision(
                child=version.child,
                what=row.what,
                why=f"In the plan, so that: {row.outcome.words}",
                owner=row.owner,
                due_on=due_on,
                by=by,
                source_type=reads.ACTION_SOURCE,
                source_id=row.line,
                on=on,
                tells_chronology=False,
            )
        elif is_open and (decision.what, decision.owner_id, decision.due_on) != (
            row.what,
            row.owner_id,
            max(row.due_on, decision.due_on) if row.due_on < on else row.due_on,
        ):
            redecide(
                decision=decision,
                what=row.what,
                owner=row.owner,
                due_on=due_on,
                why=f"Changed in version {version.number} of the plan",
                by=by,
                on=on,
                tells_chronology=False,
            )
    _drop_left_out(version, by, on)


def _drop_left_out(version: PlanVersion, by: Person, on: date) -> None:
    """Open actions of earlier versions that this one does not hold any more."""
    here = set(version.actions.values_list("line", flat=True))
    earlier = PlanAction.objects.filter(version__plan=version.plan).exclude(line__in=here)
    for decision in reads.decisions_of(set(earlier.values_list("line", flat=True))).values():
        if decision.status == Decision.Status.CONFIRMED:
            drop_decision(
                decision=decision,
                why=f"No longer in version {version.number} of the plan",
                by=by,
                on=on,
                tells_chronology=False,
            )


def _tell_chronology(version: PlanVersion, by: Person, on: date) -> None:
    outcomes = version.outcomes.standing().filter(need__status=Status.OPEN)
    record(
        kind="casework.plan_authorised",
        child=version.child,
        happened_on=on,
        by=by,
        summary=f"{version.plan.get_kind_display()}, version {version.number}",
        details={
            "why_new": version.why_new,
            "outcomes": [row.words for row in outcomes[:6]],
            "author": version.author.name,
            "signed_by": version.signed_by.name if version.signed_by else "",
        },
        source_type=SOURCE,
        source_id=version.pk,
    )
