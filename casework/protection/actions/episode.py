"""What every verb of this wing begins and ends with: the episode held, its clocks read again."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.models import Person
from accounts.permissions import Permission
from casework.chronology.actions import record
from casework.episode.models import Episode
from casework.protection.clocks import SUBJECT
from notices.actions import NewNotice, notify_many
from notices.models import Urgency
from timescales.actions import refresh


def ask(by: Person, verb: Permission) -> None:
    """Raises PermissionDenied."""
    if not by.may(verb):
        raise PermissionDenied


def hold_in_need(episode: Episode) -> Episode:
    """The row of an open child in need episode, locked until commit. Raises ValidationError."""
    rows = Episode.objects.select_for_update(of=("self",)).select_related("child", "referral")
    held = rows.get(pk=episode.pk)
    if not held.is_open:
        raise ValidationError("This episode is closed. Nothing changes on it any more.")
    if held.kind != Episode.Kind.IN_NEED:
        raise ValidationError(
            "Early help has no enquiry and no conference: the council's referral comes first. "
            "Ring the front door today."
        )
    return held


def check_day(episode: Episode, name: str, day: date, on: date) -> None:
    """Neither in the future nor before the council's referral."""
    if day > on:
        raise ValidationError({name: "That day is still to come."})
    referred_on = episode.referral.referred_on if episode.referral else episode.opened_on
    if day < referred_on:
        raise ValidationError(
            {name: f"That is before the referral of {referred_on:%-d %B %Y}. Check the date."}
        )


def read_clocks(episode: Episode) -> None:
    refresh(SUBJECT, [episode.pk])


def tell_chronology(
    *,
    event: str,
    episode: Episode,
    on: date,
    by: Person,
    summary: str,
    details: dict[str, Any],
    source_type: str,
    source_id: UUID,
) -> None:
    record(
        kind=f"casework.{event}",
        child=episode.child,
        happened_on=on,
        by=by,
        summary=summary,
        details=details,
        source_type=source_type,
        source_id=source_id,
    )


def tell(
    people: list[Person],
    *,
    episode: Episode,
    by: Person,
    key: str,
    words: str,
    path: str = "",
    about_id: UUID | None = None,
    urgency: Urgency = Urgency.URGENT,
) -> None:
    """Those who must act learn of it at once, by the child's reference alone."""
    notify_many(
        NewNotice(
            recipient_id=person.pk,
            key=key,
            line=f"{episode.child.reference}: {words}",
            path=path or reverse("casework:protection-list", args=[episode.child_id]),
            urgency=urgency,
            root_type="casework.child",
            root_id=episode.child_id,
            about_id=about_id,
        )
        for person in people
        if person.pk != by.pk
    )
