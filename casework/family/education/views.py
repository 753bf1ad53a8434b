"""The tab of a child's education: attendance drawn over time, and the other facts."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.child.pages import ChildPage, ShowsChild
from casework.family.education import presenters
from casework.family.education.actions import (
    end_education_fact,
    record_attendance,
    record_education_fact,
    withdraw,
)
from casework.family.education.forms import (
    AttendanceForm,
    EducationFactForm,
    EndFactForm,
    WithdrawForm,
)
from casework.family.education.models import Attendance, EducationFact
from casework.family.views.base import SavesOrSays

SECTION = "education"


class EducationPage(ChildPage, TemplateView):
    """The tab: what holds today, attendance over time and by phase, and every reading."""

    permission = Permission.EDUCATION_VIEW
    section = SECTION
    template_name = "casework/education/education.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.request.user
        readings = list(Attendance.objects.visible_to(person).filter(child=self.child).standing())
        facts = list(EducationFact.objects.visible_to(person).filter(child=self.child).standing())
        spells = presenters.spells_of(self.child)
        return super().get_context_data(
            over_time=presenters.over_time(readings),
            by_phase=presenters.by_phase(readings, spells),
            readings=presenters.reading_rows(readings, spells),
            facts=presenters.fact_rows(facts, self.on),
            suspended=presenters.suspended_days(facts),
            may_record=person.may(Permission.EDUCATION_RECORD),
            **kwargs,
        )


class BackToEducation:
    """Where every form of this tab leads."""

    def get_success_url(self) -> str:
        return reverse("casework:education", args=[self.child.pk])


class EducationForm(BackToEducation, SavesOrSays, ChildPage, FormView):
    permission = Permission.EDUCATION_RECORD
    section = SECTION
    template_name = "casework/education/education_form.html"


class AttendanceAdd(EducationForm):
    form_class = AttendanceForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "person": self.request.user,
            "school": self.child.school,
            "on": self.on,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title="Record attendance", what="", **kwargs)

    def save(self, form: AttendanceForm) -> None:
        given = form.cleaned_data
        record_attendance(
            child=self.child,
            by=self.request.user,
            **{
                name: given[name]
                for name in (
                    "starts_on",
                    "ends_on",
                    "school",
                    "possible",
                    "attended",
                    "unauthorised",
                    "source",
                    "said_on",
                )
            },
        )


class EducationFactAdd(EducationForm):
    form_class = EducationFactForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"on": self.on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title="Record an education fact", what="", **kwargs)

    def save(self, form: EducationFactForm) -> None:
        given = form.cleaned_data
        names = ("kind", "school_days", "starts_on", "ends_on", "note", "source", "said_on")
        record_education_fact(
            child=self.child, by=self.request.user, **{name: given[name] for name in names}
        )


class OfFact(BackToEducation, SavesOrSays, ShowsChild, ScopedDoor, FormView):
    """A form about one fact that stands."""

    permission = Permission.EDUCATION_RECORD
    section = SECTION
    template_name = "casework/education/education_form.html"
    title = ""

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            EducationFact.objects.visible_to(request.user)
            .standing()
            .select_related("child__school")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        what = f"{self.what()}, {presenters.period(self.record)}"
        return super().get_context_data(title=self.title, what=what, **kwargs)

    def what(self) -> str:
        return self.record.get_kind_display()


class EducationFactEnd(OfFact):
    form_class = EndFactForm
    title = "It has ended"

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        return super().rows(request).in_force(self.on)

    def save(self, form: EndFactForm) -> None:
        given = form.cleaned_data
        end_education_fact(fact=self.record, on=given["on"], why=given["why"], by=self.request.user)


class EducationFactWithdraw(OfFact):
    form_class = WithdrawForm
    title = "Take it back"
    saved = "Taken back. It stays in the history and counts nowhere."

    def save(self, form: WithdrawForm) -> None:
        withdraw(fact=self.record, on=self.on, why=form.cleaned_data["why"], by=self.request.user)


class AttendanceWithdraw(EducationFactWithdraw):
    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            Attendance.objects.visible_to(request.user).standing().select_related("child__school")
        )

    def what(self) -> str:
        return f"Attendance of {self.record.attended} in {self.record.possible} sessions"
