"""What narrows the list of placements: coded choices only, so they may stand in the address."""

import django_filters
from django.db.models import QuerySet
from django.utils import timezone

from govuk.forms import Form
from govuk.layout import FilterHelper
from placements.models import PracticePlacement

RUNNING, COMING, ENDED, ANY = "running", "coming", "ended", "any"


class FilterForm(Form):
    says_optional = False

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FilterHelper(self)


class PlacementFilter(django_filters.FilterSet):
    """Running placements unless asked."""

    state = django_filters.ChoiceFilter(
        label="Placements",
        choices=[(RUNNING, "Running"), (COMING, "To come"), (ENDED, "Ended"), (ANY, "All")],
        empty_label=None,
        method="standing",
    )
    days_total = django_filters.ChoiceFilter(
        label="Days", choices=PracticePlacement.Days.choices, empty_label="70 and 100"
    )

    class Meta:
        model = PracticePlacement
        form = FilterForm
        fields = ["state", "days_total"]

    def __init__(self, data=None, *args, **kwargs) -> None:
        data = data.copy() if data else {}
        data.setdefault("state", RUNNING)
        super().__init__(data, *args, **kwargs)

    def standing(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        on = timezone.localdate()
        if value == RUNNING:
            return rows.running(on)
        if value == COMING:
            return rows.filter(starts_on__gt=on)
        return rows.filter(ends_on__lt=on) if value == ENDED else rows
