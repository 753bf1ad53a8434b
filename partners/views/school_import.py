"""The register upload: send a file, look at what it would change, import or leave it."""

import csv
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from accounts.guards import Door, ScopedDoor
from accounts.permissions import Permission
from partners import presenters
from partners.actions import school_import
from partners.forms import SchoolImportForm
from partners.models import SchoolImport, SchoolImportRow

SHOWN = 50
LATEST = 20
REFRESH_SECONDS = "2"


class SchoolImportUpload(Door, FormView):
    permission = Permission.SCHOOLS_IMPORT
    form_class = SchoolImportForm
    template_name = "partners/school_import.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest = SchoolImport.objects.visible_to(self.request.user).select_related("by")[:LATEST]
        rows = [presenters.import_row(one) for one in latest]
        return super().get_context_data(rows=rows, head=presenters.IMPORT_HEAD, **kwargs)

    def form_valid(self, form: SchoolImportForm) -> HttpResponse:
        new = school_import.upload(file=form.cleaned_data["file"], by=self.request.user)
        return redirect("partners:school-import-detail", pk=new.pk)


class ImportPage(ScopedDoor):
    permission = Permission.SCHOOLS_IMPORT

    def rows(self, request: HttpRequest) -> QuerySet[SchoolImport]:
        return SchoolImport.objects.visible_to(request.user).select_related("by")


class SchoolImportDetail(ImportPage, TemplateView):
    """While a worker is at it the page asks for itself again, by a header: no script needed."""

    template_name = "partners/school_import_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_ready = self.record.state == SchoolImport.State.READY
        outcomes = SchoolImportRow.Outcome
        shown = {"closing": outcomes.CLOSING, "changed": outcomes.CHANGED}
        return super().get_context_data(
            record=self.record,
            is_ready=is_ready,
            most_shown=SHOWN,
            tag_kind=presenters.IMPORT_KINDS[self.record.state],
            summary=presenters.summary_line(self.record),
            refusals=presenters.refused(self.record, SHOWN),
            refused_head=presenters.REFUSED_HEAD,
            **{
                name: presenters.changes(self.record, outcome, SHOWN) if is_ready else []
                for name, outcome in shown.items()
            },
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        if self.record.is_under_way:
            response["Refresh"] = REFRESH_SECONDS
        return response


class SchoolImportConfirm(ImportPage):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        school_import.confirm(school_import=self.record, by=request.user)
        return redirect("partners:school-import-detail", pk=self.record.pk)


class SchoolImportDiscard(ImportPage):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        school_import.discard(school_import=self.record, by=request.user)
        return redirect("partners:school-import-detail", pk=self.record.pk)


class SchoolImportRefused(ImportPage):
    """The failed-rows file, to be put right and sent again."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = HttpResponse(
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="refused-rows.csv"'},
        )
        response.write("\ufeff")  # tells a spreadsheet that this is UTF-8
        csv.writer(response).writerows(presenters.failed_rows(self.record))
        return response
