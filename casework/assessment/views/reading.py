"""An assessment as it is read: whole, on paper, against what was sent before, against the last."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from accounts.permissions import Permission
from casework.assessment import policies, presenters, reads
from casework.assessment.actions.holding import may_move
from casework.assessment.actions.reviewing import may_add
from casework.assessment.models import LearningNote
from casework.assessment.views.pages import AssessmentPage
from records.states import Move, State


class AssessmentRead(AssessmentPage, TemplateView):
    """The whole text, what was said about it, and what this reader may do with it."""

    permission = Permission.ASSESSMENT_VIEW
    template_name = "casework/assessment/assessment_read.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assessment, person = self.record, self.request.user
        whole, moves = reads.whole(assessment), reads.moves_of(assessment)
        shown = [row for row in whole.comments if row.sent_at or row.by_id == person.pk]
        may = self.moves_open()
        notes = LearningNote.objects.visible_to(person).filter(assessment=assessment)
        return super().get_context_data(
            assessment=assessment,
            tag=presenters.state_tag(assessment, person),
            sections=presenters.reading(whole, self.child, shown),
            chart=presenters.map_chart(whole, self.child),
            drafted_by=presenters.drafted_by(assessment),
            moves=moves,
            comment=None if assessment.is_official else reads.latest_return(moves),
            notes=notes.select_related("by"),
            addenda=reads.addenda_of(assessment) if assessment.is_locked else [],
            unsent_comments=[row for row in shown if not row.sent_at],
            has_changes=assessment.submitted_at is not None and self.was_sent_before(moves),
            is_author=assessment.author_id == person.pk,
            may_countersign=Move.COUNTERSIGN in may,
            may_authorise=Move.AUTHORISE in may,
            may_return=Move.RETURN in may,
            may_write=policies.may_write(person.permissions, is_worker=self.works_with),
            may_add=may_add(person) and (self.works_with or bool(may)),
            may_note=person.may(Permission.ASSESSMENT_NOTE),
            **kwargs,
        )

    def moves_open(self) -> set[Move]:
        """The moves of another's hand that are open to this reader now."""
        assessment, person = self.record, self.request.user
        others = {Move.COUNTERSIGN, Move.AUTHORISE, Move.RETURN} & assessment.open_moves.keys()
        signs = Permission.ASSESSMENT_COUNTERSIGN, Permission.ASSESSMENT_AUTHORISE
        if not others or assessment.author_id == person.pk:
            return set()
        if not any(person.may(verb) for verb in signs):
            return set()
        may = may_move(assessment, person, self.on, self.standing)
        return {move for move in others if may(move)}

    @staticmethod
    def was_sent_before(moves: list) -> bool:
        return sum(1 for row in moves if row.move in (Move.SUBMIT, Move.SIGN)) > 1


class AssessmentChanges(AssessmentPage, TemplateView):
    """What changed since it was last sent, word by word."""

    permission = Permission.ASSESSMENT_VIEW
    template_name = "casework/assessment/assessment_changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assessment = self.record
        sent = list(assessment.submissions.order_by("-number")[:2])
        if assessment.is_editable:
            before, after = sent[:1], presenters.texts_of(reads.texts_only(assessment))
        else:
            before, after = sent[1:], sent[0].texts if sent else {}
        rows = presenters.compared(before[0].texts, after, self.child) if before else []
        return super().get_context_data(
            assessment=assessment,
            since=before[0] if before else None,
            rows=[row for row in rows if row.how != "same"],
            summary=presenters.in_short(rows),
            **kwargs,
        )


class AssessmentCompare(AssessmentPage, TemplateView):
    """Side by side with the last one, with what changed said first."""

    permission = Permission.ASSESSMENT_VIEW
    template_name = "casework/assessment/assessment_compare.html"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.record.compared_with is None:
            messages.info(request, "There is no earlier assessment to stand beside this one.")
            return redirect("casework:assessment-detail", pk=self.record.pk)
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, last = self.record, self.record.compared_with
        new, old = reads.texts_only(now), reads.texts_only(last)
        rows = presenters.compared(presenters.texts_of(old), presenters.texts_of(new), self.child)
        return super().get_context_data(
            assessment=now,
            last=last,
            rows=rows,
            same=[row for row in rows if row.how == "same"],
            summary=[
                *presenters.in_short(rows),
                *presenters.code_changes(last, now),
                *presenters.scale_changes(old.readings, new.readings),
            ],
            **kwargs,
        )


class AssessmentPrint(AssessmentPage, TemplateView):
    """The authorised assessment on paper. A draft never leaves the building as if it were one."""

    permission = Permission.ASSESSMENT_VIEW
    template_name = "casework/assessment/assessment_print.html"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.record.is_official:
            messages.error(request, "Only an authorised assessment is printed.")
            return redirect("casework:assessment-detail", pk=self.record.pk)
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        whole = reads.texts_only(self.record)
        return super().get_context_data(
            assessment=self.record,
            sections=presenters.reading(whole, self.child),
            chart=presenters.map_chart(whole, self.child),
            drafted_by=presenters.drafted_by(self.record),
            addenda=reads.addenda_of(self.record),
            is_replaced=self.record.state == State.SUPERSEDED,
            **kwargs,
        )
