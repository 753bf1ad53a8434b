"""How partners are told: import summaries, what an import changes, freshness of facts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime

from accounts.models import Person
from accounts.roles import Role
from partners.models import (
    Agency,
    Confirmation,
    Fact,
    School,
    SchoolImport,
    SchoolImportRefusal,
    University,
)
from partners.models.confirmation import FACTS, Partner, kind_of
from partners.register import safe_cell


def plural(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def summary_line(done: SchoolImport) -> str:
    """The one line that says what an import did or would do."""
    proposed = f", {done.proposed_count} proposed" if done.proposed_count else ""
    return (
        f"{plural(done.school_count, 'school')}: {done.open_count} open, "
        f"{done.closed_count} closed{proposed}; {done.new_count} new, "
        f"{done.changed_count} changed, {done.closing_count} closed now, "
        f"{done.unchanged_count} unchanged; {plural(done.refused_count, 'row')} refused"
    )


def failed_rows(
    done: SchoolImport, refusals: Iterable[SchoolImportRefusal] | None = None
) -> Iterator[list[str]]:
    """The failed-rows file: line and reason, then the cells as they came, safe in a spreadsheet.

    Put right, it can be imported as it is: the two columns in front are passed by.
    """
    yield [safe_cell(cell) for cell in ("Line", "Reason", *done.header)]
    for refusal in done.refusals.iterator() if refusals is None else refusals:
        yield [safe_cell(cell) for cell in (str(refusal.line), refusal.reason, *refusal.cells)]


@dataclass(frozen=True)
class Difference:
    """One fact of one school that an import would change."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class SchoolChange:
    school: School
    differences: list[Difference]


def changes(target: SchoolImport, outcome: str, most: int) -> list[SchoolChange]:
    """The first `most` schools an import would change or close, fact by fact. Two queries."""
    rows = list(target.rows.filter(outcome=outcome)[:most])
    schools = School.objects.in_bulk([row.urn for row in rows], field_name="urn")
    return [
        SchoolChange(schools[row.urn], _differences(schools[row.urn], row.values))
        for row in rows
        if row.urn in schools
    ]


def refused(target: SchoolImport, most: int) -> list[list[str]]:
    """The first `most` refused rows: line and reason."""
    return [[str(one.line), one.reason] for one in target.refusals.all()[:most]]


def _differences(school: School, values: dict[str, Any]) -> list[Difference]:
    found = []
    for name, after in values.items():
        field = School._meta.get_field(name)
        before = getattr(school, name)
        before = before.isoformat() if isinstance(before, date) else before
        if before != after:
            label = str(field.verbose_name).capitalize()
            found.append(Difference(label, _shown(field, before), _shown(field, after)))
    return found


def _shown(field: Any, value: Any) -> str:
    if value in (None, ""):
        return "empty"
    if field.choices:
        return str(dict(field.choices)[value])
    if field.get_internal_type() == "DateField":
        return f"{date.fromisoformat(value):%-d %B %Y}"
    return str(value)


@dataclass(frozen=True)
class Freshness:
    """Whether a fact may still be trusted: who said so last, and how long ago."""

    fact: Fact
    confirmation: Confirmation | None
    is_stale: bool

    @property
    def sentence(self) -> str:
        if self.confirmation is None:
            return "Never confirmed"
        return f"Last confirmed {self.confirmation.on:%-d %B %Y} by {self.confirmation.by.name}"


def freshness(partner: Partner, on: date) -> list[Freshness]:
    """Each fact this kind of partner has, with its newest confirmation. One query."""
    newest = partner.confirmations.order_by("fact", "-on", "-pk").distinct("fact")
    by_fact = {one.fact: one for one in newest.select_related("by")}
    oldest = on - timedelta(days=settings.PARTNER_FACT_STALE_DAYS)
    return [
        Freshness(fact, by_fact.get(fact), fact not in by_fact or by_fact[fact].on < oldest)
        for fact in FACTS[kind_of(partner)]
    ]


# Rows of the lists

SCHOOL_HEAD = ["School", "Town", "Ages", "Safeguarding lead", "Now"]
UNIVERSITY_HEAD = ["University", "Town", {"text": "Tutors", "numeric": True}, "Students"]
AGENCY_HEAD = ["Agency", "Kind", "District", "Phone"]
REFUSED_HEAD = ["Line", "Reason"]
IMPORT_HEAD = ["File", "By", "State", "What it did"]


