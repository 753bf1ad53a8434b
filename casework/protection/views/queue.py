"""Across the reader's children: what is open, what waits, what comes."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import Door
from accounts.permissions import Permission
from casework.protection import presenters, reads
from casework.protection.views.base import SECTION
from casework.protection.waiting import waiting_for
from records.reads import note

QUEUE_SIZE = 100
# How far ahead people plan their rooms and their cover.
COMING = timedelta(weeks=4)


class ProtectionQueue(Door, TemplateView):
    """Across the reader's children: open enquiries, and meetings that wait for a day or a word."""

    permission = Permission.PROTECTION_VIEW
    template_name = "casework/protection/protection_queue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, now = self.request.user, timezone.now()
        enquiries = list(reads.open_enquiries(person)[:QUEUE_SIZE])
        clocks = {
            clock.root_id: clock
            for clock in reversed(reads.clocks_of({row.episode_id for row in enquiries}))
            if clock.code == "C5"
        }
        may_plan = person.may(Permission.MEETING_PLAN)
        ahead = list(reads.meetings_to_come(person, now + COMING)[: 3 * QUEUE_SIZE])
        planned = [row for row in ahead if row.planned_for is not None]
        without_day = [row for row in ahead if row.planned_for is None]
        passed = [row for row in planned if row.planned_for < now]
        coming = [row for row in planned if row.planned_for >= now]
        on = timezone.localdate()
        for row in enquiries:
            note(self.request, child_id=row.child_id, section=SECTION)
        return super().get_context_data(
            waiting_head=presenters.WAITING_HEAD,
            waiting=presenters.waiting_rows(waiting_for(person, on)),
            head=presenters.QUEUE_HEAD,
            enquiries=presenters.queue_rows(enquiries, clocks, now),
            meeting_head=presenters.MEETING_HEAD,
            without_day=presenters.meeting_rows(without_day, "Name a day", on, may_plan=may_plan),
            passed_head=presenters.PASSED_HEAD,
            passed=presenters.meeting_rows(passed, "Was it held?", on, may_plan=may_plan),
            coming_head=presenters.COMING_HEAD,
            coming=presenters.coming_rows(coming),
            **kwargs,
        )
