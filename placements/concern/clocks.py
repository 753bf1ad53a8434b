"""The clocks of a concern's plan: each point by its day. Facts in, dates out.

Their root is the concern, so that only those who know of it see them, count them or are told; and
what they are called says neither whose placement it is nor that there is a concern.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from accounts.models import Person, in_force
from accounts.reporting import managers_of
from accounts.roles import Role
from placements.concern.models import Concern, ConcernNamed, PlanPoint
from placements.subjects import CONCERN
from timescales.deadlines import DeadlineFact

SUBJECT = ROOT = CONCERN
RULE = "P15"
Owner = PlanPoint.Owner


@dataclass(frozen=True)
class ConcernFacts:
    """One concern; `tutor_id` only where they are named on it, `manager_id` where there is one."""

    concern: Concern
    points: list[PlanPoint] = field(default_factory=list)
    tutor_id: UUID | None = None
    manager_id: UUID | None = None


def facts(concern_ids: Sequence[UUID]) -> dict[UUID, ConcernFacts]:
    """Facts of many concerns in four queries, as they stand today."""
    on = timezone.localdate()
    concerns = list(
        Concern.objects.filter(pk__in=concern_ids).select_related("placement__tutor__person")
    )
    points: dict[UUID, list[PlanPoint]] = defaultdict(list)
    for point in PlanPoint.objects.filter(concern__in=concerns):
        points[point.concern_id].append(point)
    rows = ConcernNamed.objects.filter(in_force(on), concern__in=concerns)
    named = set(rows.values_list("concern_id", "person_id"))
    managers = managers_of({one.placement.student_id for one in concerns}, on)
    return {
        one.pk: ConcernFacts(
            concern=one,
            points=points[one.pk],
            tutor_id=_tutor_of(one, named),
            manager_id=_first_of(managers[one.placement.student_id]),
        )
        for one in concerns
    }


def _tutor_of(concern: Concern, named: set[tuple[UUID, UUID]]) -> UUID | None:
    tutor = concern.placement.tutor
    if tutor is None or tutor.person_id is None or (concern.pk, tutor.person_id) not in named:
        return None
    return tutor.person_id


def _first_of(managers: Iterable[Person]) -> UUID | None:
    """The manager rather than who acts for them."""
    found = sorted(managers, key=lambda one: (one.role != Role.TEAM_MANAGER, one.name))
    return found[0].pk if found else None


def deadlines(found: ConcernFacts) -> list[DeadlineFact]:
    """A point is met when somebody says how it came out; with the concern closed it is not owed."""
    placement = found.concern.placement
    educator = placement.practice_educator_id
    owners = {
        Owner.STUDENT: placement.student_id,
        Owner.EDUCATOR: educator,
        Owner.UNIVERSITY: found.tutor_id or educator,
        Owner.MANAGER: found.manager_id,
    }
    return [
        DeadlineFact(
            rule=RULE,
            key=f"point {point.pk}",
            starts=point.made_on,
            local_limit=(point.due_on - point.made_on).days,
            root_id=found.concern.pk,
            reference="A placement",
            owner_id=owners[Owner(point.owner)],
            met=point.came_on,
            cancelled=not found.concern.is_open and point.came_on is None,
            copy_to=(educator,),
            title="Something you agreed",
        )
        for point in found.points
    ]
