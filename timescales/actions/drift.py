"""Every night: derive every open deadline anew and say what was different."""

from datetime import datetime

from timescales import registry
from timescales.actions.refreshing import Changes, refresh
from timescales.models import Deadline, DriftReport

LISTED = 100


def recompute_open(now: datetime) -> DriftReport:
    """Refresh all subjects with an open deadline; what differed is put right and reported.

    A difference means that an action forgot to refresh, or that a calendar change was missed.
    """
    total = Changes()
    known = set(registry.subject_types())
    orphans = 0
    for subject_type in (
        Deadline.objects.open().order_by().values_list("subject_type", flat=True).distinct()
    ):
        subjects = Deadline.objects.open().filter(subject_type=subject_type)
        if subject_type not in known:
            orphans += subjects.count()
            continue
        total.add(refresh(subject_type, set(subjects.values_list("subject_id", flat=True))))
    return DriftReport.objects.create(
        ran_at=now,
        checked=total.checked,
        drifted=total.drifted + orphans,
        details=total.differences[:LISTED],
    )