def tabs(person: Person, here: str) -> list[dict[str, Any]]:
    """The three parts of the directory; a tutor has only the universities."""
    names = {"university": "Universities"}
    if person.role != Role.UNIVERSITY_TUTOR:
        names = {"school": "Schools", **names, "agency": "Agencies"}
    return [
        {"text": text, "href": reverse(f"partners:{kind}-list"), "here": kind == here}
        for kind, text in names.items()
    ]


def school_row(school: School) -> list[Any]:
    """`leads` is prefetched by the list."""
    return [
        {
            "text": school.name,
            "href": reverse("partners:school-detail", args=[school.pk]),
            "hint": f"URN {school.urn}",
        },
        school.town or "–",
        school.ages or school.phase or "–",
        ", ".join(lead.name for lead in school.leads) or "Not known",
        {"tag": school.get_status_display(), "kind": STATUS_KINDS[school.status]},
    ]


def university_row(university: University) -> list[Any]:
    """`tutors` is counted by the list."""
    return [
        {
            "text": university.name,
            "href": reverse("partners:university-detail", args=[university.pk]),
        },
        university.town or "–",
        {"text": str(university.tutors), "numeric": True},
        {"tag": "Sends students", "kind": "green"}
        if university.is_current
        else {"tag": "Not now", "kind": "grey"},
    ]


def agency_row(agency: Agency) -> list[Any]:
    return [
        {"text": agency.name, "href": reverse("partners:agency-detail", args=[agency.pk])},
        agency.get_kind_display(),
        agency.district or "–",
        agency.phone or "–",
    ]


def import_row(one: SchoolImport) -> list[Any]:
    return [
        {
            "text": f"{localtime(one.made_at):%-d %B %Y, %H:%M}",
            "href": reverse("partners:school-import-detail", args=[one.pk]),
            "hint": one.file_name,
        },
        one.by.name if one.by else "Command line",
        {"tag": one.get_state_display(), "kind": IMPORT_KINDS[one.state]},
        summary_line(one) if one.school_count or one.refused_count else "–",
    ]


STATUS_KINDS = {
    School.Status.OPEN: "green",
    School.Status.CLOSING: "amber",
    School.Status.CLOSED: "grey",
    School.Status.PROPOSED: "blue",
}
IMPORT_KINDS = {
    SchoolImport.State.WAITING: "blue",
    SchoolImport.State.READING: "blue",
    SchoolImport.State.READY: "amber",
    SchoolImport.State.CONFIRMED: "blue",
    SchoolImport.State.DONE: "green",
    SchoolImport.State.FAILED: "red",
    SchoolImport.State.DISCARDED: "grey",
}


# What a partner's page says at the top


def _school_summary(school: School) -> list[dict[str, Any]]:
    la = " ".join(part for part in (school.la_name, school.la_code) if part)
    facts = [
        ("URN", str(school.urn)),
        ("Opened", _date(school.opened_on)),
        ("Closed", _date(school.closed_on)),
        ("Kind", school.kind),
        ("Phase", school.phase),
        ("Ages", school.ages),
        ("Religious character", school.religious_character),
        ("Local authority", la),
        ("District", school.district),
    ]
    return _known(facts)


def _university_summary(university: University) -> list[dict[str, Any]]:
    return _known([("Town", university.town), ("Phone", university.phone)])


def _agency_summary(agency: Agency) -> list[dict[str, Any]]:
    return _known(
        [
            ("Kind", agency.get_kind_display()),
            ("District", agency.district),
            ("Phone", agency.phone),
            ("E-mail", agency.email),
        ]
    )


def coming_days(school: School, on: date) -> dict[str, list[Any]]:
    """Terms and INSET days that are not over yet. Two queries."""
    return {
        "terms": list(school.terms.filter(ends_on__gte=on)),
        "inset_days": list(school.inset_days.filter(on__gte=on)),
    }


def page_urls(partner: Partner) -> dict[str, str]:
    """Where the links and buttons of a partner's page lead."""
    kind = kind_of(partner)
    names = {"edit": "edit", "confirm": "confirm", "contact_add": "contact-add"}
    return {
        key: reverse(f"partners:{kind}-{name}", args=[partner.pk]) for key, name in names.items()
    } | {"list": reverse(f"partners:{kind}-list")}


def _known(facts: list[tuple[str, str]]) -> list[dict[str, Any]]:
    return [{"key": key, "value": value, "href": ""} for key, value in facts if value]


def _date(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else ""


SUMMARIES = {
    "school": _school_summary,
    "university": _university_summary,
    "agency": _agency_summary,
}
