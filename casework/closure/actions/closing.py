"""Closing an episode once nothing stands in the way, and opening work with the child again."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.permissions import Permission
from casework.chronology.actions import record
from casework.closure.facts import closing_facts
from casework.closure.models import Closure
from casework.closure.registry import Obstacle, obstacles
from casework.closure.rules import refusals
from casework.episode.actions import close_episode, open_episode
from casework.episode.clocks import SUBJECT
from casework.episode.models import Episode
from casework.episode.people import managers_of_teams
from notices.actions import NewNotice, notify_many


class NotYet(Exception):
    """Something is still to be finished; `obstacles` says what and where."""

    def __init__(self, found: Sequence[Obstacle]) -> None:
        super().__init__(" ".join(one.sentence for one in found))
        self.obstacles = list(found)


def close(
    *,
    episode: Episode,
    on: date,
    reason: str,
    what_changed: str,
    child_told: str,
    by: Person,
    override_reason: str = "",
    today: date | None = None,
) -> Episode:
    """Close `episode` with `on` as its last day. Raises NotYet, ValidationError.

    What no law asks for a manager may override, with a reason that stays on the record.
    """
    with written_by(by):
        held = hold(episode)
        check_rules(held, on=on, reason=reason, today=today or timezone.localdate())
        overridden = _overridden(held, on, override_reason, by)
        closed = close_episode(episode=held, on=on, reason=reason, by=by)
        write_closure(closed, what_changed, child_told, by, overridden, override_reason)
        return closed


def hold(episode: Episode) -> Episode:
    """The episode's row, locked until commit; nothing is added to it meanwhile."""
    return (
        Episode.objects.select_for_update(of=("self",)).select_related("child").get(pk=episode.pk)
    )


def check_rules(episode: Episode, *, on: date, reason: str, today: date) -> None:
    """Raises ValidationError with every rule of the census that this closing would break."""
    found = refusals(closing_facts(episode), on=on, reason=reason, today=today)
    if found:
        by_field: dict[str, list[str]] = {}
        for refusal in found:
            by_field.setdefault(refusal.field, []).append(refusal.sentence)
        raise ValidationError(by_field)


def write_closure(
    episode: Episode,
    what_changed: str,
    child_told: str,
    by: Person,
    overridden: Sequence[Obstacle] = (),
    override_reason: str = "",
) -> Closure:
    closure = Closure(
        episode=episode,
        what_changed=what_changed.strip(),
        child_told=child_told.strip(),
        overridden=[one.sentence for one in overridden],
        override_reason=override_reason.strip() if overridden else "",
        by=by,
    )
    closure.full_clean()
    closure.save(force_insert=True)
    return closure


def propose_closing(*, episode: Episode, why: str, by: Person) -> None:
    """The accountable worker asks the team's managers to close it; they are told."""
    with written_by(by):
        held = hold(episode)
        if not held.is_open:
            raise ValidationError("This episode is closed already.")
        if not why.strip():
            raise ValidationError({"why": "Say why this work can end."})
        on = timezone.localdate()
        record(
            kind="casework.closing_proposed",
            child=held.child,
            happened_on=on,
            by=by,
            summary=f"{by.name} proposed to close this work",
            details={"why": why.strip()},
            source_type=SUBJECT,
            source_id=held.pk,
        )
        notify_many(
            NewNotice(
                recipient_id=manager.pk,
                key=f"closure.proposed.{held.pk}.{on.isoformat()}",
                line=f"{held.child.reference}: {by.name} proposes to close this work.",
                path=reverse("casework:episode-closing", args=[held.pk]),
                root_type=SUBJECT,
                root_id=held.pk,
                about_id=held.pk,
            )
            for manager in managers_of_teams([held.team_id], on)[held.team_id]
            if manager.pk != by.pk
        )


def open_again(*, episode: Episode, why: str, by: Person, **opening: Any) -> Episode:
    """Work with the child begins anew: a new episode that follows the closed one, which stays.

    `opening` is what `open_episode` takes: kind, opened_on, and the council's referral for in need.
    """
    with written_by(by):
        if episode.is_open:
            raise ValidationError("This work is open. There is nothing to open again.")
        if not why.strip():
            raise ValidationError({"why": "Say what has changed since it closed."})
        return open_episode(
            child=episode.child,
            team=episode.team,
            follows=episode,
            opened_how=Episode.Opened.AGAIN,
            why=why.strip(),
            by=by,
            **opening,
        )


def _overridden(episode: Episode, on: date, reason: str, by: Person) -> list[Obstacle]:
    found = obstacles(episode, on)
    hard = [one for one in found if not one.may_override]
    soft = [one for one in found if one.may_override]
    if hard or (soft and not (reason.strip() and by.may(Permission.EPISODE_CLOSE))):
        raise NotYet(found)
    return soft
