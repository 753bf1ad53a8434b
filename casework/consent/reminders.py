"""Two weeks before a yes runs out, who works with the child is reminded to ask again. Daily.

One reminder for each answer and person: the outbox refuses a second.
"""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.models import in_force
from casework.child.models import Involvement
from casework.consent.models import ConsentEntry
from casework.episode.models import Episode
from notices.actions import NewNotice, notify_many

AHEAD = timedelta(days=14)
WORKERS = (Involvement.Role.ACCOUNTABLE, Involvement.Role.CO_WORKER)


def remind_of_endings(on: date) -> int:
    """Remind of every yes that ends within two weeks, of a child with open work, unless the same
    person has answered again since. Says how many reminders were due.
    """
    ending = _ending(on)
    workers = defaultdict(list)
    rows = Involvement.objects.filter(
        in_force(on), child__in={entry.child_id for entry in ending}, role__in=WORKERS
    ).exclude(person=None)
    for child_id, person_id in rows.values_list("child_id", "person_id"):
        workers[child_id].append(person_id)
    notices = [
        NewNotice(
            recipient_id=person_id,
            key=f"consent.ending.{entry.pk}",
            line=f"{entry.child.reference}: consent for "
            f"{str(entry.get_activity_display()).lower()} ends on {entry.expires_on:%-d %B}. "
            "Ask again before then.",
            path=reverse("casework:consent-list", args=[entry.child_id]),
            root_type="casework.child",
            root_id=entry.child_id,
        )
        for entry in ending
        for person_id in workers[entry.child_id]
    ]
    notify_many(notices)
    return len(notices)


def _ending(on: date) -> list[ConsentEntry]:
    open_work = Episode.objects.open().filter(child__date_of_death=None).values("child")
    asked_again = ConsentEntry.objects.filter(
        child=OuterRef("child"),
        activity=OuterRef("activity"),
        giver_kind=OuterRef("giver_kind"),
        giver_name__iexact=OuterRef("giver_name"),
        recorded_at__gt=OuterRef("recorded_at"),
    )
    rows = ConsentEntry.objects.still_held().filter(
        ~Exists(asked_again),
        expires_on__gte=on,
        expires_on__lte=on + AHEAD,
        child__in=open_work,
    )
    return list(rows.select_related("child"))
