"""Direct work in lists: which child, one child's, what waits to be signed."""

from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import Door
from accounts.permissions import Permission
from casework.child.models import Child
from casework.child.pages import ChildPage
from casework.direct_work import presenters, reads, words
from casework.direct_work.models import DirectWorkSession
from casework.direct_work.views.reading import SECTION
from casework.direct_work.visit import presenters as visit_presenters
from casework.direct_work.visit import reads as visit_reads

PAGE_SIZE = 25
# The latest visits stand above the sessions; all of them have a page of their own.
VISITS_SHOWN = 6
# More than one person signs in a week; the rest comes up as these are signed.
MOST_VISITS = 50


class SessionStart(Door, TemplateView):
    """Which child was it? Where the way here did not come from a child's page."""

    permission = Permission.DIRECT_WORK_RECORD
    template_name = "casework/direct_work/session_start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        children = Child.objects.visible_to(self.request.user).select_related("school")
        return super().get_context_data(
            children=children.order_by("first_name", "last_name")[:200], **kwargs
        )


class SessionList(ChildPage, TemplateView):
    """The tab: every session with the child, newest first."""

    permission = Permission.DIRECT_WORK_VIEW
    section = SECTION
    template_name = "casework/direct_work/session_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.request.user
        sessions = (
            DirectWorkSession.objects.visible_to(person)
            .filter(child=self.child)
            .select_related("author", "tool")
        )
        page = Paginator(sessions, PAGE_SIZE).get_page(self.request.GET.get("page"))
        rows = [
            {
                "session": session,
                "tag": presenters.state_tag(session, person),
                "in_short": words.in_short(session),
            }
            for session in page
        ]
        now = timezone.now()
        visits = visit_reads.of_child(self.child, person)
        return super().get_context_data(
            page=page,
            rows=rows,
            visits=visit_presenters.rows(visits[:VISITS_SHOWN], person, now)
            if page.number == 1
            else [],
            **kwargs,
        )


class ToSign(Door, TemplateView):
    """What waits for the reader's signature; and, for an educator, what waits elsewhere."""

    permission = Permission.DIRECT_WORK_COUNTERSIGN
    template_name = "casework/direct_work/to_sign.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.request.user
        waiting = reads.to_sign(person)
        page = Paginator(waiting, PAGE_SIZE).get_page(self.request.GET.get("page"))
        elsewhere = reads.waiting_elsewhere(person)[:PAGE_SIZE]
        visits = visit_reads.to_sign(person, timezone.localdate())[:MOST_VISITS]
        return super().get_context_data(
            page=page,
            visits=visit_presenters.rows(visits, person, timezone.now()),
            elsewhere=elsewhere,
            **kwargs,
        )
