"""Narrowing a chronology: coded filters in the address, words to look for never."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet, Value

from accounts.models import Person
from accounts.prepared import prepared
from casework.child.models import Child
from casework.chronology.kinds import label_of
from casework.chronology.models import ChronologyEntry
from casework.chronology.wordsearch import all_words, searched
from casework.file.timeline import Sources, sources
from govuk.dates import DateField
from govuk.forms import Form
from govuk.layout import FilterHelper

# Texts of a session, and of a visit, that a search for words looks into.
_TEXTS = ("childs_words", "what_happened", "analysis", "what_next", "purpose", "worry_text")
_VISIT_TEXTS = (*_TEXTS, "not_seen_why", "who_was_there", "together__shared_text")


class DayFilter(django_filters.DateFilter):
    field_class = DateField


class ChronologyFilter(django_filters.FilterSet):
    """Kind, from, to, by: offered as far as this child's chronology has them."""

    kind = django_filters.ChoiceFilter(label="Kind", empty_label="All kinds")
    by = django_filters.ChoiceFilter(label="Recorded by", field_name="by_id", empty_label="Anyone")
    since = DayFilter(label="From", field_name="happened_on", lookup_expr="gte")
    until = DayFilter(label="To", field_name="happened_on", lookup_expr="lte")
    new = django_filters.BooleanFilter(
        label="Only what changed since I last looked",
        method="leave_as_it_is",
        widget=forms.CheckboxInput,
    )

    class Meta:
        model = ChronologyEntry
        fields: tuple[str, ...] = ()
        form = Form

    def __init__(
        self, *args: Any, person: Person, child: Child, found: Sources, **kwargs: Any
    ) -> None:
        super().__init__(*args, queryset=found.entries, **kwargs)
        self.found = found
        kinds, people = _offered(person, child)
        self.filters["kind"].extra["choices"] = kinds
        self.filters["by"].extra["choices"] = people
        self.form.says_optional = False
        self.form.helper = FilterHelper(self.form, submit="Show")

    def leave_as_it_is(self, queryset: Any, name: str, value: Any) -> Any:
        """When the reader last looked is not the filter's to know: the view asks for it."""
        return queryset

    @property
    def wants_new(self) -> bool:
        return bool(self.form.is_valid() and self.form.cleaned_data["new"])

    def narrowed(self) -> Sources:
        """Entries and live sessions, both narrowed by what was asked."""
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        narrowed = {kind: _narrowed(rows, kind, asked) for kind, rows in self.found.unsigned}
        return Sources(self.qs, *narrowed.values())


def _offered(person: Person, child: Child) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Kinds and people this child's chronology knows: one query, and one for what is live."""
    rows = [*_known(child), *_live(person, child)]
    kinds = sorted({(kind, label_of(kind)) for kind, _, _ in rows}, key=lambda row: row[1])
    people = sorted({(str(pk), name) for _, pk, name in rows}, key=lambda row: row[1])
    return kinds, people


@prepared
def _known(child: Child) -> QuerySet[ChronologyEntry, Any]:
    entries = ChronologyEntry.objects.about(child).order_by()
    return entries.values_list("kind", "by_id", "by__name").distinct()


@prepared
def _live(person: Person, child: Child) -> QuerySet[Any]:
    columns = ("told_as", "author_id", "author__name")
    first, *others = [
        rows.order_by().annotate(told_as=Value(kind)).values_list(*columns)
        for kind, rows in sources(person, child).unsigned
    ]
    return first.union(*others)


def _narrowed(rows: QuerySet[Any], kind: str, asked: dict[str, Any]) -> QuerySet[Any]:
    """What is not signed yet, as far as it fits what was asked of entries."""
    if asked.get("kind") and asked["kind"] != kind:
        return rows.none()
    if asked.get("by"):
        rows = rows.filter(author_id=asked["by"])
    if asked.get("since"):
        rows = rows.filter(happened_on__gte=asked["since"])
    if asked.get("until"):
        rows = rows.filter(happened_on__lte=asked["until"])
    return rows


def saying(found: Sources, words: str) -> Sources:
    """Only what says every one of these words."""
    return Sources(
        found.entries.saying(words),
        _saying(found.live, words, _TEXTS),
        _saying(found.visits, words, _VISIT_TEXTS),
    )


def _saying(rows: QuerySet[Any], words: str, texts: tuple[str, ...]) -> QuerySet[Any]:
    asked = all_words(words)
    return rows.none() if asked is None else rows.alias(told=searched(*texts)).filter(told=asked)
