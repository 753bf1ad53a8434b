"""Clocks of a placement's checks: before the first day, renewal, induction. Facts in, dates out."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Person
from placements.checks.models import (
    ChecklistItem,
    PlacementCheck,
    Verification,
    placements_checked_by,
)
from placements.models.placement import PracticePlacement
from timescales.deadlines import DeadlineFact

SUBJECT = "placements.checks"
BEFORE_RULE, RENEWAL_RULE, INDUCTION_RULE = "I1", "I2", "I3"
FOUR_WEEKS = timedelta(weeks=4)


@dataclass(frozen=True)
class CheckFacts:
    placement: PracticePlacement
    checks: list[PlacementCheck] = field(default_factory=list)


def facts(placement_ids: Sequence[UUID]) -> dict[UUID, CheckFacts]:
    """Facts of many placements in three queries."""
    checks: dict[UUID, list[PlacementCheck]] = defaultdict(list)
    for check in PlacementCheck.objects.filter(placement__in=placement_ids).with_verifications():
        checks[check.placement_id].append(check)
    rows = PracticePlacement.objects.filter(pk__in=placement_ids).select_related("student")
    return {row.pk: CheckFacts(row, checks[row.pk]) for row in rows}


def deadlines(found: CheckFacts) -> list[DeadlineFact]:
    """The student is told first, then who they answer to, then the manager of the team."""
    made = []
    for check in found.checks:
        standing = sorted(
            (one for one in check.seen if one.revoked_on is None), key=lambda one: one.pk
        )
        met = min((one.verified_on for one in standing), default=None)
        is_before = check.item.part == ChecklistItem.Part.BEFORE
        made.append(
            _deadline(
                found.placement,
                rule=BEFORE_RULE if is_before else INDUCTION_RULE,
                key=f"check {check.pk}",
                starts=found.placement.starts_on - (FOUR_WEEKS if is_before else timedelta()),
                met=met,
                title=check.item.title,
                local_limit=None if is_before else check.item.within_days,
            )
        )
        made += _renewals(found.placement, check, standing)
    return made


def _renewals(
    placement: PracticePlacement, check: PlacementCheck, standing: Sequence[Verification]
) -> list[DeadlineFact]:
    """One for each verification that ends; met by the next one, which has a last day of its own."""
    return [
        _deadline(
            placement,
            rule=RENEWAL_RULE,
            key=f"renewal {one.pk}",
            starts=one.verified_on,
            local_limit=(one.expires_on - one.verified_on).days,
            met=max(later.verified_on, one.verified_on) if later is not None else None,
            title=f"Renew: {check.item.title}",
        )
        for one, later in zip(standing, [*standing[1:], None], strict=False)
        if one.expires_on is not None
    ]


def _deadline(
    placement: PracticePlacement,
    *,
    rule: str,
    key: str,
    starts: date,
    met: date | None,
    title: str,
    local_limit: int | None = None,
) -> DeadlineFact:
    return DeadlineFact(
        rule=rule,
        key=key,
        starts=starts,
        root_id=placement.pk,
        reference=placement.student.name[:60],
        owner_id=placement.student_id,
        met=met,
        cancelled=placement.has_ended and met is None,
        copy_to=(placement.practice_educator_id,),
        local_limit=local_limit,
        title=title,
    )


def visible_roots(person: Person, root_ids: Collection[UUID]) -> set[UUID]:
    """Of which of these placements the person follows the checks, in one query."""
    rows = placements_checked_by(person).filter(pk__in=root_ids)
    return set(rows.values_list("pk", flat=True))


def roots_of(person: Person) -> QuerySet[Any, Any]:
    """The same answer as a subquery."""
    return placements_checked_by(person).values("pk")
