"""Every night: does who may see a child still say what the allocations say?

An involvement that outlives its allocation shows a record to somebody who should not see it; one
that is missing hides a child from their worker. Both are put right, and logged by reference.
"""

import logging
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from accounts.actions import written_by
from casework.child.models import Involvement
from casework.episode.models import Allocation

logger = logging.getLogger(__name__)
# No end compares equal to no end.
_NO_END = date.max
_BY_ALLOCATION = (Involvement.Role.ACCOUNTABLE, Involvement.Role.CO_WORKER)


@dataclass(frozen=True)
class Drift:
    """References of children whose involvements were put right."""

    missing_or_different: tuple[str, ...]
    without_allocation: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.missing_or_different) + len(self.without_allocation)


def put_involvements_right() -> Drift:
    """Make every worker's involvement say what their allocation says; mostly they do already."""
    with written_by(None):
        different = list(
            Allocation.objects.filter(~Exists(_agreeing())).select_related(
                "episode__child", "person"
            )
        )
        for row in different:
            Involvement.objects.update_or_create(
                source_id=row.pk,
                defaults={
                    "child": row.episode.child,
                    "person": row.person,
                    "role": row.role,
                    "starts_on": row.starts_on,
                    "ends_on": row.ends_on,
                    "why": row.why or row.get_role_display(),
                },
            )
        stray = list(_stray().select_related("child"))
        for involvement in stray:
            involvement.delete()
    drift = Drift(
        tuple(row.episode.child.reference for row in different),
        tuple(row.child.reference for row in stray),
    )
    if drift.count:
        logger.error("involvements had drifted from allocations: %s", drift)
    return drift


def _agreeing():
    rows = Involvement.objects.filter(
        source_id=OuterRef("pk"),
        person=OuterRef("person"),
        child=OuterRef("episode__child"),
        role=OuterRef("role"),
        starts_on=OuterRef("starts_on"),
    )
    return rows.annotate(last=Coalesce("ends_on", _NO_END)).filter(
        last=Coalesce(OuterRef("ends_on"), _NO_END)
    )


def _stray():
    """Workers' involvements that came from an allocation that is not there."""
    return Involvement.objects.filter(
        ~Exists(Allocation.objects.filter(pk=OuterRef("source_id"))),
        role__in=_BY_ALLOCATION,
        source_id__isnull=False,
    )
