"""Numbers from 0 to 10 that were given outside a session: kept with all the others of the child."""

from datetime import date

from accounts.models import Person
from casework.child.models import Child
from casework.direct_work.models import ScaleReading


def record_reading(
    *, child: Child, said_by: str, value: int, on: date, by: Person, who: str = ""
) -> ScaleReading:
    """Keep a number that stands on no session. Raises ValidationError.

    Call it inside the action whose record holds the number; that record asks who may.
    """
    reading = ScaleReading(child=child, said_by=said_by, who=who, value=value, on=on, by=by)
    reading.full_clean()
    reading.save(force_insert=True)
    return reading


def take_back_reading(*, reading: ScaleReading) -> None:
    """A number that should never have stood there; the row's history keeps it."""
    reading.delete()
