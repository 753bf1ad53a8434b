"""Pages of the interim and the final report."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from placements.pages import AsksPlainly, OneClick, WritesText
from placements.timeline import actions, presenters, reads
from placements.timeline.actions.reports import TEXTS, missing
from placements.timeline.forms import ReportForm, ReportReturnForm, ReportSignForm
from placements.timeline.models import PlacementReport
from placements.timeline.views.page import OfKind
from records.actions import NotAllowed
from records.conflicts import Conflict
from records.states import State
from records.unsent import VERSION
from records.views import KeepsUnsentText, SubmitsOnce


class ReportStart(OneClick, OfKind):
    """Begin a report; the page that asks is the timeline, where a link leads here."""

    permission = Permission.REPORT_WRITE
    kinds = PlacementReport.Kind
    http_method_names = ["get", "post"]
    done = "Begun. It is yours alone until you send it to the student."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.may_write_reports:
            raise PermissionDenied
        return None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return TemplateResponse(
            request,
            "placements/timeline/report_start.html",
            {"placement": self.placement, "kind": self.kind, "back_url": self.timeline()},
        )

    def act(self) -> None:
        self.report = actions.start_report(
            placement=self.placement, kind=self.kind, by=self.request.user, on=self.on
        )

    def leads_to(self) -> str:
        report = getattr(self, "report", None)
        if report is None:
            return self.timeline()
        return reverse("placements:report-edit", args=[report.pk])


class ReportScope:
    """Pages about one report."""

    record: PlacementReport

    def rows(self, request: HttpRequest) -> QuerySet[PlacementReport]:
        return PlacementReport.objects.visible_to(request.user).select_related(
            "placement__student", "placement__tutor", "author", "countersigned_by"
        )

    @property
    def is_author(self) -> bool:
        return self.record.author_id == self.request.user.pk

    @property
    def is_student(self) -> bool:
        return self.record.placement.student_id == self.request.user.pk

    def to_report(self) -> str:
        return reverse("placements:report-detail", args=[self.record.pk])

    def back(self) -> tuple[str, str]:
        return self.to_report(), self.record.get_kind_display()


class ReportDetail(ReportScope, ScopedDoor, TemplateView):
    """A report to read, to send, to sign and to print."""

    permission = Permission.PLACEMENT_VIEW
    template_name = "placements/timeline/report_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report, user = self.record, self.request.user
        words, kind = presenters.report_state(report)
        to_sign = report.state == State.SUBMITTED
        return super().get_context_data(
            report=report,
            placement=report.placement,
            parts=presenters.report_parts(report),
            state_words=words,
            state_kind=kind,
            comment=reads.returned_comment(report) if report.state == State.RETURNED else "",
            may_write=self.is_author and report.is_editable,
            may_send=self.is_author and report.is_editable and not missing(report),
            may_withdraw=self.is_author and to_sign,
            may_sign=self.is_student and to_sign and user.may(Permission.REPORT_SIGN),
            **kwargs,
        )


class ReportEdit(ReportScope, WritesText):
    permission = Permission.REPORT_WRITE
    form_class = ReportForm
    template_name = "placements/timeline/report_form.html"
    done = "Saved. Send it when it is whole."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.is_author:
            raise PermissionDenied
        return None if self.record.is_editable else redirect(self.to_report())

    @property
    def form_key(self) -> str:
        return f"placements.report.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return self.title()[:120]

    def title(self) -> str:
        return f"{self.record.get_kind_display()}: {self.record.placement.student.name}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kind": self.record.kind}

    def get_initial(self) -> dict[str, Any]:
        fields = {name: getattr(self.record, name) for name in (*TEXTS, "recommendation")}
        return fields | {VERSION: self.record.lock_version}

    def act(self, **answers: Any) -> PlacementReport:
        began_from = answers[VERSION]
        return actions.save_report(
            report=self.record,
            began_from=-1 if began_from is None else began_from,
            by=self.request.user,
            fields={name: answers[name] for name in TEXTS}
            | {"recommendation": answers.get("recommendation", "")},
        )


class ReportMove(ReportScope, OneClick):
    """A button that moves a report along; what is refused is said on its page."""

    permission = Permission.REPORT_WRITE

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.is_author:
            raise PermissionDenied
        return super().turn_away(request)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, **kwargs)
        except NotAllowed as refused:
            messages.error(request, str(refused))
            return redirect(self.leads_to())

    def leads_to(self) -> str:
        return self.to_report()


class ReportSend(ReportMove):
    done = "Sent to the student, who reads it, comments and signs."

    def act(self) -> None:
        actions.send_report(report=self.record, by=self.request.user, on=timezone.localdate())


class ReportWithdraw(ReportMove):
    done = "Taken back."

    def act(self) -> None:
        actions.withdraw_report(report=self.record, by=self.request.user)


class StudentsAnswer(SubmitsOnce, KeepsUnsentText, ReportScope, AsksPlainly, ScopedDoor):
    """What the student does with a report that was sent to them."""

    permission = Permission.REPORT_SIGN

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.is_student:
            raise PermissionDenied
        return None if self.record.state == State.SUBMITTED else redirect(self.to_report())

    @property
    def unsent_title(self) -> str:
        return f"Comment on your {self.record.get_kind_display().lower()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(parts=presenters.report_parts(self.record), **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except (Conflict, NotAllowed) as refused:
            changed = "It changed while you were reading. Read it again first."
            form.add_error(None, changed if isinstance(refused, Conflict) else str(refused))
            return self.form_invalid(form)


class ReportReturn(StudentsAnswer):
    form_class = ReportReturnForm
    template_name = "placements/timeline/report_answer.html"
    done = "Sent back with your comment."

    @property
    def form_key(self) -> str:
        return f"placements.report.return.{self.record.pk}"

    def title(self) -> str:
        return f"Ask for a change to the {self.record.get_kind_display().lower()}"

    def act(self, **answers: Any) -> PlacementReport:
        return actions.return_report(
            report=self.record, by=self.request.user, comment=answers["comment"]
        )


class ReportSign(StudentsAnswer):
    form_class = ReportSignForm
    template_name = "placements/timeline/report_answer.html"
    done = "Signed. The university can read it now, with your comment."

    @property
    def form_key(self) -> str:
        return f"placements.report.sign.{self.record.pk}"

    def title(self) -> str:
        return f"Comment on the {self.record.get_kind_display().lower()} and sign it"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"lock_version": self.record.lock_version}

    def act(self, **answers: Any) -> PlacementReport:
        began_from = answers[VERSION]
        return actions.sign_report(
            report=self.record,
            by=self.request.user,
            comment=answers["comment"],
            began_from=-1 if began_from is None else began_from,
        )
