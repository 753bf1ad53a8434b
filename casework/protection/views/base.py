"""What the pages of child protection share: a form that begins something, one that holds it."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from accounts.permissions import Permission
from casework.checking import ChecksAnswers
from casework.child.pages import ChildPage
from casework.episode.models import Episode
from casework.episode.reads import open_episodes
from casework.meeting.models import Meeting
from casework.meeting.reads import invitees_of
from casework.meeting.views.base import AheadPage, WritesMeeting
from casework.protection import presenters, reads
from casework.refusals import show_refusal
from records.actions import NotAllowed
from records.views import SubmitsOnce

SECTION = "meetings"


class Begins(SubmitsOnce, ChildPage, FormView):
    """Something begins on the child's open episode."""

    permission = Permission.PROTECTION_LEAD
    section = SECTION

    @cached_property
    def episode(self) -> Episode | None:
        return open_episodes([self.child.pk]).get(self.child.pk)

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.episode is not None and self.episode.kind == Episode.Kind.IN_NEED:
            return None
        messages.warning(
            request,
            "There is no child in need episode. For a child at risk ring the front door today.",
        )
        return redirect("casework:protection-list", pk=self.child.pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"on": self.on}


class Rehearses(ChecksAnswers):
    """Done and taken back before the answers are read once more.

    What the action refuses stands beside its question at once, and not after a page that promises
    it; and the clocks that would move are told with their days.
    """

    moves: tuple[str, ...] = ()
    record: Any

    def act(self, form: Any) -> None:
        raise NotImplementedError

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        if not {"change", "confirmed"} & self.request.POST.keys():
            try:
                self.moves = self.rehearsed(form)
            except ValidationError as refused:
                show_refusal(form, refused)
            except NotAllowed as refused:
                form.add_error(None, str(refused))
            if form.errors:
                return self.form_invalid(form)  # type: ignore[attr-defined]
        return super().form_valid(form)

    def rehearsed(self, form: forms.BaseForm) -> tuple[str, ...]:
        """What would happen to the clocks, in sentences; nothing of it stays."""
        with transaction.atomic():
            before = reads.running_in(self.record.episode_id)
            self.act(form)
            after = reads.running_in(self.record.episode_id)
            transaction.set_rollback(True)
        return tuple(presenters.what_moves(before, after))

    def what_happens(self, form: forms.BaseForm) -> list[str]:
        return [*super().what_happens(form), *self.moves]


class HoldsMeeting(Rehearses, WritesMeeting, AheadPage, FormView):
    """A meeting of this wing was held: line by line, then what follows from it."""

    template_name = "casework/meeting/meeting_hold.html"
    form_name = "hold"
    kinds: tuple[str, ...] = ()

    def rows(self, request: HttpRequest) -> QuerySet[Meeting]:
        return super().rows(request).of_kind(*self.kinds)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "meeting": self.record,
            "invitees": list(invitees_of(self.record)),
            "on": self.on,
        }

    def values_of(self, current: Meeting) -> dict[str, Any]:
        return {"chair": current.chair, "lock_version": current.lock_version}
