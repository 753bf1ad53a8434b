"""What plan versions, reviews and safety plans share on their way to a signature."""

from functools import partial
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from accounts.reporting import managers_of
from casework.child.people import accountable_workers, answers_for_child
from casework.episode.models import Episode
from casework.plan import policies
from casework.plan.models import Plan, PlanReview, PlanVersion, SafetyPlan
from notices.actions import notify, withdraw_about
from notices.models import Notice, Urgency
from records.actions import NotAllowed, move
from records.conflicts import Conflict, save_next_version
from records.states import Move, State

ROOT = "casework.episode"
Paper = PlanVersion | PlanReview | SafetyPlan
P = TypeVar("P", PlanVersion, PlanReview, SafetyPlan)
_RELATED: dict[type[Model], tuple[str, ...]] = {
    PlanVersion: ("plan__child", "plan__episode", "author"),
    PlanReview: ("plan__child", "plan__episode", "author"),
    SafetyPlan: ("child", "episode", "author"),
}
_PAGES: dict[type[Model], str] = {
    PlanVersion: "casework:plan-version-detail",
    PlanReview: "casework:plan-review-detail",
    SafetyPlan: "casework:safety-plan-detail",
}


def held(paper: P, began_from: int | None = None) -> P:
    """The row locked until commit. Raises Conflict where it is not the version that was read."""
    model = type(paper)
    rows = model._base_manager.select_for_update(of=("self",)).select_related(*_RELATED[model])
    row = rows.get(pk=paper.pk)
    if began_from is not None and row.lock_version != began_from:
        raise Conflict(row)
    return row


def held_for_writing(paper: P, by: Person, began_from: int | None = None) -> P:
    """The row locked for its author to change. Raises Conflict, NotAllowed."""
    row = held(paper, began_from)
    if row.author_id != by.pk:
        raise NotAllowed("Only the person who wrote this can change it.")
    if not row.is_editable:
        raise NotAllowed("This has been sent. Take it back to change it.")
    return row


def may_write(by: Person) -> None:
    if not policies.may_write(by.permissions):
        raise PermissionDenied


def answers_for(by: Person, child_id: Any) -> bool:
    return answers_for_child(by, child_id, timezone.localdate())


def may(paper: Paper, by: Person):
    """The question whether `by` may make a move on it."""
    return partial(
        policies.may_move,
        verbs=by.permissions,
        is_registered=bool(by.registration_number),
        answers_for_child=answers_for(by, paper.child.pk),
    )


def send(paper: P, by: Person, lacks: dict[str, str]) -> bool:
    """Sent to be signed, or signed at once by a registered author who answers for the child.

    True where it was signed at once. Raises NotAllowed, ValidationError.
    """
    if lacks:
        raise ValidationError({name: [text] for name, text in lacks.items()})
    asked = may(paper, by)
    signs = bool(by.registration_number) and asked(Move.SIGN)
    change = move(record=paper, move=Move.SIGN if signs else Move.SUBMIT, by=by, may=asked)
    settle(paper)
    if not signs:
        ask_to_sign(paper, str(change.pk))
    return signs


def take_back(paper: P, by: Person) -> P:
    row = held(paper)
    move(record=row, move=Move.WITHDRAW, by=by, may=may(row, by))
    settle(row)
    return row


def give_back(paper: P, by: Person, comment: str, began_from: int | None) -> P:
    """Back to its author with a comment. Raises Conflict, NotAllowed."""
    row = held(paper, began_from)
    if row.state == State.COUNTERSIGNED and not isinstance(row, PlanVersion):
        raise NotAllowed("This is signed. A change is a new one.")
    change = move(record=row, move=Move.RETURN, by=by, may=may(row, by), comment=comment)
    settle(row)
    notify(
        recipient=row.author,
        key=f"plan.returned.{change.pk}",
        line=f"{row.child.reference}: {words_of(row)} came back with a comment.",
        path=path_of(row),
        urgency=Urgency.DIGEST,
        about_id=row.pk,
        **root(row),
    )
    return row


def countersign(paper: P, by: Person, began_from: int | None) -> P:
    row = held(paper, began_from)
    move(record=row, move=Move.COUNTERSIGN, by=by, may=may(row, by))
    settle(row)
    return row


def write(paper: Paper, fields: dict[str, Any], known: tuple[str, ...]) -> None:
    """Put what the author wrote on the row and save its next version; a new row is made."""
    if unknown := set(fields) - set(known):
        raise TypeError(f"not an author's to set: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(paper, name, value)
    paper.full_clean()
    if paper._state.adding:
        paper.save(force_insert=True)
    else:
        save_next_version(paper)


def hold_episode(episode_id: Any) -> Episode:
    """The episode's row, locked until commit; open, or nothing is written on it any more."""
    episode = Episode.objects.select_for_update(of=("self",)).get(pk=episode_id)
    if not episode.is_open:
        raise ValidationError("This episode is closed. Nothing changes on it any more.")
    return episode


def settle(paper: Paper) -> None:
    """What was asked before this move is answered by it."""
    withdraw_about(about=[paper.pk], why=Notice.Withdrawn.SETTLED)


def ask_to_sign(paper: Paper, key: str) -> None:
    """The accountable worker signs; while there is none, the author's manager."""
    on = timezone.localdate()
    accountable = accountable_workers([paper.child.pk], on).get(paper.child.pk)
    if accountable and accountable.pk != paper.author_id:
        asked = [accountable]
    else:
        asked = list(managers_of([paper.author_id], on)[paper.author_id])
    _ask(paper, asked, f"plan.sign.{key}", "waits for you to sign")


def ask_to_authorise(paper: PlanVersion, key: str) -> None:
    """The managers of the accountable worker authorise; while there is none, the author's."""
    on = timezone.localdate()
    accountable = accountable_workers([paper.child.pk], on).get(paper.child.pk)
    worker_id = accountable.pk if accountable else paper.author_id
    asked = [one for one in managers_of([worker_id], on)[worker_id] if one.pk != paper.author_id]
    _ask(paper, asked, f"plan.authorise.{key}", "waits for you to authorise")


def _ask(paper: Paper, people: list[Person], key: str, what: str) -> None:
    for person in people:
        notify(
            recipient=person,
            key=key,
            line=f"{paper.child.reference}: {words_of(paper)} {what}.",
            path=path_of(paper),
            urgency=Urgency.DIGEST,
            about_id=paper.pk,
            **root(paper),
        )


def words_of(paper: Paper) -> str:
    """ "version 2 of the child in need plan", without a name."""
    if isinstance(paper, PlanVersion):
        kind = paper.plan.get_kind_display()
        return f"version {paper.number} of the {kind[:1].lower()}{kind[1:]}"
    if isinstance(paper, PlanReview):
        return f"the plan review of {paper.held_on:%-d %B}"
    return "a safety plan"


def path_of(paper: Paper) -> str:
    return reverse(_PAGES[type(paper)], args=[paper.pk])


def root(paper: Paper) -> dict[str, Any]:
    episode_id = paper.episode_id if isinstance(paper, SafetyPlan) else paper.plan.episode_id
    return {"root_type": ROOT, "root_id": episode_id}


def open_plan(plan: Plan) -> Plan:
    """The plan's row, locked, and still open. Raises ValidationError."""
    row = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("child", "episode")
        .get(pk=plan.pk)
    )
    if not row.is_open:
        raise ValidationError("This plan has ended. Nothing is written on it any more.")
    return row
