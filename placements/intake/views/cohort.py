"""A university's list: send a file, look at what it would make, import it, take it back."""

import csv
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import Door, ScopedDoor
from accounts.permissions import Permission
from placements.intake import presenters
from placements.intake.actions import cohort
from placements.intake.forms import CohortForm
from placements.intake.models import CohortImport, Intake
from placements.intake.models.cohort import UNDO_WITHIN
from placements.pages import AskingAbout, OneClick

LATEST = 20


def spreadsheet(name: str, rows: Iterable[Any]) -> HttpResponse:
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    response.write("\ufeff")  # tells a spreadsheet that this is UTF-8
    csv.writer(response).writerows(rows)
    return response


class CohortUpload(AskingAbout):
    permission = Permission.INTAKE_MANAGE
    form_class = CohortForm
    template_name = "placements/intake/cohort_upload.html"
    done = "Read. Nothing is made before you say so."

    def rows(self, request: HttpRequest) -> QuerySet[Intake]:
        return Intake.objects.visible_to(request.user).select_related("team")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest = (
            CohortImport.objects.visible_to(self.request.user)
            .filter(intake=self.record)
            .select_related("by")
            .annotate(made=Count("rows"))[:LATEST]
        )
        rows = [presenters.import_row(one, one.made) for one in latest]
        return super().get_context_data(
            head=presenters.IMPORT_HEAD, rows=rows, intake=self.record, **kwargs
        )

    def title(self) -> str:
        return f"Import a university's list: {self.record}"

    def back(self) -> tuple[str, str]:
        return reverse("placements:intake-detail", args=[self.record.pk]), str(self.record)

    def act(self, file: Any) -> CohortImport:
        return cohort.read_cohort(
            intake=self.record,
            content=file.read(),
            file_name=file.name,
            at=timezone.now(),
            by=self.request.user,
        )

    def tell(self, result: CohortImport) -> None:
        if result.state != CohortImport.State.FAILED:  # its own page says why
            super().tell(result)

    def done_url(self, result: CohortImport) -> str:
        return reverse("placements:cohort-detail", args=[result.pk])


class CohortScope:
    permission = Permission.INTAKE_MANAGE

    def rows(self, request: HttpRequest) -> QuerySet[CohortImport]:
        return CohortImport.objects.visible_to(request.user).select_related("by", "intake__team")

    def leads_to(self) -> str:
        return reverse("placements:cohort-detail", args=[self.record.pk])


class CohortDetail(CohortScope, ScopedDoor, TemplateView):
    template_name = "placements/intake/cohort_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record, now = self.record, timezone.now()
        rows, refusals = list(record.rows.all()), presenters.refused(record)
        return super().get_context_data(
            record=record,
            tag_kind=presenters.STATES[record.state],
            is_ready=record.state == CohortImport.State.READY,
            is_undoable=record.may_be_undone(now),
            undo_until=presenters.undo_until(record, UNDO_WITHIN),
            summary=presenters.import_summary(record, rows, len(refusals)),
            row_head=presenters.ROW_HEAD,
            rows=[presenters.row_cells(row, record.intake) for row in rows],
            refused_head=presenters.REFUSED_HEAD,
            refusals=refusals,
            **kwargs,
        )


class CohortConfirm(CohortScope, OneClick):
    done = "Imported."

    def act(self) -> CohortImport:
        return cohort.confirm_cohort(
            cohort_import=self.record,
            at=timezone.now(),
            on=timezone.localdate(),
            by=self.request.user,
        )

    def tell(self, result: CohortImport) -> None:
        if result.state == CohortImport.State.DONE:  # else the preview says what changed
            super().tell(result)


class CohortDiscard(CohortScope, OneClick):
    done = "Nothing was imported."

    def act(self) -> None:
        cohort.discard_cohort(cohort_import=self.record, at=timezone.now(), by=self.request.user)


class CohortUndo(CohortScope, OneClick):
    done = "Undone. Everybody this list made is gone again."

    def act(self) -> None:
        cohort.undo_cohort(cohort_import=self.record, at=timezone.now(), by=self.request.user)


class CohortRefused(CohortScope, ScopedDoor):
    """The failed-rows file, to be put right and sent again."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return spreadsheet("refused-rows.csv", presenters.failed_rows(self.record))


class CohortExample(Door):
    """An empty list: its columns, and one row as an example."""

    permission = Permission.INTAKE_MANAGE

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return spreadsheet("students.csv", presenters.empty_list())
