"""Everything that is written about school-based work."""

from collections.abc import Collection
from datetime import date, time

from django.core.exceptions import ValidationError

from accounts.actions import written_by
from accounts.models import Person
from accounts.roles import Role
from partners.models import School
from schools.models import DropIn, SchoolLink

AT_SCHOOLS = frozenset({Role.STUDENT, Role.PRACTICE_EDUCATOR, Role.SOCIAL_WORKER})


def link_to_school(
    *,
    person: Person,
    school: School,
    weekdays: Collection[int],
    starts_on: date,
    by: Person | None,
    ends_on: date | None = None,
    why: str = "",
) -> SchoolLink:
    """`person` is at an open school on these days of the week, from `starts_on`."""
    with written_by(by):
        errors = {}
        if person.role not in AT_SCHOOLS:
            errors["person"] = "Students, practice educators and social workers go to schools."
        if not school.is_open:
            errors["school"] = "This school is not open."
        if errors:
            raise ValidationError(errors)
        link = SchoolLink(
            person=person,
            school=school,
            weekdays=sorted(set(weekdays)),
            starts_on=starts_on,
            ends_on=ends_on,
            why=why,
        )
        link.full_clean()
        link.save(force_insert=True)
        return link


def end_link(*, link: SchoolLink, on: date, by: Person | None) -> SchoolLink:
    """`on` is the last day at the school."""
    with written_by(by):
        held = SchoolLink.objects.select_for_update().get(pk=link.pk)
        if held.ends_on is not None and held.ends_on <= on:
            return held
        held.ends_on = on
        held.full_clean()
        held.save()
        return held


def log_drop_in(
    *,
    school: School,
    happened_on: date,
    at: time,
    who: DropIn.Who | str,
    people: int,
    theme: DropIn.Theme | str,
    action: DropIn.Action | str,
    by: Person,
    today: date,
) -> DropIn:
    """One line about a drop-in that `by` held. Who came is never named."""
    if happened_on > today:
        raise ValidationError({"happened_on": "This day has not come yet."})
    with written_by(by):
        drop_in = DropIn(
            person=by,
            school=school,
            happened_on=happened_on,
            at=at,
            who=who,
            people=people,
            theme=theme,
            action=action,
        )
        drop_in.full_clean()
        drop_in.save(force_insert=True)
        return drop_in
