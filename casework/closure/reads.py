"""Questions about endings that lists and pages ask."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from accounts.models import ChildrenAccess, Person
from casework.decision.models import Decision
from casework.direct_work.models import DirectWorkSession
from casework.episode.models import Allocation


@dataclass(frozen=True)
class Leftover:
    """Something of the leaver's that somebody must finish, and where."""

    sentence: str
    path: str


def leaving(allocations: QuerySet[Allocation], on: date, until: date) -> QuerySet[Allocation]:
    """Those of `allocations` whose worker's access to children ends by `until`, or who have a
    goodbye to say; the soonest first.
    """
    last_day = ChildrenAccess.objects.filter(
        person=OuterRef("person"), ends_on__gte=on, ends_on__lte=until
    ).order_by("ends_on")
    rows = allocations.in_force(on).filter(episode__closed_on=None)  # type: ignore[attr-defined]
    return (
        rows.annotate(leaves_on=Subquery(last_day.values("ends_on")[:1]))
        .filter(Q(leaves_on__isnull=False) | Q(goodbye__said_on=None, goodbye__isnull=False))
        .select_related("episode__child", "person", "goodbye")
        .order_by("leaves_on", "goodbye__last_session_on", "pk")
    )


def who_stays(allocation: Allocation, on: date) -> list[Person]:
    """Who may come next: everyone else around the child, and the team's people who work."""
    team = allocation.episode.team_id
    around = Q(allocations__episode__child=allocation.episode.child_id)
    members = Q(memberships__team=team, role__in=("student", "social_worker", "team_manager"))
    people = Person.objects.who_may_sign_in(on).filter(around | members).distinct()
    return [person for person in people if person.pk != allocation.person_id]


def leftovers(allocation: Allocation, reader: Person) -> list[Leftover]:
    """What the leaver has not finished about this child, as far as the reader may know."""
    child_id, person = allocation.episode.child_id, allocation.person_id
    mine = DirectWorkSession.objects.visible_to(reader).filter(child=child_id, author=person)
    drafts, waiting = mine.unfinished().count(), mine.waiting().count()
    actions = Decision.objects.visible_to(reader).to_do().filter(child=child_id, owner=person)
    found = [
        (drafts, "session is not finished", "sessions are not finished", "casework:session-list"),
        (
            waiting,
            "session waits to be signed",
            "sessions wait to be signed",
            "casework:session-list",
        ),
        (
            actions.count(),
            "action is still theirs",
            "actions are still theirs",
            "casework:decision-list",
        ),
    ]
    return [
        Leftover(f"{number} {one if number == 1 else many}.", reverse(name, args=[child_id]))
        for number, one, many, name in found
        if number
    ]
