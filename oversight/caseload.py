"""How much each student carries against their own limit, on any day: set-based, one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, DecimalField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from accounts.models import Person, ReportingLine, WorkloadLimit, in_force
from accounts.roles import Role
from casework.episode.models import Allocation

NOTHING = Decimal("0.0")
_CASES = DecimalField(max_digits=6, decimal_places=1)


@dataclass(frozen=True)
class Caseload:
    """One student's load: weighted cases, children, and the limit in force (None: not set)."""

    student_id: UUID
    name: str
    educator: str
    children: int
    cases: Decimal
    limit: Decimal | None

    @property
    def is_over(self) -> bool:
        return self.limit is not None and self.cases > self.limit


@dataclass(frozen=True)
class Spread:
    """Average and highest number of children, for everyone and for the newest workers."""

    average: Decimal
    highest: int
    newest_average: Decimal


def students_of(person: Person, on: date) -> QuerySet[Person]:
    """Students of the teams this person reads whole, and those who answer to them."""
    reach = person.reach(on)
    in_teams = Q(memberships__team__in=reach.whole_teams) & in_force(on, "memberships__")
    reached = Person.objects.filter(in_teams | Q(pk__in=reach.answering)).values("pk")
    return Person.objects.filter(
        Q(access_until=None) | Q(access_until__gte=on),
        pk__in=reached,
        role=Role.STUDENT,
        is_active=True,
    ).order_by("name")


def caseloads(students: QuerySet[Person], on: date) -> list[Caseload]:
    """The load of each of `students` on `on`. A child closed that day no longer counts."""
    carried = (
        Allocation.objects.filter(in_force(on), person=OuterRef("pk"))
        .filter(Q(episode__closed_on=None) | Q(episode__closed_on__gt=on))
        .order_by()
        .values("person")
    )
    limit = WorkloadLimit.objects.filter(in_force(on), person=OuterRef("pk")).values("cases")[:1]
    educator = ReportingLine.objects.filter(
        in_force(on), person=OuterRef("pk"), kind=ReportingLine.Kind.CASE
    ).values("answers_to__name")[:1]
    rows = students.annotate(
        cases=Coalesce(Subquery(carried.annotate(sum=Sum("weight")).values("sum")), NOTHING),
        children=Coalesce(Subquery(carried.annotate(n=Count("pk")).values("n")), 0),
        limit=Subquery(limit, output_field=_CASES),
        educator=Coalesce(Subquery(educator), Value("")),
    )
    return [
        Caseload(row.pk, row.name, row.educator, row.children, row.cases, row.limit) for row in rows
    ]


def spread(loads: Sequence[Caseload], newest: frozenset[UUID]) -> Spread:
    """The plain answer on caseloads; `newest` are those in their first twenty placement days."""
    return Spread(
        average=_average([load.children for load in loads]),
        highest=max((load.children for load in loads), default=0),
        newest_average=_average([load.children for load in loads if load.student_id in newest]),
    )


def _average(counts: Sequence[int]) -> Decimal:
    if not counts:
        return NOTHING
    return (Decimal(sum(counts)) / len(counts)).quantize(Decimal("0.1"))
