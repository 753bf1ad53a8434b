"""One event may stop clocks of several subjects: all that run on a root are read again."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from timescales import registry
from timescales.actions.refreshing import Changes, refresh
from timescales.models import Deadline


def refresh_roots(root_type: str, root_ids: Collection[UUID]) -> Changes:
    """Refresh every subject that has an open clock on these roots, whichever room owns it."""
    subjects: dict[str, set[UUID]] = defaultdict(set)
    rows = Deadline.objects.open().of_roots(root_type, root_ids).order_by()
    for subject_type, subject_id in rows.values_list("subject_type", "subject_id").distinct():
        subjects[subject_type].add(subject_id)
    total = Changes()
    for subject_type in sorted(subjects.keys() & set(registry.subject_types())):
        total.add(refresh(subject_type, subjects[subject_type]))
    return total
