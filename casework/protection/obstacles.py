"""What child protection says before an episode closes: sentences, each with where to do it."""

from datetime import date

from django.urls import reverse

from casework.episode.models import Episode
from casework.meeting.models import Meeting
from casework.protection.models import Section47

Said = tuple[str, str]
NOT_CONCLUDED = (
    "A section 47 enquiry is not concluded: neither was its conference held, nor decided that "
    "none is required."
)


def unended_enquiries(episode: Episode, on: date) -> list[Said]:
    """An enquiry ends with its conference, or with the decision that none is required."""
    path = reverse("casework:protection-list", args=[episode.child_id])
    is_open = Section47.objects.open().filter(episode=episode).exists()
    return [(NOT_CONCLUDED, path)] if is_open else []


def later_meetings(episode: Episode, on: date) -> list[Said]:
    """Nothing happens on an episode after its last day, and nothing is left standing ahead."""
    path = reverse("casework:meeting-list", args=[episode.child_id])
    found = []
    if Meeting.objects.held().filter(episode=episode, held_on__gt=on).exists():
        found.append(("A meeting was held after that day.", path))
    if Meeting.objects.ahead().filter(episode=episode).exists():
        found.append(("A meeting stands ahead: hold it, or cancel it and say why.", path))
    return found
