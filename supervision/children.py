"""Which children a practice educator and a student talk about."""

from datetime import date

from django.db.models import Exists, OuterRef

from accounts.models import Person, in_force
from casework.child.models import Child, ChildQuerySet, Involvement


def worked_with(student: Person, reader: Person, on: date) -> ChildQuerySet:
    """Children the student works with on `on`, among those the reader may open."""
    involved = Involvement.objects.filter(in_force(on), person=student, child=OuterRef("pk"))
    return Child.objects.visible_to(reader, on).filter(Exists(involved))
