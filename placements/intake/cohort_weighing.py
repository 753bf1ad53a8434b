"""What each row of a university's list would make, or why it cannot be taken."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models.functions import Lower

from accounts.models import Person
from accounts.roles import Role
from partners.models import University
from placements.intake.cohort_file import Refused, Row
from placements.intake.models import CohortRow, Intake, Nomination, Offer
from placements.models.placement import PracticePlacement
from placements.profile.models import StudentProfile

Outcome = CohortRow.Outcome


@dataclass
class Standing:
    """Everything the rows of one file are weighed against, read at once: seven queries."""

    intake: Intake
    universities: dict[str, University]
    offers: dict[tuple[UUID, int], Offer]
    room: dict[UUID, int]
    people: dict[str, Person]
    named: set[UUID]
    elsewhere: set[UUID]
    busy_until: dict[UUID, date | None]
    same_names: dict[str, list[str]] = field(default_factory=dict)


def standing_for(intake: Intake, rows: list[Row]) -> Standing:
    addresses = [str(row.values["email"]) for row in rows]
    names = [str(row.values["name"]).lower() for row in rows]
    people = {
        person.email.lower(): person
        for person in Person.objects.annotate(address=Lower("email")).filter(address__in=addresses)
    }
    offers = list(Offer.objects.filter(intake=intake).with_named())
    placements = PracticePlacement.objects.filter(student__in=people.values()).order_by("starts_on")
    profiles = StudentProfile.objects.filter(person__in=people.values())
    same_names: dict[str, list[str]] = defaultdict(list)
    students = Person.objects.annotate(lower=Lower("name")).filter(
        role=Role.STUDENT, lower__in=names
    )
    for student in students:
        same_names[student.name.lower()].append(student.email)
    return Standing(
        intake=intake,
        universities={
            name.casefold(): university
            for university in University.objects.filter(is_current=True)
            for name in (university.name, university.short_name)
            if name
        },
        offers={(offer.university_id, offer.days_total): offer for offer in offers},
        room={offer.pk: offer.accepted - offer.named for offer in offers},
        people=people,
        named=set(
            Nomination.objects.standing()
            .filter(offer__intake=intake)
            .values_list("student_id", flat=True)
        ),
        elsewhere={one.person_id for one in profiles if one.team_id != intake.team_id},
        busy_until={one.student_id: one.ends_on for one in placements},
        same_names=same_names,
    )


def weigh(rows: list[Row], standing: Standing) -> tuple[list[CohortRow], list[Refused]]:
    """Every row as it would be taken, or refused with the reason; places are used up in order."""
    taken, refused = [], []
    for row in rows:
        try:
            taken.append(_weigh(row, standing))
        except ValidationError as error:
            refused.append(Refused(row.line, " ".join(error.messages), row.cells))
    return taken, refused


def offer_of(values: dict[str, Any], standing: Standing) -> Offer:
    """The offer a row takes a place of. Raises ValidationError where there is none."""
    university = standing.universities.get(str(values["university"]).casefold())
    if university is None:
        raise ValidationError(f"No university is called {values['university']} here.")
    offer = standing.offers.get((university.pk, int(values["days_total"])))
    if offer is None:
        raise ValidationError(
            f"{university} has no offer of {values['days_total']} days in this intake."
        )
    return offer


def _weigh(row: Row, standing: Standing) -> CohortRow:
    offer = offer_of(row.values, standing)
    if standing.room[offer.pk] < 1:
        raise ValidationError(
            f"{offer.university} has accepted {offer.accepted} places of {offer.days_total} days, "
            "and each has its student."
        )
    email, name = str(row.values["email"]), str(row.values["name"])
    person = standing.people.get(email)
    if person is not None:
        _may_come(person, row, standing)
    standing.room[offer.pk] -= 1
    alike = [one for one in standing.same_names.get(name.lower(), []) if one.lower() != email]
    return CohortRow(
        line=row.line,
        values=row.values,
        cells=row.cells,
        outcome=Outcome.NEW if person is None else Outcome.KNOWN,
        alike=", ".join(alike)[:300],
    )


def _may_come(person: Person, row: Row, standing: Standing) -> None:
    if person.role != Role.STUDENT:
        raise ValidationError("This address belongs to somebody who is not a student.")
    if not person.is_active:
        raise ValidationError("This student may not sign in any more. Ask an administrator first.")
    if person.pk in standing.elsewhere:
        raise ValidationError("Another team keeps this student's profile.")
    if person.pk in standing.named:
        raise ValidationError("This student is named in this intake already.")
    starts_on = row.values["starts_on"] or standing.intake.starts_on.isoformat()
    if person.pk in standing.busy_until:
        last = standing.busy_until[person.pk]
        if last is None or last.isoformat() >= str(starts_on):
            raise ValidationError(
                "This student has a placement whose last day is not recorded before that day."
            )
