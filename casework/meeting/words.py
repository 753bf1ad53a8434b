"""Who somebody is at a meeting, in words; and whether a text names the child."""

import re

from accounts.models import Person
from casework.child.models import Child
from casework.family.models import Relationship
from casework.meeting.codes import Side
from partners.models import Agency, ContactPerson

_OF_AGENCY = {
    Agency.Kind.POLICE: Side.POLICE,
    Agency.Kind.HEALTH: Side.HEALTH,
    Agency.Kind.EDUCATION: Side.EDUCATION,
    Agency.Kind.EARLY_HELP: Side.EARLY_HELP,
    Agency.Kind.LOCALITY_TEAM: Side.SOCIAL_CARE,
    Agency.Kind.YOUTH: Side.YOUTH,
    Agency.Kind.HOUSING: Side.HOUSING,
    Agency.Kind.VOLUNTARY: Side.VOLUNTARY,
    Agency.Kind.OTHER: Side.OTHER,
}


def side_of(source: ContactPerson | Relationship | Person | None) -> str:
    """For whom this person sits there; a name alone says nothing, and is asked for."""
    if isinstance(source, Relationship):
        return Side.FAMILY
    if isinstance(source, Person):
        return Side.SOCIAL_CARE
    if isinstance(source, ContactPerson):
        if source.agency is not None:
            return _OF_AGENCY[Agency.Kind(source.agency.kind)]
        return Side.EDUCATION
    return ""


def office_of(source: ContactPerson | Relationship | Person | None) -> str:
    """ "Designated safeguarding lead, Oakfield Primary"; "Mother"; "Social worker"."""
    if isinstance(source, ContactPerson):
        return f"{source.get_role_display()}, {source.organisation}"
    if isinstance(source, Relationship):
        return str(source.get_kind_display())
    return str(source.get_role_display()) if source else ""


def names_in(text: str, child: Child) -> str:
    """The first of the child's names that stands in `text` as a word; nothing if none does."""
    names = {child.first_name, child.last_name, child.known_as} - {""}
    words = {word.casefold() for word in re.findall(r"\w+", text)}
    found = (name for name in sorted(names) if set(_parts(name)) <= words)
    return next(found, "")


def _parts(name: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"\w+", name)]
