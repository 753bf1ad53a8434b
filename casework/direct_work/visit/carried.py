"""A child's open visits as a column of the child's own row: the first page has few queries."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from accounts.models import Person
from casework.child.models import Child, ChildQuerySet
from casework.direct_work.visit.codes import Outcome
from casework.direct_work.visit.models import Visit
from records.states import LOCKED

# What the first page says of a visit.
_FIELDS = (
    "id", "state", "kind", "outcome", "planned_for", "planned_until", "arrived_at", "left_at",
    "happened_on", "started_at", "created_at", "minutes", "place", "place_other", "seen_alone",
    "registered_worker_present", "registered_worker_id", "author_id", "childs_words", "worry",
)  # fmt: skip
MOST = 20


def with_visits(children: ChildQuerySet, person: Person) -> ChildQuerySet:
    """Children that carry what `visits_of` reads: planned, and held but not signed."""
    rows = (
        Visit.objects.shown_to(person)
        .filter(child=OuterRef("pk"))
        .exclude(outcome=Outcome.NOT_HELD)
        .exclude(state__in=LOCKED)
        .order_by("-happened_on", "planned_for")
    )
    columns = {name: F(name) for name in _FIELDS} | {"author_name": F("author__name")}
    return children.annotate(
        open_visits=ArraySubquery(rows.values_list(JSONObject(**columns))[:MOST])
    )


def visits_of(child: Child) -> list[Visit]:
    """The visits a row of `with_visits` carries; for reading, never for saving."""
    return [_visit(row) for row in child.open_visits]  # type: ignore[attr-defined]


def _visit(row: dict[str, Any]) -> Visit:
    name = row.pop("author_name")
    fields = {field.attname: field for field in Visit._meta.concrete_fields}
    values = {column: fields[column].to_python(value) for column, value in row.items()}
    visit = Visit(**values)
    visit.author = Person(pk=visit.author_id, name=name)
    return visit
