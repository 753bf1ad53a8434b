"""What every verb about an episode begins and ends with: the locked row, and the chronology."""

from datetime import date

from django.core.exceptions import ValidationError

from accounts.models import Person
from casework.child.models import Child
from casework.chronology.actions import record
from casework.episode.clocks import SUBJECT
from casework.episode.models import Episode


def hold_open(episode: Episode) -> Episode:
    """The episode's row, locked until commit: changes to who carries it take turns.

    Raises ValidationError where it is closed.
    """
    held = (
        Episode.objects.select_for_update(of=("self",))
        .select_related("child", "team", "referral")
        .get(pk=episode.pk)
    )
    if not held.is_open:
        raise ValidationError("This episode is closed. Nothing changes on it any more.")
    return held


def hold_child(child: Child) -> Child:
    """The child's row, locked until commit: two spells of work do not begin at once."""
    return Child.objects.select_for_update(of=("self",)).get(pk=child.pk)


def tell_chronology(
    episode: Episode,
    event: str,
    on: date,
    by: Person,
    summary: str,
    details: dict[str, object],
) -> None:
    """One entry about this episode."""
    record(
        kind=f"casework.{event}",
        child=episode.child,
        happened_on=on,
        by=by,
        summary=summary,
        details=details,
        source_type=SUBJECT,
        source_id=episode.pk,
    )
