"""The board of clocks: every open deadline of what the reader may see, most urgent first."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import Door
from accounts.permissions import Permission
from timescales.actions import open_gate
from timescales.calendars import load_calendar
from timescales.clock import Calendar, add_working_days
from timescales.filters import SOON_WORKING_DAYS, DeadlineFilter
from timescales.models import ClockRule, Deadline
from timescales.models.deadline import DeadlineQuerySet

PAGE = 50


class DeadlineBoard(Door, TemplateView):
    permission = Permission.DEADLINE_VIEW
    template_name = "timescales/deadline_board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        user, calendar = self.request.user, load_calendar()
        mine = Deadline.objects.visible_to(user)
        narrowed = DeadlineFilter(
            self.request.GET,
            queryset=mine,
            request=self.request,
            rules=ClockRule.objects.visible_to(user),
            calendar=calendar,
        )
        counts = _counts(mine, now, calendar)
        page = Paginator(narrowed.qs.with_rule(), PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filter=narrowed,
            page=page,
            cards=_cards(counts),
            silent=counts["silent"],
            is_narrowed=any(self.request.GET.get(name) for name in narrowed.filters),
            now=now,
            **kwargs,
        )


def _counts(mine: DeadlineQuerySet, now: datetime, calendar: Calendar) -> dict[str, int]:
    """The figures above the board, in one query."""
    soon = add_working_days(timezone.localdate(now), SOON_WORKING_DAYS, calendar)
    running = Q(paused_since=None)
    return mine.open().aggregate(
        overdue=Count("pk", filter=running & Q(overdue_from__lte=now)),
        soon=Count("pk", filter=running & Q(overdue_from__gt=now, due_on__lte=soon)),
        later=Count("pk", filter=running & Q(due_on__gt=soon)),
        silent=Count("pk", filter=Q(is_silent=True)),
    )


def _cards(counts: dict[str, int]) -> list[dict[str, Any]]:
    address = reverse("timescales:deadline-board")
    return [
        {
            "number": counts[name],
            "text": text,
            "href": f"{address}?urgency={name}",
            "kind": kind if counts[name] else "green" if name == "overdue" else "blue",
        }
        for name, text, kind in (
            ("overdue", "overdue", "red"),
            ("soon", f"due in {SOON_WORKING_DAYS} working days", "amber"),
            ("later", "later", "blue"),
        )
    ]


class Gate(Door, TemplateView):
    """Loaded deadlines tell nobody until the team manager lets them speak."""

    permission = Permission.GATE_OPEN
    template_name = "timescales/gate.html"

    def silent(self) -> Any:
        return Deadline.objects.visible_to(self.request.user).open().filter(is_silent=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        counts = self.silent().aggregate(
            all=Count("pk"), overdue=Count("pk", filter=Q(overdue_from__lte=now))
        )
        return super().get_context_data(counts=counts, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = list(self.silent().values_list("pk", flat=True))
        opened = open_gate(deadlines=chosen, by=request.user)
        messages.success(request, f"{opened} clock{'' if opened == 1 else 's'} may remind now.")
        return redirect("timescales:deadline-board")
