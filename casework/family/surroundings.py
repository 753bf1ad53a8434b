"""Who and what stands around a child besides the family: school, places and groups, workers."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Person
from accounts.permissions import Permission
from casework.child.models import Child
from casework.child.people import accountable_workers, co_workers
from casework.chronology.contexts.models import ContextLink
from casework.family.circle import Circle
from casework.family.codes import Bond, Kind

# How a context bears on the child, drawn as a bond between people is.
AS_BOND = {
    ContextLink.Bearing.PROTECTIVE: Bond.CLOSE,
    ContextLink.Bearing.MIXED: Bond.ORDINARY,
    ContextLink.Bearing.WORRYING: Bond.STRESSED,
    ContextLink.Bearing.UNKNOWN: Bond.UNKNOWN,
}


@dataclass(frozen=True, kw_only=True)
class Around:
    """One circle of an ecomap: what it is, what it is called, and how it is between them."""

    name: str
    what: str
    bond: str
    is_person: bool = True
    at_home: bool = False


def surroundings(person: Person, child: Child, circle: Circle, on: date) -> list[Around]:
    """People of today first, nearest first; then school, contexts and workers. Three queries."""
    order = list(Kind.values)
    home = circle.at_home(on)
    now = [kin for kin in circle.kin if kin.is_current(on) and not kin.someone.has_died]
    found = [
        Around(
            name=kin.called or kin.someone.name,
            what=Kind(kin.kind).label,
            bond=kin.bond,
            at_home=kin.someone.id in home,
        )
        for kin in sorted(now, key=lambda kin: (order.index(kin.kind), kin.someone.name))
    ]
    if child.school is not None:
        found.append(
            Around(name=child.school.name, what="School", bond=Bond.UNKNOWN, is_person=False)
        )
    return [*found, *_contexts(person, child, on), *_workers(child, on)]


def _contexts(person: Person, child: Child, on: date) -> list[Around]:
    if not person.may(Permission.CONTEXT_VIEW):
        return []
    links = ContextLink.objects.about(child).in_force(on).select_related("context")
    return [
        Around(
            name=link.context.name,
            what=link.context.get_kind_display(),
            bond=AS_BOND[ContextLink.Bearing(link.bearing)],
            is_person=False,
        )
        for link in links.order_by("context__name")
    ]


def _workers(child: Child, on: date) -> list[Around]:
    accountable = accountable_workers([child.pk], on).get(child.pk)
    found = [(accountable, "Accountable worker")] if accountable else []
    found += [(worker, "Co-worker") for worker in co_workers([child.pk], on)[child.pk]]
    return [Around(name=worker.name, what=what, bond=Bond.UNKNOWN) for worker, what in found]
