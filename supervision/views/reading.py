"""The record as it is read, and the small things done from there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView, View

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from records.actions import NotAllowed
from supervision import actions, policies, presenters
from supervision.extracts import placement_of
from supervision.models import AgreedAction, SupervisionExtract
from supervision.views.pages import SessionPage


class SessionDetail(SessionPage, TemplateView):
    """The record as it is read: each reader sees the parts made for them."""

    permission = Permission.SUPERVISION_VIEW
    template_name = "supervision/session_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, session = self.request.user, self.record
        self.note_children(case.child for case in self.parts.cases)
        return super().get_context_data(
            session=session,
            parts=self.parts,
            state=presenters.state_words(session, person),
            kind=presenters.state_kind(session),
            length=presenters.length(session.minutes),
            day=presenters.day_said(session.held_on),
            may_write=policies.writes(session, person) and session.is_draft,
            may_take_back=policies.writes(session, person) and session.is_waiting,
            may_answer=policies.answers(session, person) and session.is_waiting,
            is_of_the_two=policies.writes(session, person) or policies.answers(session, person),
            extracts=self.extracts(),
            may_release=self.may_release(),
            **kwargs,
        )

    def extracts(self) -> list[tuple[str, str, str, str]]:
        """What the university was given of this session, newest first."""
        if not self.request.user.may(Permission.EXTRACT_VIEW):
            return []
        seen = SupervisionExtract.objects.visible_to(self.request.user, self.on)
        return presenters.extract_lines(seen.filter(session=self.record).with_people())

    def may_release(self) -> bool:
        person, session = self.request.user, self.record
        if not person.may(Permission.EXTRACT_RELEASE) or not policies.has_an_extract(session):
            return False
        placement = placement_of(session) if policies.writes(session, person) else None
        return placement is not None and policies.releases(
            session, placement, person, person.reach(self.on)
        )


class SessionTakeBack(SessionPage, View):
    """Back to a draft, while the student has not answered."""

    permission = Permission.SUPERVISION_RECORD
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            actions.take_back(session=self.record, by=request.user)
        except NotAllowed as refused:
            messages.warning(request, str(refused))
            return redirect("supervision:session-detail", pk=pk)
        messages.success(request, "It is a draft again. Decisions already on a file stay there.")
        return redirect("supervision:session-form", pk=pk)


class ActionSettle(ScopedDoor, View):
    """One of the two says that an agreed action is done, or no longer needed."""

    permission = Permission.SUPERVISION_VIEW
    http_method_names = ["post"]

    def rows(self, request: HttpRequest) -> QuerySet[AgreedAction]:
        return AgreedAction.objects.visible_to(request.user)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        dropped = "dropped" in request.POST
        state = AgreedAction.State.DROPPED if dropped else AgreedAction.State.DONE
        try:
            actions.settle_action(action=self.record, state=state, by=request.user)
        except NotAllowed as refused:
            messages.warning(request, str(refused))
        return redirect("supervision:session-detail", pk=self.record.session_id)
