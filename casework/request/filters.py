"""What narrows the manager's list of requests; coded choices only: the address keeps them."""

import django_filters
from django.db.models import QuerySet

from casework.request.codes import LevelOfNeed, State
from casework.request.models import Request
from govuk.layout import FilterHelper
from partners.models import School


def schools_asking(request) -> QuerySet[School]:
    """Schools that asked for something the reader may see."""
    asked = Request.objects.visible_to(request.user).values("school")
    return School.objects.filter(pk__in=asked)


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
        fields: list[str] = []

    @property
    def form(self):
        form = super().form
        if not hasattr(form, "helper"):
            form.helper = FilterHelper(form)
        return form
