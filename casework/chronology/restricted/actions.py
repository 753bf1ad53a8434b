"""Who is named on a restricted record changes, and the chronology says so."""

from collections.abc import Iterable

from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from casework.child.models import Restriction, RestrictionNamed
from casework.child.restriction.actions import name_people
from casework.chronology.actions import record

SOURCE = "casework.restriction"


def change_named(
    *, restriction: Restriction, named: Iterable[Person], by: Person
) -> list[RestrictionNamed]:
    """Those named are exactly `named`, and whoever decides it. Raises ValidationError."""
    with written_by(by):
        before = _names(restriction)
        rows = name_people(restriction=restriction, named=named, by=by)
        now = {row.person_id: row.person.name for row in rows}
        added = sorted(name for pk, name in now.items() if pk not in before)
        removed = sorted(name for pk, name in before.items() if pk not in now)
        if added or removed:
            record(
                kind="casework.restriction_named",
                child=restriction.child,
                happened_on=timezone.localdate(),
                by=by,
                summary="Who may open this restricted record has changed",
                details={"added": added, "removed": removed},
                source_type=SOURCE,
                source_id=restriction.child_id,
            )
        return rows


def _names(restriction: Restriction) -> dict:
    rows = restriction.named.select_related("person")
    return {row.person_id: row.person.name for row in rows}
