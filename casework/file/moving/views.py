"""The page that moves what was written on the wrong child's record."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.checking import ChecksAnswers
from casework.child.pages import ShowsChild
from casework.child.people import answers_for_child
from casework.file.moving.actions import move_record, readers_of
from casework.file.moving.forms import MoveForm
from casework.file.moving.records import MOVABLES, Movable, movable_for, written_at
from casework.refusals import show_refusal
from records import reads
from records.views import SubmitsOnce

SECTION = "chronology"


class RecordMoveNew(SubmitsOnce, ChecksAnswers, ShowsChild, ScopedDoor, FormView):
    """Whoever answers for the child moves a record that is not about them."""

    permission = Permission.RECORD_MOVE
    section = SECTION
    rows_vary = True
    form_class = MoveForm
    template_name = "casework/moving/record_move.html"
    confirm_words = "Move it"

    @property
    def movable(self) -> Movable:
        try:
            return MOVABLES[self.kwargs["kind"]]
        except KeyError as error:
            raise Http404 from error

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        return movable_for(request.user, self.movable)

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not answers_for_child(request.user, self.child.pk, self.on):
            raise PermissionDenied
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "person": self.request.user,
            "child": self.child,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            words=self.movable.words,
            happened_on=getattr(self.record, self.movable.dated),
            **kwargs,
        )

    def what_happens(self, form: MoveForm) -> list[str]:
        right = form.to_child
        if right is None:
            return []
        reads.note(self.request, child_id=right.pk, section="overview")
        told = len(
            readers_of(
                self.child, self.movable, since=written_at(self.record), but=self.request.user
            )
        )
        people = {
            0: "Nobody else had opened it, so nobody needs to be",
            1: "1 person who had opened it is",
        }.get(told, f"{told} people who had opened it are")
        return [
            f"The words go to the record of {right.short_name}, {right.reference}, as they are.",
            f"The record of {self.child.short_name} keeps a trace without the words.",
            f"{people} told not to rely on it.",
        ]

    def confirmed(self, form: MoveForm) -> HttpResponse:
        wrong = self.child
        try:
            move_record(
                movable=self.movable,
                row=self.record,
                to_child=form.to_child,
                why=form.cleaned_data["why"],
                by=self.request.user,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Moved. Those who had opened it here are told.")
        return redirect("casework:chronology-list", pk=wrong.pk)
