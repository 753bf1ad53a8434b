"""What every change leaves behind: a line in the placement's list, and everybody told once."""

from datetime import date
from typing import TypedDict
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Person
from accounts.reporting import managers_of
from notices.actions import NewNotice, notify_many
from placements.change.models import PlacementChange
from placements.models.placement import PracticePlacement
from placements.profile.models import PlacementRole
from placements.subjects import PLACEMENT

Kind = PlacementChange.Kind
Role = PlacementRole.Kind


def said(day: date) -> str:
    return f"{day:%-d %B %Y}"


def not_ones_own(placement: PracticePlacement, by: Person) -> None:
    """Raises PermissionDenied."""
    if by.pk == placement.student_id:
        raise PermissionDenied("Nobody changes their own placement.")


class InRoles(TypedDict):
    mentor: Person | None
    supervisor: Person | None


def in_roles(placement: PracticePlacement) -> InRoles:
    """Who mentors and who supervises on site, for the question whether the educator may take it."""
    rows = placement.roles.filter(
        kind__in=[Role.MENTOR, Role.SUPERVISOR], ends_on=None
    ).select_related("person")
    found = {row.kind: row.person for row in rows}
    return {"mentor": found.get(Role.MENTOR), "supervisor": found.get(Role.SUPERVISOR)}


def planned_educator(placement: PracticePlacement) -> PlacementRole | None:
    """Who is to educate from a day to come, in their role; None while nobody is."""
    return (
        placement.roles.filter(kind__in=PlacementRole.EDUCATORS, starts_on__gt=placement.starts_on)
        .exclude(person=placement.practice_educator_id)
        .filter(ends_on=None)
        .select_related("person")
        .first()
    )


def record(
    *,
    placement: PracticePlacement,
    kind: Kind,
    from_on: date,
    before: str,
    after: str,
    why: str,
    on: date,
    by: Person,
    also: tuple[UUID, ...] = (),
) -> PlacementChange:
    """Write the line and tell the student, the educator, the tutor and the team's managers; `also`
    those who have a part in this one change."""
    change = PlacementChange(
        placement=placement,
        kind=kind,
        from_on=from_on,
        before=before,
        after=after,
        why=why.strip(),
        made_by=by,
        made_on=on,
    )
    change.full_clean()
    change.save(force_insert=True)
    people = {placement.student_id, placement.practice_educator_id, *also}
    people |= {
        person.pk for person in managers_of([placement.student_id], on)[placement.student_id]
    }
    if placement.tutor is not None and placement.tutor.person_id is not None:
        people.add(placement.tutor.person_id)
    notify_many(
        NewNotice(
            recipient_id=person,
            key=f"placements.change {change.pk}",
            line=f"A placement you have a part in changes from {said(from_on)}: "
            f"{change.get_kind_display().lower()}.",
            path=reverse("placements:placement-detail", args=[placement.pk]),
            root_type=PLACEMENT,
            root_id=placement.pk,
        )
        for person in people - {by.pk}
    )
    return change
