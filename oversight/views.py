"""The team today, one's own students, and one student's work: every number opens its rows."""

from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import Door, ScopedDoor
from accounts.models import Person
from accounts.permissions import Permission
from oversight import caseload, presenters, rounds


class RoofPage(Door, TemplateView):
    """A page about the reader's students today."""

    @cached_property
    def on(self) -> date:
        return timezone.localdate()

    @cached_property
    def loads(self) -> list[caseload.Caseload]:
        return caseload.caseloads(caseload.students_of(self.request.user, self.on), self.on)


class TeamToday(RoofPage):
    permission = Permission.DASHBOARD_TEAM
    template_name = "oversight/team_today.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = rounds.team_round(self.request.user, self.loads, self.on)
        return super().get_context_data(
            on=self.on,
            found=found,
            cards=presenters.team_cards(found),
            caseload_chart=presenters.caseload_chart(self.loads),
            spread=presenters.spread_rows(found.spread),
            clocks=presenters.clock_rows(found.clocks, self.on),
            educators=presenters.educator_rows(self.loads),
            **kwargs,
        )


class MyStudents(RoofPage):
    permission = Permission.DASHBOARD_STUDENTS
    template_name = "oversight/my_students.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = rounds.educator_round(self.request.user, self.loads, self.on)
        return super().get_context_data(
            on=self.on,
            found=found,
            cards=presenters.educator_cards(found, self.request.user),
            student_head=presenters.STUDENT_HEAD,
            students=presenters.student_rows(self.loads, found.days),
            caseload_chart=presenters.caseload_chart(self.loads),
            clocks=presenters.clock_rows(found.clocks, self.on),
            **kwargs,
        )


class StudentWork(ScopedDoor, TemplateView):
    """One student's children, clocks and unsigned work: what stands behind a bar of the chart."""

    permission = Permission.DASHBOARD_STUDENTS
    template_name = "oversight/student_work.html"

    def rows(self, request: HttpRequest) -> QuerySet[Person]:
        return caseload.students_of(request.user, timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate()
        found = rounds.student_round(self.record, self.request.user, on)
        return super().get_context_data(
            on=on,
            student=self.record,
            load=found.load,
            child_head=presenters.CHILD_HEAD,
            children=presenters.child_rows(found.children),
            clocks=presenters.clock_rows(found.clocks, on),
            **kwargs,
        )
