"""Visits in lists: one child's, one's own, and who is out on one now."""

from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import Door
from accounts.permissions import Permission
from casework.child.pages import ChildPage
from casework.direct_work.views.reading import SECTION
from casework.direct_work.visit import presenters, reads

PAGE_SIZE = 25


class VisitList(ChildPage, TemplateView):
    """Every visit to the child: planned against happened."""

    permission = Permission.DIRECT_WORK_VIEW
    section = SECTION
    template_name = "casework/direct_work/visit/visit_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, now = self.request.user, timezone.now()
        visits = reads.of_child(self.child, person)
        page = Paginator(visits, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page, rows=presenters.rows(page, person, now), **kwargs
        )


class VisitsMine(Door, TemplateView):
    """A worker's own: whose outcome is missing, what comes, what is to finish."""

    permission = Permission.DIRECT_WORK_RECORD
    template_name = "casework/direct_work/visit/visit_mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, now = self.request.user, timezone.now()
        return super().get_context_data(
            missing=presenters.rows(
                reads.missing_outcomes([person.pk], person, now)[:50], person, now
            ),
            coming=presenters.rows(reads.coming_of(person, now)[:50], person, now),
            to_finish=presenters.rows(reads.to_finish(person)[:50], person, now),
            **kwargs,
        )


class VisitsOut(Door, TemplateView):
    """Who of my people is out on a visit, since when, and who should be out of it by now."""

    permission = Permission.DIRECT_WORK_COUNTERSIGN
    template_name = "casework/direct_work/visit/visits_out.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        rows = reads.out_now(self.request.user, timezone.localdate(now), now)
        return super().get_context_data(
            rows=[presenters.out_row(visit, now) for visit in rows[:100]], **kwargs
        )
