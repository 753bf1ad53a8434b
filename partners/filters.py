"""What narrows the directory. Names of schools are public, so they may stand in the address."""

from typing import ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from govuk.forms import Form
from govuk.layout import FilterHelper
from partners.models import Agency, School

OPEN, CLOSED, PROPOSED, ANY = "open", "closed", "proposed", "any"


class FilterForm(Form):
    says_optional = False

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FilterHelper(self)


def _towns(request: HttpRequest | None) -> list[tuple[str, str]]:
    if request is None:
        return []
    towns = School.objects.visible_to(request.user).exclude(town="").order_by("town")
    return [(town, town) for town in towns.values_list("town", flat=True).distinct()]


class NarrowedFilterSet(django_filters.FilterSet):
    """Tells an empty list that nothing matched from one where nothing is."""

    # Fields whose value narrows nothing.
    widest: ClassVar[dict[str, str]] = {}

    @property
    def is_narrowed(self) -> bool:
        return any(
            value and value != self.widest.get(name)
            for name, value in self.form.cleaned_data.items()
        )


class SchoolFilter(NarrowedFilterSet):
    """By a word of the name, the town, the postcode or the URN; open schools unless asked."""

    q = django_filters.CharFilter(label="Name, postcode or URN", method="matching")
    town = django_filters.ChoiceFilter(label="Town", choices=[], empty_label="Every town")
    status = django_filters.ChoiceFilter(
        label="Open or closed",
        choices=[
            (OPEN, "Open"),
            (CLOSED, "Closed"),
            (PROPOSED, "Proposed to open"),
            (ANY, "Any"),
        ],
        empty_label=None,
        method="standing",
    )

    widest: ClassVar[dict[str, str]] = {"status": OPEN}

    class Meta:
        model = School
        form = FilterForm
        fields = ["q", "town", "status"]

    def __init__(self, data=None, *args, **kwargs) -> None:
        data = data.copy() if data else {}
        data.setdefault("status", OPEN)
        super().__init__(data, *args, **kwargs)
        self.filters["town"].extra["choices"] = _towns(self.request)

    def matching(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        found = Q(name__icontains=value) | Q(postcode__istartswith=value)
        if value.isascii() and value.isdigit() and len(value) <= 6:
            found |= Q(urn=int(value))
        return rows.filter(found)

    def standing(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == OPEN:
            return rows.open()
        return rows if value == ANY else rows.filter(status=value)


class AgencyFilter(NarrowedFilterSet):
    """By a word of the name or district, and by kind."""

    q = django_filters.CharFilter(label="Name or district", method="matching")
    kind = django_filters.ChoiceFilter(
        label="Kind", choices=Agency.Kind.choices, empty_label="Every kind"
    )

    class Meta:
        model = Agency
        form = FilterForm
        fields = ["q", "kind"]

    def matching(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(name__icontains=value) | Q(district__icontains=value))
