"""What narrows a list of children: coded choices only, so that the address may keep them."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Person
from accounts.prepared import prepared
from casework.child.models import Child
from casework.episode.models import Allocation, Episode
from govuk.forms import Form
from govuk.layout import FilterHelper
from partners.models import School

OPEN, CLOSED, ANY = "open", "closed", "any"
STATUSES = [
    (OPEN, "Open work"),
    (Episode.Kind.EARLY_HELP, "Early help"),
    (Episode.Kind.IN_NEED, "Child in need"),
    (CLOSED, "No open work"),
    (ANY, "Any"),
]


class FilterForm(Form):
    says_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FilterHelper(self)


def schools_seen(request: HttpRequest) -> QuerySet[School]:
    """Schools of children the reader may see: no other school shows that a child is there."""
    return School.objects.filter(pk__in=_schools.subquery(request.user))


@prepared
def _schools(reader: Person) -> QuerySet[Child, Any]:
    return Child.objects.visible_to(reader).values("school")


def workers_seen(request: HttpRequest) -> QuerySet[Person]:
    """Workers of children the reader may see."""
    return Person.objects.filter(pk__in=_workers.subquery(request.user, timezone.localdate()))


@prepared
def _workers(reader: Person, on: date) -> QuerySet[Allocation, Any]:
    return Allocation.objects.visible_to(reader).in_force(on).values("person")


class ChildFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        choices=STATUSES, empty_label=None, label="Status", method="of_status"
    )
    school = django_filters.ModelChoiceFilter(
        queryset=schools_seen, empty_label="Any school", label="School"
    )
    worker = django_filters.ModelChoiceFilter(
        queryset=workers_seen, empty_label="Anyone", label="Worker", method="of_worker"
    )

    class Meta:
        model = Child
        form = FilterForm
        fields: list[str] = []

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        asked = data.copy() if data else {}
        asked.setdefault("status", OPEN)
        super().__init__(asked, *args, **kwargs)

    @property
    def is_narrowed(self) -> bool:
        given = self.form.cleaned_data
        return bool(given.get("school") or given.get("worker") or given.get("status") != OPEN)

    def of_status(self, rows: QuerySet[Child], name: str, value: str) -> QuerySet[Child]:
        episodes = Episode.objects.open().filter(child=OuterRef("pk"))
        if value == ANY:
            return rows
        if value == CLOSED:
            return rows.filter(~Exists(episodes))
        if value in Episode.Kind.values:
            episodes = episodes.filter(kind=value)
        return rows.filter(Exists(episodes))

    def of_worker(self, rows: QuerySet[Child], name: str, value: Person) -> QuerySet[Child]:
        working = Allocation.objects.in_force(timezone.localdate()).filter(
            person=value, episode__closed_on=None, episode__child=OuterRef("pk")
        )
        return rows.filter(Exists(working))
