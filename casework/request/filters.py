"""What narrows the manager's list of requests; coded choices only: the address keeps them."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest

from casework.request.codes import LevelOfNeed, State
from casework.request.models import Request
from govuk.forms import Form
from govuk.layout import FilterHelper
from partners.models import School


def schools_asking(request: HttpRequest) -> QuerySet[School]:
    """Schools that asked for something the reader may see."""
    asked = Request.objects.visible_to(request.user).values("school")
    return School.objects.filter(pk__in=asked)


class FilterForm(Form):
    says_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FilterHelper(self)


class RequestFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=State.choices, empty_label="All", label="State")
    level = django_filters.ChoiceFilter(
        field_name="level_of_need",
        choices=[(level.value, f"Level {level.value}") for level in LevelOfNeed],
        empty_label="Any level",
        label="Level of need",
    )
    school = django_filters.ModelChoiceFilter(
        queryset=schools_asking, empty_label="Any school", label="School"
    )

    class Meta:
        model = Request
        form = FilterForm
        fields: list[str] = []


class ThemeFilter(django_filters.FilterSet):
    """What narrows the count of themes."""

    school = django_filters.ModelChoiceFilter(
        queryset=schools_asking, empty_label="Any school", label="School"
    )
    level = django_filters.ChoiceFilter(
        field_name="level_of_need",
        choices=[(level.value, f"Level {level.value}") for level in LevelOfNeed],
        empty_label="Any level",
        label="Level of need",
    )

    class Meta:
        model = Request
        form = FilterForm
        fields: list[str] = []
