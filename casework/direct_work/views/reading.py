"""One session as it stands, and where a clock on it leads."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.child.pages import ShowsChild
from casework.child.people import answers_for_child
from casework.direct_work import presenters, reads, words
from casework.direct_work.models import DirectWorkSession
from records.states import Move, State

SECTION = "direct_work"


class SessionPage(ShowsChild, ScopedDoor):
    """A page of one session, among those the reader may see."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[DirectWorkSession]:
        return DirectWorkSession.objects.visible_to(request.user).select_related(
            "child__school", "author", "tool", "countersigned_by"
        )


class SessionPlace(ScopedDoor):
    """Where a clock on a session leads: to the session, or as near to it as the reader may come."""

    permission = Permission.CHILD_VIEW

    def rows(self, request: HttpRequest) -> QuerySet[DirectWorkSession]:
        return reads.with_children_of(request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.may(Permission.DIRECT_WORK_VIEW):
            return redirect("casework:child-overview", pk=self.record.child_id)
        if DirectWorkSession.objects.visible_to(request.user).filter(pk=self.record.pk).exists():
            return redirect("casework:session-detail", pk=self.record.pk)
        return redirect("casework:session-list", pk=self.record.child_id)


class SessionDetail(SessionPage, TemplateView):
    """One session as it stands, what changed, and what the reader may do with it."""

    permission = Permission.DIRECT_WORK_VIEW
    template_name = "casework/direct_work/session_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session, person = self.record, self.request.user
        written = reads.as_sent(session)
        moves = reads.moves_of(session)
        returned = [move for move in moves if move.move == Move.RETURN]
        apart = {"childs_words", "worry", "worry_text", "tell_school", "happened_on", "tool"}
        return super().get_context_data(
            session=session,
            tag=presenters.state_tag(session, person),
            in_short=words.in_short(session),
            answers=presenters.answers(written, apart),
            moves=moves,
            comment=returned[-1] if returned and not session.is_locked else None,
            changes=self.changes(written),
            is_author=session.author_id == person.pk,
            may_sign=self.may_sign(),
            consent=reads.consent_for(session.child, session.happened_on)
            if not session.is_locked
            else None,
            **kwargs,
        )

    def changes(self, written: dict[str, Any]) -> list[presenters.Change] | None:
        """Against what was sent before; None while there is nothing to compare."""
        session = self.record
        if session.is_locked:
            return None
        sent = list(session.submissions.order_by("-number")[:2])
        before = sent[1:] if session.state == State.SUBMITTED else sent[:1]
        if not before:
            return None
        found = presenters.changes(before[0].fields, written)
        # That nothing changed is news to a signer, not to an author who has yet to begin.
        return found if found or session.state == State.SUBMITTED else None

    def may_sign(self) -> bool:
        session, person = self.record, self.request.user
        return (
            session.state == State.SUBMITTED
            and session.author_id != person.pk
            and person.may(Permission.DIRECT_WORK_COUNTERSIGN)
            and answers_for_child(person, session.child_id, self.on)
        )
