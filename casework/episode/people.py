"""Who carries an episode, who could, and who manages it; reads, set-based."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, Sum, Value

from accounts.models import (
    Deputyship,
    Person,
    ReportingLine,
    Team,
    TeamMembership,
    WorkloadLimit,
    in_force,
)
from accounts.roles import REGISTERED_CASEHOLDERS, Role
from casework.child.models import Child, DeclaredConflict
from casework.child.names import PlainName
from casework.episode.models import Allocation, Episode

ZERO, ONE = Decimal(0), Decimal(1)


def accountable_worker(about: Episode | Child, on: date) -> Person | None:
    """Who is accountable on that day for an episode, or for a child's episode of that day."""
    rows = Allocation.objects.in_force(on).accountable().select_related("person")
    if isinstance(about, Episode):
        rows = rows.filter(episode=about)
    else:
        rows = rows.filter(episode__in=Episode.objects.in_force(on).filter(child=about))
    found = rows.first()
    return found.person if found else None


def managers_of_teams(team_ids: Collection[int], on: date) -> dict[int, list[Person]]:
    """Team managers of each team on that day, then who deputises for them; two queries."""
    managers: dict[int, list[Person]] = {team_id: [] for team_id in team_ids}
    rows = TeamMembership.objects.filter(
        in_force(on), team__in=team_ids, person__role=Role.TEAM_MANAGER
    ).select_related("person")
    for row in rows.order_by("person__name"):
        managers[row.team_id].append(row.person)
    if not managers:
        return managers
    acting = defaultdict(list)
    ids = [person.pk for people in managers.values() for person in people]
    deputyships = Deputyship.objects.filter(in_force(on), manager__in=ids).select_related("deputy")
    for deputyship in deputyships:
        acting[deputyship.manager_id].append(deputyship.deputy)
    return {
        team_id: [
            *(person for person in people if person.may_sign_in(on)),
            *(deputy for person in people for deputy in acting[person.pk]),
        ]
        for team_id, people in managers.items()
    }


def teams_managed_by(person: Person, on: date) -> list[Team]:
    """Teams that this manager, or who acts for them, may open work in; the hosting team first."""
    rows = Team.objects.filter(pk__in=person.team_wide_ids(on)).order_by("-is_pop", "name")
    return list(rows)


def open_work_of(person_ids: Collection[UUID], on: date) -> dict[UUID, Decimal]:
    """How much each carries on that day: the weights of their allocations to open episodes."""
    rows = Allocation.objects.in_force(on).filter(person__in=person_ids, episode__closed_on=None)
    work = rows.order_by().values_list("person").annotate(work=Sum("weight"))
    return dict.fromkeys(person_ids, ZERO) | dict(work)


def limits_of(person_ids: Collection[UUID], on: date) -> dict[UUID, Decimal]:
    """The most each may carry on that day; whoever has no limit is left out."""
    rows = WorkloadLimit.objects.filter(in_force(on), person__in=person_ids)
    return dict(rows.values_list("person_id", "cases"))


def practice_educators_of(student_ids: Collection[UUID], on: date) -> dict[UUID, Person]:
    """Who supervises each student's cases on that day; who covers, only where there is no other."""
    lines = ReportingLine.objects.filter(
        in_force(on),
        person__in=student_ids,
        kind__in=[ReportingLine.Kind.CASE, ReportingLine.Kind.COVER],
        answers_to__role=Role.PRACTICE_EDUCATOR,
    ).select_related("answers_to")
    found: dict[UUID, Person] = {}
    for line in lines.order_by("kind", "starts_on"):  # "case" sorts before "cover"
        found.setdefault(line.person_id, line.answers_to)
    return found


def conflicts_about(child: Child, person_ids: Collection[UUID]) -> set[UUID]:
    """Those who declared a conflict about the child.

    A declaration in words that nobody has settled yet counts where the family name is the child's,
    or, without a name, the school is.
    """
    by_name = Q(family=PlainName(Value(child.last_name)))
    by_school = Q(family_name="", school__isnull=False, school=child.school_id)
    rows = (
        DeclaredConflict.objects.standing()
        .filter(person__in=person_ids)
        .annotate(family=PlainName("family_name"))
        .filter(Q(child=child) | Q(child=None, settled_on=None) & (by_name | by_school))
    )
    return set(rows.values_list("person_id", flat=True))


@dataclass(frozen=True)
class Candidate:
    """Someone who can be allocated, with what a manager weighs before choosing."""

    person: Person
    open_work: Decimal
    limit: Decimal | None = None
    practice_educator: Person | None = None

    @property
    def would_pass_limit(self) -> bool:
        return passes_limit(self.open_work, self.limit, ONE)

    @property
    def load(self) -> str:
        """`3 open`, or `3 of 4` where there is a limit."""
        if self.limit is None:
            return f"{plain_number(self.open_work)} open"
        return f"{plain_number(self.open_work)} of {plain_number(self.limit)}"


def passes_limit(open_work: Decimal, limit: Decimal | None, weight: Decimal) -> bool:
    return limit is not None and open_work + weight > limit


def plain_number(number: Decimal) -> str:
    """`4`, `2.5`: a number of cases as people write it."""
    return f"{number.normalize():f}"


def accountable_candidates(episode: Episode, on: date) -> list[Candidate]:
    """Registered case-holders who may be accountable for this child, the least burdened first."""
    people = list(Person.objects.who_may_sign_in(on).filter(role__in=REGISTERED_CASEHOLDERS))
    return _candidates(episode, people, on)


def allocation_candidates(episode: Episode, on: date) -> tuple[list[Candidate], list[Candidate]]:
    """Who may be accountable, and which students of the team may co-work; asked together.

    A student is offered only where a practice educator supervises them. Least burdened first.
    """
    of_the_team = in_force(on, "memberships__") & Q(memberships__team__is_pop=True)
    people = list(
        Person.objects.who_may_sign_in(on)
        .filter(Q(role__in=REGISTERED_CASEHOLDERS) | Q(of_the_team, role=Role.STUDENT))
        .distinct()
    )
    students = [person.pk for person in people if person.role == Role.STUDENT]
    educators = practice_educators_of(students, on)
    offered = [one for one in people if one.role != Role.STUDENT or one.pk in educators]
    found = _candidates(episode, offered, on, educators)
    return (
        [one for one in found if one.person.role != Role.STUDENT],
        [one for one in found if one.person.role == Role.STUDENT],
    )


def _candidates(
    episode: Episode,
    people: list[Person],
    on: date,
    educators: dict[UUID, Person] | None = None,
) -> list[Candidate]:
    educators = educators or {}
    ids = [person.pk for person in people]
    barred = conflicts_about(episode.child, [*ids, *(pe.pk for pe in educators.values())])
    already = set(
        Allocation.objects.in_force(on).filter(episode=episode).values_list("person", flat=True)
    )
    work, limits = open_work_of(ids, on), limits_of(ids, on)
    found = [
        Candidate(
            person=person,
            open_work=work[person.pk],
            limit=limits.get(person.pk),
            practice_educator=educators.get(person.pk),
        )
        for person in people
        if person.pk not in already | barred
        and getattr(educators.get(person.pk), "pk", None) not in barred
    ]
    return sorted(found, key=lambda one: (one.would_pass_limit, one.open_work, one.person.name))
