"""What a reader of a chronology wants to know besides the entries."""

from datetime import datetime, timedelta
from uuid import UUID

from accounts.models import Person
from records.models import ReadEntry

SECTION = "chronology"
# Pages opened within this time are one look: paging and filtering must not make all things old.
ONE_LOOK = timedelta(minutes=30)


def last_looked(person: Person, child_id: UUID, now: datetime) -> datetime | None:
    """When this person last read the child's chronology, before the present look."""
    return (
        ReadEntry.objects.filter(
            person=person, child_id=child_id, section=SECTION, at__lt=now - ONE_LOOK
        )
        .order_by("-at")
        .values_list("at", flat=True)
        .first()
    )
