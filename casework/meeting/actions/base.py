"""What every verb about meetings begins and ends with: the row held, saved, told of."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from accounts.permissions import Permission
from casework.chronology.actions import record
from casework.episode.models import Episode
from casework.meeting.models import Invitee, Meeting
from notices.actions import NewNotice, notify_many
from notices.models import Urgency
from records.conflicts import Conflict, save_next_version

SOURCE = "casework.meeting"


def path_of(meeting: Meeting) -> str:
    return reverse("casework:meeting-detail", args=[meeting.pk])


def ask(by: Person, verb: Permission) -> None:
    if not by.may(verb):
        raise PermissionDenied


def hold_open(episode: Episode) -> Episode:
    held = (
        Episode.objects.select_for_update(of=("self",)).select_related("child").get(pk=episode.pk)
    )
    if not held.is_open:
        raise ValidationError("This episode is closed. Nothing changes on it any more.")
    return held


def hold(meeting: Meeting, began_from: int | None = None) -> Meeting:
    """The meeting's row, its episode locked first. Raises Conflict, ValidationError."""
    hold_open(meeting.episode)
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("child", "episode")
    held = rows.get(pk=meeting.pk)
    if began_from is not None and held.lock_version != began_from:
        raise Conflict(held)
    if not held.is_ahead:
        raise ValidationError("This meeting was held or cancelled already.")
    return held


def saved(meeting: Meeting) -> Meeting:
    meeting.full_clean(exclude=["episode", "child", "proposed_by"])
    if meeting._state.adding:
        meeting.save(force_insert=True)
        return meeting
    return save_next_version(meeting)


def tell_chronology(
    meeting: Meeting, event: str, on: date, by: Person, summary: str, details: dict[str, Any]
) -> None:
    record(
        kind=f"casework.{event}",
        child=meeting.child,
        happened_on=on,
        by=by,
        summary=summary,
        details=details,
        source_type=SOURCE,
        source_id=meeting.pk,
    )


def tell_invited(
    meeting: Meeting,
    by: Person,
    what: str,
    invitees: Iterable[Invitee] | None = None,
    number: int = 0,
) -> None:
    """Those of the list who sign in here learn of it; a change reaches them at once."""
    rows = meeting.invitees.exclude(person=None) if invitees is None else invitees
    kind = meeting.get_kind_display().lower()
    notify_many(
        NewNotice(
            recipient_id=row.person_id,
            key=f"meeting.{meeting.pk}.{number}",
            line=f"{meeting.child.reference}: {kind} {what}.",
            path=path_of(meeting),
            urgency=Urgency.URGENT if number else Urgency.DIGEST,
            root_type="casework.child",
            root_id=meeting.child_id,
            about_id=meeting.pk,
        )
        for row in rows
        if row.person_id and row.person_id != by.pk
    )


def moment_in_words(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%-d %B %Y at %H:%M}"
