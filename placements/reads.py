"""What a reader may see of one placement."""

from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from accounts.models import Person
from accounts.prepared import prepared
from placements.models import PracticePlacement, StudentProfile


def seen(
    rows: type[Model], reader: Person, placement: PracticePlacement, *related: str
) -> list[Any]:
    """Rows of one kind that hang on this placement and that the reader may see; `related` comes
    with them."""
    return _seen(rows, reader, placement, related)


@prepared
def _seen(
    rows: Any, reader: Person, placement: PracticePlacement, related: tuple[str, ...]
) -> QuerySet[Any, Any]:
    found = rows.objects.visible_to(reader).filter(placement=placement)
    return found.select_related(*related) if related else found


@prepared
def profile_of(reader: Person, student: UUID) -> QuerySet[StudentProfile]:
    """A student's profile, if the reader may see it; one row at most."""
    return StudentProfile.objects.visible_to(reader).filter(person=student)
