"""Narrowing the list of sessions by coded values only: a student's number and a state."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import Person
from accounts.prepared import prepared
from govuk.layout import FilterHelper
from supervision.models import SupervisionSession
from supervision.states import State


def students_of(request: HttpRequest):
    """The students whose sessions the reader may see: nobody else is named in the choices."""
    return Person.objects.filter(pk__in=_seen_students.subquery(request.user))


@prepared
def _seen_students(reader: Person) -> QuerySet[SupervisionSession, Any]:
    return SupervisionSession.objects.visible_to(reader).values("student")


class SessionFilter(django_filters.FilterSet):
    student = django_filters.ModelChoiceFilter(
        queryset=students_of, label="Student", empty_label="All students"
    )
    state = django_filters.ChoiceFilter(choices=State, label="State", empty_label="All states")

    class Meta:
        model = SupervisionSession
        fields = ["student", "state"]

    @property
    def form(self):
        form = super().form
        form.says_optional = False
        form.helper = FilterHelper(form)
        return form
