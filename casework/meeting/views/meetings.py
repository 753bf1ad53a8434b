"""The tab, one meeting, its paper and its calendar file."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView, View

from accounts.permissions import Permission
from casework.child.pages import ChildPage
from casework.child.people import answers_for_child
from casework.decision.policies import may_advise
from casework.decision.presenters import tag as decision_tag
from casework.episode.reads import open_episodes
from casework.meeting import invitation, presenters, reads
from casework.meeting.models import Meeting, Minutes
from casework.meeting.views.base import SECTION, MeetingPage
from records.reads import note
from records.states import State

PAGE_SIZE = 25


class MeetingList(ChildPage, TemplateView):
    """The tab: what stands ahead, the most pressing first, then what was held."""

    permission = Permission.MEETING_VIEW
    section = SECTION
    template_name = "casework/meeting/meeting_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, now = reads.of_child(self.request.user, self.child.pk), timezone.now()
        ahead = list(found.ahead().order_by("planned_for", "book_by", "pk")[:PAGE_SIZE])
        past = found.exclude(held_on=None, cancelled_on=None)
        past = past.order_by("-held_on", "-cancelled_on", "pk")
        page = Paginator(past, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            ahead=presenters.rows(ahead, reads.clocks_of(ahead), self.on, now),
            past=presenters.rows(page, {}, self.on, now),
            page=page,
            may_plan=self.request.user.may(Permission.MEETING_PLAN)
            and self.child.pk in open_episodes([self.child.pk]),
            **kwargs,
        )


class MeetingDetail(MeetingPage, TemplateView):
    """One meeting: by when, who, what was said and agreed, and the one next step."""

    permission = Permission.MEETING_VIEW
    template_name = "casework/meeting/meeting_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting, person = self.record, self.request.user
        clock = reads.clocks_of([meeting]).get(meeting.pk)
        sees_decisions = person.may(Permission.DECISION_VIEW)
        agreed = reads.agreed_at(meeting) if sees_decisions else []
        minutes = Minutes.objects.visible_to(person).filter(meeting=meeting)
        minutes = minutes.select_related("author", "countersigned_by").first()
        return super().get_context_data(
            tag=presenters.state_tag(meeting, self.on),
            limit=presenters.limit(meeting, clock, timezone.now()),
            facts=presenters.facts(meeting),
            people=presenters.people(reads.invitees_of(meeting)),
            changes=meeting.changes.select_related("by"),
            checked=meeting.send_list_checks.select_related("by").first(),
            agreed=[(row, decision_tag(row, self.on)) for row in agreed],
            minutes=minutes,
            held_path=presenters.held_path(meeting) if meeting.is_ahead else "",
            decided_path=presenters.decided_path(meeting),
            may_agree=meeting.held_on is not None and may_advise(person.permissions),
            **minutes_verbs(person, meeting, minutes, self.on),
            **kwargs,
        )


def minutes_verbs(person, meeting: Meeting, minutes: Minutes | None, on) -> dict[str, bool]:
    """What this reader may do with the minutes as they stand."""
    writes = meeting.held_on is not None and person.may(Permission.MINUTES_WRITE)
    is_author = minutes is not None and minutes.author_id == person.pk
    waits = minutes is not None and minutes.state == State.SUBMITTED and not is_author
    signs = person.may(Permission.MINUTES_SIGN)
    return {
        "may_write": writes and (minutes is None or (is_author and minutes.is_editable)),
        "may_withdraw": writes
        and is_author
        and minutes is not None
        and minutes.state == State.SUBMITTED,
        "may_sign": waits and signs and answers_for_child(person, meeting.child_id, on),
        "may_attest": minutes is not None and minutes.is_locked and signs,
    }


class MeetingPrint(MeetingPage, TemplateView):
    """On paper: before the meeting its agenda, afterwards its minutes with what was agreed."""

    permission = Permission.MEETING_VIEW
    template_name = "casework/meeting/meeting_print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting, person = self.record, self.request.user
        sees_decisions = person.may(Permission.DECISION_VIEW)
        minutes = Minutes.objects.visible_to(person).filter(meeting=meeting)
        return super().get_context_data(
            facts=presenters.facts(meeting),
            people=presenters.people(reads.invitees_of(meeting)),
            minutes=minutes.select_related("author", "countersigned_by").first(),
            agreed=reads.agreed_at(meeting) if sees_decisions else [],
            before=reads.still_open_before(meeting) if sees_decisions else [],
            **kwargs,
        )


class MeetingInvitation(MeetingPage, View):
    """The calendar file: a reference, a day and a place; once cancelled, its cancellation."""

    permission = Permission.MEETING_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        meeting = self.record
        if meeting.planned_for is None:
            messages.info(request, "This meeting has no day yet. Plan it first.")
            return redirect("casework:meeting-detail", pk=meeting.pk)
        note(request, child_id=meeting.child_id, section=self.section)
        content = invitation.calendar_file(
            meeting,
            planned_for=meeting.planned_for,
            now=timezone.now(),
            organiser=settings.DEFAULT_FROM_EMAIL,
            organisation=settings.TEAM_NAME,
        )
        name = invitation.file_name(meeting.pk)
        return HttpResponse(
            content,
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
