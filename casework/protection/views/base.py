"""What the pages of child protection share: a form that begins something, one that holds it."""

from functools import cached_property
from typing import Any

from django.contrib import messages
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


class HoldsMeeting(ChecksAnswers, WritesMeeting, AheadPage, FormView):
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
