"""Verbs about decisions. Each writes its own chronology entry and tells who must know."""

from datetime import date
from typing import TypedDict
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.reporting import managers_of
from casework.child.models import Child
from casework.child.people import accountable_workers, answers_for_child
from casework.chronology.actions import record
from casework.decision import policies
from casework.decision.models import Decision
from notices.actions import notify, withdraw_about
from notices.models import Notice, Urgency

SOURCE = "casework.decision"


class NotOpen(Exception):
    """Somebody has already answered this decision; `decision` is the row as it stands."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(f"already {decision.get_status_display().lower()}")
        self.decision = decision


def record_decision(
    *,
    child: Child,
    what: str,
    why: str,
    owner: Person,
    due_on: date,
    by: Person,
    source_type: str = "",
    source_id: UUID | None = None,
    on: date | None = None,
    replaces: Decision | None = None,
    tells_chronology: bool = True,
) -> Decision:
    """Confirmed at once where `by` answers for the child; otherwise advice until that one confirms.

    `tells_chronology=False` is for what stands in an entry of its own there, such as a plan.
    Raises PermissionDenied, ValidationError.
    """
    with written_by(by):
        on = on or timezone.localdate()
        if not policies.may_advise(by.permissions):
            raise PermissionDenied
        final = policies.may_confirm(by.permissions, answers_for_child(by, child.pk, on))
        decision = Decision(
            child=child,
            what=what,
            why=why,
            owner=owner,
            due_on=due_on,
            made_by=by,
            made_on=on,
            status=Decision.Status.CONFIRMED if final else Decision.Status.ADVICE,
            confirmed_by=by if final else None,
            confirmed_at=timezone.now() if final else None,
            source_type=source_type,
            source_id=source_id,
            replaces=replaces,
        )
        decision.full_clean()
        decision.save(force_insert=True)
        if tells_chronology:
            _tell_chronology(decision, "decision_made" if final else "decision_advised", on, by)
        if final:
            _tell_owner(decision, by)
        else:
            _ask_accountable(decision, on)
        return decision


def confirm_decision(*, decision: Decision, by: Person, on: date | None = None) -> Decision:
    """Advice becomes a decision. Raises NotOpen, PermissionDenied."""
    with written_by(by):
        on = on or timezone.localdate()
        decision = _locked_advice(decision, by, on)
        decision.status = Decision.Status.CONFIRMED
        decision.confirmed_by, decision.confirmed_at = by, timezone.now()
        decision.save()
        _tell_chronology(decision, "decision_confirmed", on, by)
        withdraw_about(about=[decision.pk], why=Notice.Withdrawn.SETTLED)
        _tell_owner(decision, by)
        return decision


def decline_decision(
    *, decision: Decision, reason: str, by: Person, on: date | None = None
) -> Decision:
    """The advice is not followed, and why. Raises NotOpen, PermissionDenied, ValidationError."""
    with written_by(by):
        on = on or timezone.localdate()
        if not reason.strip():
            raise ValidationError({"reason": "Say why you do not agree."})
        decision = _locked_advice(decision, by, on)
        decision.status = Decision.Status.DECLINED
        decision.declined_by, decision.declined_at = by, timezone.now()
        decision.declined_why = reason.strip()
        decision.save()
        _tell_chronology(decision, "decision_declined", on, by)
        withdraw_about(about=[decision.pk], why=Notice.Withdrawn.SETTLED)
        notify(
            recipient=decision.made_by,
            key=f"decision.declined.{decision.pk}",
            line=f"{decision.child.reference}: your advice was not agreed. The record says why.",
            path=path_of(decision),
            urgency=Urgency.DIGEST,
            about_id=decision.pk,
            **_root(decision),
        )
        return decision


def complete_action(
    *, decision: Decision, outcome: str, by: Person, on: date | None = None
) -> Decision:
    """What was decided has been done. Raises NotOpen, PermissionDenied, ValidationError."""
    with written_by(by):
        on = on or timezone.localdate()
        if not outcome.strip():
            raise ValidationError({"outcome": "Say what came of it."})
        decision = _locked(decision)
        owner, answers = decision.owner_id == by.pk, answers_for_child(by, decision.child_id, on)
        if not policies.may_complete(by.permissions, owner, answers):
            raise PermissionDenied
        if decision.status != Decision.Status.CONFIRMED:
            raise NotOpen(decision)
        decision.status = Decision.Status.DONE
        decision.done_by, decision.done_on, decision.outcome = by, on, outcome.strip()
        decision.save()
        _tell_chronology(decision, "decision_done", on, by)
        withdraw_about(about=[decision.pk], why=Notice.Withdrawn.SETTLED)
        return decision


def redecide(
    *,
    decision: Decision,
    why: str,
    by: Person,
    what: str | None = None,
    owner: Person | None = None,
    due_on: date | None = None,
    on: date | None = None,
    tells_chronology: bool = True,
) -> Decision:
    """Decide an open action anew: another owner, another date or other words, and why.

    The old one is closed and stays; the new one is returned. Raises NotOpen, PermissionDenied,
    ValidationError.
    """
    with written_by(by):
        on = on or timezone.localdate()
        old = _end_open(decision, Decision.Status.REPLACED, why, by, on)
        return record_decision(
            child=old.child,
            what=what or old.what,
            why=why.strip(),
            owner=owner or old.owner,
            due_on=due_on or old.due_on,
            by=by,
            source_type=old.source_type,
            source_id=old.source_id,
            replaces=old,
            on=on,
            tells_chronology=tells_chronology,
        )


def drop_decision(
    *,
    decision: Decision,
    why: str,
    by: Person,
    on: date | None = None,
    tells_chronology: bool = True,
) -> Decision:
    """An open action is no longer needed. Raises NotOpen, PermissionDenied, ValidationError."""
    with written_by(by):
        on = on or timezone.localdate()
        dropped = _end_open(decision, Decision.Status.DROPPED, why, by, on)
        if tells_chronology:
            _tell_chronology(dropped, "decision_dropped", on, by)
        return dropped


def _end_open(decision: Decision, status: str, why: str, by: Person, on: date) -> Decision:
    """Closed without having been done, by somebody who could have confirmed it."""
    decision = _locked(decision)
    if not policies.may_confirm(by.permissions, answers_for_child(by, decision.child_id, on)):
        raise PermissionDenied
    if decision.status != Decision.Status.CONFIRMED:
        raise NotOpen(decision)
    if not why.strip():
        raise ValidationError({"why": "Say why."})
    decision.status = status
    decision.done_by, decision.done_on, decision.outcome = by, on, why.strip()
    decision.save()
    withdraw_about(about=[decision.pk], why=Notice.Withdrawn.SETTLED)
    return decision


def path_of(decision: Decision) -> str:
    return reverse("casework:decision-detail", args=[decision.pk])


def _locked(decision: Decision) -> Decision:
    rows = Decision.objects.select_for_update(of=("self",)).with_people()
    return rows.get(pk=decision.pk)


def _locked_advice(decision: Decision, by: Person, on: date) -> Decision:
    decision = _locked(decision)
    if not policies.may_confirm(by.permissions, answers_for_child(by, decision.child_id, on)):
        raise PermissionDenied
    if not decision.is_advice:
        raise NotOpen(decision)
    return decision


def _tell_chronology(decision: Decision, event: str, on: date, by: Person) -> None:
    record(
        kind=f"casework.{event}",
        child=decision.child,
        happened_on=on,
        by=by,
        summary=decision.what,
        details={
            "why": decision.why,
            "owner": decision.owner.name,
            "due_on": decision.due_on.isoformat(),
            "made_by": decision.made_by.name,
            "answer": decision.declined_why or decision.outcome,
        },
        source_type=SOURCE,
        source_id=decision.pk,
    )


def _ask_accountable(decision: Decision, on: date) -> None:
    """The accountable worker is asked; while there is none, the adviser's own manager."""
    accountable = accountable_workers([decision.child_id], on).get(decision.child_id)
    asked = [accountable] if accountable else managers_of([decision.made_by_id], on).popitem()[1]
    adviser = decision.made_by.name
    for person in asked:
        notify(
            recipient=person,
            key=f"decision.advice.{decision.pk}",
            line=f"{decision.child.reference}: advice from {adviser} awaits your answer.",
            path=path_of(decision),
            urgency=Urgency.DIGEST,
            about_id=decision.pk,
            **_root(decision),
        )


def _tell_owner(decision: Decision, by: Person) -> None:
    if decision.owner_id == by.pk:
        return
    notify(
        recipient=decision.owner,
        key=f"decision.owner.{decision.pk}",
        line=f"{decision.child.reference}: an action is yours, due {decision.due_on:%-d %B %Y}.",
        path=path_of(decision),
        urgency=Urgency.DIGEST,
        about_id=decision.pk,
        **_root(decision),
    )


class _Root(TypedDict):
    root_type: str
    root_id: UUID


def _root(decision: Decision) -> _Root:
    return {"root_type": "casework.child", "root_id": decision.child_id}
