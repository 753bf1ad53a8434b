"""Stepping up from early help to child in need, and down again: one day ends the one and begins
the other, and the workers stay where they may."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from casework.closure.actions.closing import NotYet, check_rules, hold, write_closure
from casework.closure.registry import obstacles
from casework.episode.actions import (
    allocate_accountable,
    allocate_co_worker,
    close_episode,
    open_episode,
)
from casework.episode.codes import ClosureReason, PrimaryNeed, Source
from casework.episode.models import Allocation, Episode


def step_up(
    *,
    episode: Episode,
    on: date,
    referral_date: date,
    why: str,
    child_told: str,
    by: Person,
    referral_source: str = Source.EARLY_HELP,
    primary_need: str = PrimaryNeed.NOT_STATED,
    keep_workers: bool = True,
    today: date | None = None,
) -> Episode:
    """From early help to child in need, the same day. Unfinished early help never holds it up:
    what is unsigned is signed afterwards. Raises ValidationError.
    """
    with written_by(by):
        held = hold(episode)
        if held.kind != Episode.Kind.EARLY_HELP:
            raise ValidationError("Only early help is stepped up. This is child in need work.")
        return _step(
            held,
            on,
            ClosureReason.EH_STEPPED_UP,
            why,
            child_told,
            by,
            today,
            keep_workers=keep_workers,
            kind=Episode.Kind.IN_NEED,
            opened_how=Episode.Opened.STEP_UP,
            referral_date=referral_date,
            referral_source=referral_source,
            primary_need=primary_need,
        )


def step_down(
    *,
    episode: Episode,
    on: date,
    reason: str,
    why: str,
    child_told: str,
    by: Person,
    keep_workers: bool = True,
    today: date | None = None,
) -> Episode:
    """From child in need to early help by consent. The council's work must be whole first.

    Raises NotYet with what the law still asks, ValidationError.
    """
    with written_by(by):
        held = hold(episode)
        if held.kind != Episode.Kind.IN_NEED:
            raise ValidationError("Only child in need work is stepped down.")
        if reason not in (ClosureReason.ASSESSED_EARLY_HELP, ClosureReason.OTHER):
            raise ValidationError({"reason": "Work that steps down closes to early help."})
        if hard := [one for one in obstacles(held, on) if not one.may_override]:
            raise NotYet(hard)
        return _step(
            held,
            on,
            reason,
            why,
            child_told,
            by,
            today,
            keep_workers=keep_workers,
            kind=Episode.Kind.EARLY_HELP,
            opened_how=Episode.Opened.STEP_DOWN,
        )


def _step(
    held: Episode,
    on: date,
    reason: str,
    why: str,
    child_told: str,
    by: Person,
    today: date | None,
    *,
    keep_workers: bool,
    **opening: Any,
) -> Episode:
    if not held.is_open:
        raise ValidationError("This episode is closed already.")
    if not why.strip():
        raise ValidationError({"why": "Say why the level of help changes."})
    check_rules(held, on=on, reason=reason, today=today or timezone.localdate())
    workers = list(held.allocations.in_force(on).select_related("person").order_by("role"))
    closed = close_episode(episode=held, on=on, reason=reason, by=by)
    write_closure(closed, why, child_told, by)
    stepped = open_episode(
        child=held.child,
        team=held.team,
        opened_on=on,
        follows=held,
        why=why.strip(),
        by=by,
        **opening,
    )
    if keep_workers:
        _carry_over(stepped, workers, on, by)
    return stepped


def _carry_over(episode: Episode, workers: list[Allocation], on: date, by: Person) -> None:
    """The same people go on; their limits are not asked again, since it is the same child."""
    for row in workers:
        if row.role == Allocation.Role.ACCOUNTABLE:
            allocate_accountable(
                episode=episode, person=row.person, starts_on=on, why=row.why, by=by
            )
        else:
            allocate_co_worker(
                episode=episode,
                student=row.person,
                starts_on=on,
                why=row.why,
                part=row.part,
                learning=row.learning,
                weight=row.weight,
                override_reason="The same child, at another level of help",
                by=by,
            )
