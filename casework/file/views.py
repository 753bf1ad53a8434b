"""The child's page: overview, chronology, and who looked."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.permissions import Permission
from casework.child import kept_searches
from casework.child.models import Child
from casework.child.pages import ChildPage
from casework.child.people import merged_records
from casework.chronology.reads import SECTION as CHRONOLOGY
from casework.chronology.reads import last_looked
from casework.direct_work.visit.carried import with_visits
from casework.file import registry, timeline
from casework.file.filters import ChronologyFilter, saying
from casework.file.identity import with_workers
from casework.file.overview import overview
from records.reads import of_child

PAGE_SIZE = 25
# One sheet after the other: far more than any child's chronology holds.
PRINT_SIZE = 5000
LOG_PAGE_SIZE = 50
LONGEST = 100


class FilePage(ChildPage):
    """A child's page of this wing: the identity bar comes with the child, without a query."""

    def rows(self, request: HttpRequest) -> QuerySet[Child]:
        return with_workers(super().rows(request), self.on)


class ChildOverview(FilePage, TemplateView):
    permission = Permission.CHILD_VIEW
    section = "overview"
    template_name = "casework/file/overview.html"

    def rows(self, request: HttpRequest) -> QuerySet[Child]:
        return with_visits(super().rows(request), request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = overview(self.request.user, self.child, self.on, timezone.now())
        return super().get_context_data(**found, **kwargs)


class ChronologyList(FilePage, TemplateView):
    """Everything that happened, by day. Words to look for come by POST and stay off the address."""

    permission = Permission.CHRONOLOGY_VIEW
    section = CHRONOLOGY
    template_name = "casework/file/chronology.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.copy()
        asked.pop("q", None)
        asked.pop("page", None)
        typed = request.POST.get("words", "").strip()
        if typed:
            asked["q"] = kept_searches.keep(request.session, {"words": typed[:LONGEST]})
        address = request.path + (f"?{asked.urlencode()}" if asked else "")
        return redirect(address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, asked = self.request.user, self.request.GET
        looked = last_looked(person, self.child.pk, timezone.now())
        found = timeline.sources(person, self.child)
        narrow = ChronologyFilter(
            asked, person=person, child=self.child, found=found, request=self.request
        )
        shown = narrow.narrowed()
        if narrow.wants_new and looked:
            shown = timeline.since(shown, looked)
        sought = kept_searches.kept(self.request.session, asked.get("q", "")) or {}
        words = sought.get("words", "")
        if words:
            shown = saying(shown, words)
        size = PRINT_SIZE if "all" in asked else PAGE_SIZE
        page = timeline.page_of(shown, asked.get("page"), size)
        return super().get_context_data(
            page=page,
            days=list(timeline.by_day(timeline.items(page, person, looked))),
            form=narrow.form,
            words=words,
            looked=looked,
            is_narrowed=bool(words) or bool({key for key in asked if key not in {"page", "all"}}),
            is_whole="all" in asked,
            **kwargs,
        )


class ReadLog(FilePage, TemplateView):
    """Who opened this record, when, and which part of it."""

    permission = Permission.READ_LOG_VIEW
    section = "read_log"
    template_name = "casework/file/read_log.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        looks = of_child(self.child.pk, also=merged_records(self.child))
        page = Paginator(looks, LOG_PAGE_SIZE).get_page(self.request.GET.get("page"))
        names = {tab.name: tab.text for tab in registry.all_tabs()}
        rows = [(entry, names.get(entry.section, entry.section)) for entry in page]
        return super().get_context_data(page=page, rows=rows, **kwargs)
