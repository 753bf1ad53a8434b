"""A session in a few words, for lists and for the entry it leaves on the chronology."""

from casework.direct_work.models import DirectWorkSession

Place, SeenAlone = DirectWorkSession.Place, DirectWorkSession.SeenAlone
_WHERE: dict[str, str] = {
    Place.SCHOOL: "at school",
    Place.HOME: "at home",
    Place.OFFICE: "at our office",
    Place.COMMUNITY: "out and about",
    Place.ONLINE: "online or by phone",
}
_SEEN: dict[str, str] = {
    SeenAlone.YES: "Seen alone",
    SeenAlone.NO: "Seen with others",
    SeenAlone.NOT_SEEN: "Not seen",
}


def in_short(session: DirectWorkSession) -> str:
    """ "Seen alone at school, 45 minutes.", as far as it is known."""
    where = _WHERE.get(session.place, session.place_other)
    begun = f"{_SEEN.get(session.seen_alone, '')} {where}".strip()
    minutes = f"{session.minutes} minutes" if session.minutes else ""
    said = ", ".join(part for part in (begun, minutes) if part)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def scale_words(value: int | None, was: int | None) -> str:
    """ "Safety scale 4, was 3."; empty where the child gave no number."""
    if value is None:
        return ""
    return f"Safety scale {value}." if was is None else f"Safety scale {value}, was {was}."
