"""Invented universities, schools and agencies; the schools come in by the register's own import."""

import csv
import io
from datetime import date

from partners.actions.directory import add_inset_day, add_term, save_contact, save_partner
from partners.actions.school_import import import_file
from partners.models import Agency, ContactPerson, InsetDay, School, TermDate, University
from pop_portal.demo.cast import SCHOOLS, TUTORS, UNIVERSITIES, DemoSchool
from pop_portal.demo.stage import Stage

REGISTER_COLUMNS = (
    "URN", "EstablishmentName", "EstablishmentStatus (name)", "StatutoryLowAge",
    "StatutoryHighAge", "Town", "Postcode",
)  # fmt: skip
AGENCIES = (
    ("West Mercia Police, harm assessment unit", Agency.Kind.POLICE),
    ("Community health, school nursing", Agency.Kind.HEALTH),
    ("Wyre Forest early help team", Agency.Kind.EARLY_HELP),
)


def add_universities(stage: Stage) -> None:
    """Universities with their tutors, and the agencies beside us."""
    tm, on = stage.people["tm"], stage.day(15)
    for key, name in UNIVERSITIES.items():
        university = save_partner(
            partner=University(
                name=name,
                ways_of_working="Tutors visit twice: before the midpoint and in the last ten days.",
                due_dates="Agreement by day 10, interim report halfway, portfolio at the end.",
            ),
            by=tm,
            on=on,
        )
        tutor = stage.people[TUTORS[key]]
        contact = ContactPerson(
            name=tutor.name,
            role=ContactPerson.Role.TUTOR,
            email=tutor.email,
            person=tutor,
            university=university,
        )
        stage.places[key] = university
        stage.places[f"tutor of {key}"] = save_contact(contact=contact, by=tm, on=on)
    for name, kind in AGENCIES:
        save_partner(partner=Agency(name=name, kind=kind), by=tm, on=on)


def add_schools(stage: Stage) -> None:
    """Schools by import, then what only the directory knows: leads, terms, INSET days."""
    import_file(stream=_register(), file_name="practice-schools.csv", by=stage.people["jess"])
    for one in SCHOOLS:
        school = School.objects.get(urn=one.urn)
        stage.places[one.key] = school
        _furnish(stage, one, school)


def _register() -> io.BytesIO:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(REGISTER_COLUMNS)
    for number, one in enumerate(SCHOOLS):
        rows.writerow(
            [one.urn, one.name, "Open", one.low_age, one.high_age, one.town, f"WR{number} 0AA"]
        )
    return io.BytesIO(text.getvalue().encode())


def _furnish(stage: Stage, one: DemoSchool, school: School) -> None:
    lead, by, on = stage.people[one.lead], stage.people["jess"], stage.day(15)
    stage.places[f"lead of {one.key}"] = one.lead
    save_contact(
        contact=ContactPerson(
            name=lead.name,
            role=ContactPerson.Role.DSL,
            email=lead.email,
            person=lead,
            school=school,
        ),
        by=by,
        on=on,
    )
    year = on.year if on.month >= 9 else on.year - 1
    for name, starts_on, ends_on in _terms(year):
        add_term(
            term=TermDate(school=school, name=name, starts_on=starts_on, ends_on=ends_on),
            by=by,
            on=on,
        )
    add_inset_day(day=InsetDay(school=school, on=date(year, 9, 1)), by=by, on=on)


def _terms(year: int) -> list[tuple[str, date, date]]:
    return [
        ("Autumn", date(year, 9, 2), date(year, 12, 18)),
        ("Spring", date(year + 1, 1, 4), date(year + 1, 3, 25)),
        ("Summer", date(year + 1, 4, 12), date(year + 1, 7, 20)),
    ]
