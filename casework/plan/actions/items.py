"""Needs, outcomes and actions: written in a draft, and what becomes of them once in force."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from casework.decision.actions import complete_action, drop_decision, record_decision
from casework.decision.models import Decision
from casework.direct_work.models import DirectWorkSession, ScaleReading
from casework.direct_work.visit.models import Visit
from casework.plan import policies, reads
from casework.plan.actions.signing import answers_for, held_for_writing, may_write, open_plan
from casework.plan.models import (
    ItemChange,
    Need,
    Outcome,
    OutcomeProgress,
    PlanAction,
    PlanVersion,
    Status,
)
from records.actions import NotAllowed
from records.conflicts import lock_for_edit, save_next_version
from records.states import State

Change = ItemChange.Change
Item = TypeVar("Item", Need, Outcome, PlanAction)
_NOUNS = {Need: "need", Outcome: "outcome", PlanAction: "action"}
_FIELDS: dict[type, tuple[str, ...]] = {
    Need: ("words", "whose_words"),
    Outcome: ("words", "how_we_know", "easy_words"),
    PlanAction: ("what", "owner", "owner_name", "due_on"),
}
_BECOMES = {
    Change.ACHIEVED: Status.ACHIEVED,
    Change.REMOVED: Status.REMOVED,
    Change.PUT_BACK: Status.OPEN,
}


def add_need(*, version: PlanVersion, fields: dict[str, Any], by: Person) -> Need:
    """One more need in a draft. Raises NotAllowed, ValidationError."""
    with written_by(by):
        version = held_for_writing(version, by)
        return _added(Need(version=version), fields)


def add_outcome(*, need: Need, fields: dict[str, Any], by: Person) -> Outcome:
    """One more outcome of a need. Raises NotAllowed, ValidationError."""
    with written_by(by):
        version = held_for_writing(need.version, by)
        return _added(Outcome(version=version, need=need), fields)


def add_action(*, outcome: Outcome, fields: dict[str, Any], by: Person) -> PlanAction:
    """One more action towards an outcome. Raises NotAllowed, ValidationError."""
    with written_by(by):
        version = held_for_writing(outcome.version, by)
        return _added(PlanAction(version=version, outcome=outcome), fields)


def change_item(*, item: Item, fields: dict[str, Any], began_from: int, by: Person) -> Item:
    """Other words for it in a draft. Raises Conflict, NotAllowed, ValidationError."""
    with written_by(by):
        held_for_writing(item.version, by)
        rows = type(item)._base_manager.select_related("version__plan__child")
        row = lock_for_edit(rows, pk=item.pk, began_from=began_from)
        _fill(row, fields)
        row.full_clean()
        return save_next_version(row)


def set_status(
    *, item: Item, change: str, why: str, by: Person, on: date | None = None
) -> ItemChange:
    """Achieved, taken out, or put back, with the reason; the plan keeps every such step.

    In a draft its author decides. In the plan in force whoever writes plans says what is achieved;
    to take something out or put it back you answer for the child. Raises NotAllowed,
    PermissionDenied, ValidationError.
    """
    with written_by(by):
        on = on or timezone.localdate()
        plan = open_plan(item.version.plan)
        item = _held(item)
        becomes = _check_change(item, change, why, by)
        # The same thing in a draft that is being written beside the plan in force follows it.
        rows = type(item)._base_manager.filter(line=item.line, version__plan=plan)
        live = rows.exclude(version__state=State.SUPERSEDED)
        for row in live.select_for_update(of=("self",)):
            row.status = becomes
            save_next_version(row)
        if item.version.state == State.AUTHORISED:
            _tell_list(item, change, why.strip(), by, on)
        return ItemChange.objects.create(
            plan=plan,
            noun=_NOUNS[type(item)],
            line=item.line,
            words=str(item),
            change=change,
            why=why.strip(),
            happened_on=on,
            by=by,
        )


def link_progress(
    *, outcome: Outcome, source: DirectWorkSession | Visit, what_moved: str, by: Person
) -> OutcomeProgress:
    """A countersigned session or visit moved this outcome on. Raises ValidationError."""
    with written_by(by):
        may_write(by)
        if source.child_id != outcome.child.pk:
            raise ValidationError({"source": "That was with another child."})
        if source.state != State.COUNTERSIGNED:
            raise ValidationError(
                {"source": "Only signed work counts as progress. This one is not signed yet."}
            )
        named = {"session" if isinstance(source, DirectWorkSession) else "visit": source}
        if OutcomeProgress.objects.filter(outcome__line=outcome.line, **named).exists():
            raise ValidationError({"source": "That is linked to this outcome already."})
        link = OutcomeProgress(outcome=outcome, what_moved=what_moved.strip(), by=by, **named)
        link.full_clean()
        link.save(force_insert=True)
        return link


def read_scale(
    *, outcome: Outcome, said_by: str, value: int, on: date, by: Person, today: date | None = None
) -> ScaleReading:
    """How near it feels, 0 to 10, one number a day from each. Raises ValidationError."""
    with written_by(by):
        may_write(by)
        if on > (today or timezone.localdate()):
            raise ValidationError({"on": "The day cannot be in the future."})
        if on < outcome.version.plan.starts_on:
            raise ValidationError({"on": "That is before the plan started."})
        reading = ScaleReading.objects.filter(about=outcome.line, said_by=said_by, on=on).first()
        reading = reading or ScaleReading(
            child=outcome.child, about=outcome.line, said_by=said_by, on=on
        )
        reading.value, reading.by = value, by
        reading.full_clean()
        reading.save()
        return reading


def _held(item: Item) -> Item:
    rows = type(item)._base_manager.select_for_update(of=("self",))
    return rows.select_related("version__plan__child", "version__author").get(pk=item.pk)


def _added(item: Item, fields: dict[str, Any]) -> Item:
    siblings = type(item)._base_manager.filter(version=item.version)
    last = siblings.aggregate(last=Max("position"))["last"]
    item.position = 0 if last is None else last + 1
    _fill(item, fields)
    item.full_clean()
    item.save(force_insert=True)
    return item


def _fill(item: Item, fields: dict[str, Any]) -> None:
    known = _FIELDS[type(item)]
    if unknown := set(fields) - set(known):
        raise TypeError(f"not an author's to set: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(item, name, value)


def _check_change(item: Item, change: str, why: str, by: Person) -> Status:
    version = item.version
    if not why.strip():
        raise ValidationError({"why": "Say why."})
    if change not in _BECOMES:
        raise ValidationError({"change": "Choose what became of it."})
    becomes = _BECOMES[Change(change)]
    if item.status == becomes:
        raise ValidationError({"change": f"It is “{becomes.label.lower()}” already."})
    if version.is_editable:
        if version.author_id != by.pk:
            raise NotAllowed("Only the person who writes this version can change it.")
    elif version.state != State.AUTHORISED:
        raise NotAllowed("This version waits to be signed, or is replaced. Nothing changes in it.")
    elif change == Change.ACHIEVED:
        may_write(by)
    elif not policies.may_manage(by.permissions, answers_for(by, item.child.pk)):
        raise PermissionDenied
    return becomes


def _tell_list(item: Item, change: str, why: str, by: Person, on: date) -> None:
    """The one list of actions follows: done, no longer needed, or to be done again."""
    actions = _actions_under(item)
    known = reads.decisions_of([row.line for row in actions])
    for row in actions:
        decision = known.get(row.line)
        is_open = decision is not None and decision.status == Decision.Status.CONFIRMED
        if change == Change.PUT_BACK:
            if not is_open and row.owner and row.is_open:
                _list_again(row, row.owner, by, on)
        elif decision is None or not is_open:
            continue
        elif change == Change.ACHIEVED and isinstance(item, PlanAction):
            complete_action(decision=decision, outcome=why, by=by, on=on)
        else:
            drop_decision(decision=decision, why=why, by=by, on=on, tells_chronology=False)


def _actions_under(item: Item) -> Iterable[PlanAction]:
    rows = PlanAction.objects.select_related("owner", "outcome", "version__plan__child")
    if isinstance(item, PlanAction):
        return list(rows.filter(pk=item.pk))
    if isinstance(item, Outcome):
        return list(rows.filter(outcome=item))
    return list(rows.filter(outcome__need=item))


def _list_again(row: PlanAction, owner: Person, by: Person, on: date) -> None:
    record_decision(
        child=row.child,
        what=row.what,
        why=f"In the plan, so that: {row.outcome.words}",
        owner=owner,
        due_on=max(row.due_on, on),
        by=by,
        source_type=reads.ACTION_SOURCE,
        source_id=row.line,
        on=on,
        tells_chronology=False,
    )
