"""How partners are told: import summaries, what an import changes, freshness of facts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from partners.models import Confirmation, Fact, School, SchoolImport, SchoolImportRefusal
from partners.models.confirmation import FACTS
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


def failed_rows(done: SchoolImport, refusals: Iterable[SchoolImportRefusal]) -> Iterator[list[str]]:
    """The failed-rows file: line and reason, then the cells as they came, safe in a spreadsheet.

    Put right, it can be imported as it is: the two columns in front are passed by.
    """
    yield [safe_cell(cell) for cell in ("Line", "Reason", *done.header)]
    for refusal in refusals:
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


def freshness(kind: str, confirmations: Sequence[Confirmation], on: date) -> list[Freshness]:
    """Each fact a partner of this kind has, with its newest confirmation (`-on` order given)."""
    oldest = on - timedelta(days=settings.PARTNER_FACT_STALE_DAYS)
    newest: dict[str, Confirmation] = {}
    for confirmation in confirmations:
        newest.setdefault(confirmation.fact, confirmation)
    return [
        Freshness(fact, newest.get(fact), fact not in newest or newest[fact].on < oldest)
        for fact in FACTS[kind]
    ]
