"""Narrowing a chronology: coded filters in the address, words to look for never."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from casework.child.models import Child
from casework.chronology.kinds import label_of
from casework.chronology.models import ChronologyEntry
from casework.direct_work.models import DirectWorkSessionQuerySet
from casework.file.timeline import LIVE_KIND, Sources
from govuk.dates import DateField
from govuk.forms import Form
from govuk.layout import FilterHelper

# Texts of a session that a search for words looks into.
_TEXTS = ("childs_words", "what_happened", "analysis", "what_next", "purpose", "worry_text")


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

    def __init__(self, *args: Any, child: Child, found: Sources, **kwargs: Any) -> None:
        super().__init__(*args, queryset=found.entries, **kwargs)
        self.found = found
        kinds, people = self._offered(child)
        self.filters["kind"].extra["choices"] = kinds
        self.filters["by"].extra["choices"] = people
        self.form.says_optional = False
        self.form.helper = FilterHelper(self.form, submit="Show")

    def _offered(self, child: Child) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """Kinds and people this child's chronology knows: one query, and one for live sessions."""
        rows = list(
            ChronologyEntry.objects.about(child)
            .order_by()
            .values_list("kind", "by_id", "by__name")
            .distinct()
        )
        rows += [
            (LIVE_KIND, author_id, name)
            for author_id, name in self.found.live.order_by()
            .values_list("author_id", "author__name")
            .distinct()
        ]
        kinds = sorted({(kind, label_of(kind)) for kind, _, _ in rows}, key=lambda row: row[1])
        people = sorted({(str(pk), name) for _, pk, name in rows}, key=lambda row: row[1])
        return kinds, people

    def leave_as_it_is(self, queryset: Any, name: str, value: Any) -> Any:
        """When the reader last looked is not the filter's to know: the view asks for it."""
        return queryset

    @property
    def wants_new(self) -> bool:
        return bool(self.form.is_valid() and self.form.cleaned_data["new"])

    def narrowed(self) -> Sources:
        """Entries and live sessions, both narrowed by what was asked."""
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        live = self.found.live
        if asked.get("kind") and asked["kind"] != LIVE_KIND:
            live = live.none()
        if asked.get("by"):
            live = live.filter(author_id=asked["by"])
        if asked.get("since"):
            live = live.filter(happened_on__gte=asked["since"])
        if asked.get("until"):
            live = live.filter(happened_on__lte=asked["until"])
        return Sources(self.qs, live)


def saying(found: Sources, words: str) -> Sources:
    """Only what says every one of these words."""
    return Sources(found.entries.saying(words), _live_saying(found.live, words))


def _live_saying(live: DirectWorkSessionQuerySet, words: str) -> DirectWorkSessionQuerySet:
    for word in words.split():
        anywhere = Q()
        for name in _TEXTS:
            anywhere |= Q(**{f"{name}__icontains": word})
        live = live.filter(anywhere)
    return live
