"""What workers and managers are told about an episode: references, never a name."""

from datetime import date

from django.urls import reverse

from accounts.reporting import practice_educator_of
from accounts.roles import Role
from casework.episode.models import Allocation, Episode
from casework.episode.people import managers_of_teams
from notices.actions import NewNotice, notify_many

ROOT = "casework.episode"


def tell_allocated(allocation: Allocation) -> None:
    """The worker learns of the child, and a student's practice educator with them."""
    reference = allocation.episode.child.reference
    told = {allocation.person_id: f"{reference}: you are now the {_as_what(allocation)}."}
    if allocation.person.role == Role.STUDENT:
        educator = practice_educator_of(allocation.person, allocation.starts_on)
        if educator is not None:
            told[educator.pk] = f"{reference}: {allocation.person.name} is now co-working."
    notify_many(
        NewNotice(
            recipient_id=person_id,
            key=f"episode.allocated.{allocation.pk}",
            line=line,
            path=_path(allocation.episode),
            root_type=ROOT,
            root_id=allocation.episode_id,
        )
        for person_id, line in told.items()
    )


def tell_unallocated(episode: Episode, on: date) -> None:
    """The managers of the team learn that nobody is accountable since that day."""
    notify_many(
        NewNotice(
            recipient_id=manager.pk,
            key=f"episode.unallocated.{episode.pk}.{on.isoformat()}",
            line=f"{episode.child.reference}: nobody is accountable yet. Allocate a social worker.",
            path=_path(episode),
            root_type=ROOT,
            root_id=episode.pk,
            about_id=episode.pk,
        )
        for manager in managers_of_teams([episode.team_id], on)[episode.team_id]
    )


def _as_what(allocation: Allocation) -> str:
    return str(allocation.get_role_display()).lower()


def _path(episode: Episode) -> str:
    return reverse("casework:episode-detail", args=[episode.pk])
