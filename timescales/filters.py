"""What narrows the board of clocks: coded words only, so that they may stand in the address."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person
from govuk.forms import Form
from govuk.layout import FilterHelper
from timescales.clock import add_working_days
from timescales.models import ClockRule, Deadline

SOON_WORKING_DAYS = 5


class FilterForm(Form):
    says_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FilterHelper(self)


class DeadlineFilter(django_filters.FilterSet):
    """By urgency, by rule and by who must act."""

    URGENCIES = (
        ("overdue", "Overdue"),
        ("soon", f"Due in {SOON_WORKING_DAYS} working days"),
        ("later", "Later"),
        ("paused", "Paused"),
        ("late", "Met late"),
    )

    urgency = django_filters.ChoiceFilter(
        label="Urgency", choices=URGENCIES, empty_label="All open", method="by_urgency"
    )
    rule = django_filters.ChoiceFilter(
        label="Clock", choices=[], empty_label="Every clock", field_name="code"
    )
    owner = django_filters.ModelChoiceFilter(
        label="Who must act", queryset=Person.objects.none(), empty_label="Everybody"
    )

    class Meta:
        model = Deadline
        form = FilterForm
        fields = ["urgency", "rule", "owner"]

    def __init__(
        self, *args: Any, rules: QuerySet[ClockRule], calendar: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.calendar = calendar
        self.filters["rule"].extra["choices"] = sorted(
            {rule.code: f"{rule.code} {rule.title}" for rule in rules}.items(),
            key=lambda choice: (len(choice[0]), choice[0]),
        )
        self.filters["owner"].queryset = Person.objects.filter(
            pk__in=self.queryset.open().order_by().values("owner")
        )

    @property
    def qs(self) -> QuerySet[Deadline]:
        rows = super().qs
        if self.form.is_valid() and self.form.cleaned_data.get("urgency"):
            return rows
        return rows.open()

    def by_urgency(self, rows: Any, name: str, value: str) -> QuerySet[Deadline]:
        now = timezone.now()
        today = timezone.localdate(now)
        soon = add_working_days(today, SOON_WORKING_DAYS, self.calendar)
        if value == "overdue":
            return rows.overdue(now)
        if value == "soon":
            return rows.running().filter(overdue_from__gt=now, due_on__lte=soon)
        if value == "later":
            return rows.running().filter(due_on__gt=soon)
        if value == "paused":
            return rows.paused()
        return rows.late().order_by("-due_on", "pk")
