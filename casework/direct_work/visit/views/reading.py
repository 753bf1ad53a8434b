"""One visit as it stands: planned against happened, what was written, and what to do next."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.child.pages import ShowsChild
from casework.child.people import answers_for_child
from casework.direct_work.views.reading import SECTION
from casework.direct_work.visit import policies, presenters, reads
from casework.direct_work.visit.models import Visit
from casework.direct_work.visit.words import as_sent, in_short
from records.states import Move, State


class VisitPage(ShowsChild, ScopedDoor):
    """A page of one visit, among those the reader may know of."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[Visit]:
        return Visit.objects.visible_to(request.user).select_related(
            "child__school", "author", "together", "registered_worker", "countersigned_by"
        )

    @cached_property
    def now(self) -> datetime:
        return timezone.now()


class VisitPlace(ScopedDoor):
    """Where a clock on a visit leads: to the visit, or as near to it as the reader may come."""

    permission = Permission.CHILD_VIEW

    def rows(self, request: HttpRequest) -> QuerySet[Visit]:
        return Visit.objects.visible_to(request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.may(Permission.DIRECT_WORK_VIEW):
            return redirect("casework:visit-detail", pk=self.record.pk)
        return redirect("casework:child-overview", pk=self.record.child_id)


class VisitDetail(VisitPage, TemplateView):
    permission = Permission.DIRECT_WORK_VIEW
    template_name = "casework/direct_work/visit/visit_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visit, person = self.record, self.request.user
        reads_text = policies.may_read_text(
            person.pk, author_id=visit.author_id, state=visit.state, worry=visit.worry
        )
        written = as_sent(visit) if reads_text and visit.was_held else {}
        moves = reads.moves_of(visit) if visit.was_held else []
        returned = [move for move in moves if move.move == Move.RETURN]
        apart = {"childs_words", "worry", "worry_text", "happened_on", "started_at", "outcome"}
        return super().get_context_data(
            visit=visit,
            tag=presenters.state_tag(visit, person, self.now),
            planned=presenters.planned_words(visit),
            happened=presenters.happened_words(visit),
            in_short=in_short(visit),
            words=written.get("childs_words", ""),
            answers=presenters.answers(written, apart),
            reads_text=reads_text,
            moves=moves,
            comment=returned[-1] if returned and not visit.is_locked else None,
            changes=self.changes(written),
            is_author=visit.author_id == person.pk,
            may_sign=self.may_sign(),
            others=list(reads.made_with(visit, person)) if visit.together_id else [],
            **kwargs,
        )

    def changes(self, written: dict[str, Any]) -> list[presenters.Change] | None:
        """Against what was sent before; None while there is nothing to compare."""
        visit = self.record
        if visit.is_locked or not written:
            return None
        sent = reads.last_submissions(visit)
        before = sent[1:] if visit.state == State.SUBMITTED else sent[:1]
        if not before:
            return None
        found = presenters.changes(before[0].fields, written)
        return found if found or visit.state == State.SUBMITTED else None

    def may_sign(self) -> bool:
        visit, person = self.record, self.request.user
        return (
            visit.state == State.SUBMITTED
            and visit.author_id != person.pk
            and person.may(Permission.DIRECT_WORK_COUNTERSIGN)
            and answers_for_child(person, visit.child_id, self.on)
        )
