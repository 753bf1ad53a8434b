"""A visit in a few words, for lists and for the entry it leaves on the chronology."""

from datetime import date, datetime, time
from typing import Any

from casework.direct_work.visit.codes import Alone, Outcome, Place
from casework.direct_work.visit.completeness import FIELDS
from casework.direct_work.visit.models import Visit

_WHERE: dict[str, str] = {
    Place.HOME: "at home",
    Place.SCHOOL: "at school",
    Place.OFFICE: "at our office",
    Place.COMMUNITY: "out and about",
}


def where(visit: Visit) -> str:
    return _WHERE.get(visit.place, visit.place_other)


def in_short(visit: Visit) -> str:
    """ "Seen alone at home, 45 minutes, with a registered worker.", as far as it is known."""
    begun = f"{_seen(visit)} {where(visit)}".strip()
    minutes = f"{visit.minutes} minutes" if visit.minutes else ""
    with_whom = "with a registered worker" if _is_accompanied(visit) else ""
    said = ", ".join(part for part in (begun, minutes, with_whom) if part)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _is_accompanied(visit: Visit) -> bool:
    return bool(visit.registered_worker_present) and visit.registered_worker_id != visit.author_id


def _seen(visit: Visit) -> str:
    if visit.outcome == Outcome.SEEN:
        alone = {Alone.YES: "Seen alone", Alone.NO: "Seen with others"}
        return alone.get(Alone(visit.seen_alone), "") if visit.seen_alone else "Seen"
    return {Outcome.NOT_SEEN: "Not seen", Outcome.NOT_HELD: "Did not take place"}.get(
        Outcome(visit.outcome) if visit.outcome else Outcome.SEEN, ""
    )


def as_sent(visit: Visit) -> dict[str, str]:
    """Field to the words a reader sees, as they stand now; the text siblings share among them."""
    words = {name: _words(visit, name) for name in FIELDS}
    if visit.together is not None:
        words["shared_text"] = visit.together.shared_text
    return words


def _words(visit: Visit, name: str) -> str:
    display = getattr(visit, f"get_{name}_display", None)
    value: Any = display() if display else getattr(visit, name)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime | date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if name == "registered_worker":
        return value.name if value else ""
    return "" if value is None else str(value)
