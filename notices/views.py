"""A person's own notices: what stands, what is put off, what was seen."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import Door
from accounts.models import Person
from accounts.permissions import Permission
from notices.actions import acknowledge, snooze
from notices.forms import SnoozeForm
from notices.models import Mail, Notice, NoticeQuerySet

PAGE = 50
UNDELIVERED = ("Person", "Made", "What happened", "Said by the server")
SHOWN = {"open": "To see", "snoozed": "Put off", "seen": "Seen"}


StillOpen = Callable[[Person, Sequence[Notice]], set[UUID]]


class NoticeList(Door, TemplateView):
    permission = Permission.NOTICES_OWN
    template_name = "notices/notice_list.html"

    @staticmethod
    def still_open(person: Person, notices: Sequence[Notice]) -> set[UUID]:
        """Which of somebody's notices still lead to something; handed in with the address."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate()
        shown = self.request.GET.get("show", "open")
        shown = shown if shown in SHOWN else "open"
        own = Notice.objects.visible_to(self.request.user)
        page = Paginator(_rows(own, shown, on), PAGE).get_page(self.request.GET.get("page"))
        address = reverse("notices:notice-list")
        return super().get_context_data(
            page=page,
            still_open=self.still_open(self.request.user, page.object_list),
            shown=shown,
            tabs=[
                {"text": text, "href": f"{address}?show={name}", "here": name == shown}
                for name, text in SHOWN.items()
            ],
            form=kwargs.pop("form", None) or SnoozeForm(),
            chosen=kwargs.pop("chosen", []),
            **kwargs,
        )


def _rows(own: NoticeQuerySet, shown: str, on: date) -> NoticeQuerySet:
    if shown == "seen":
        return own.exclude(acknowledged_at=None).order_by("-acknowledged_at", "pk")
    return own.snoozed(on) if shown == "snoozed" else own.open(on)


class AcknowledgementCreate(Door):
    """The chosen notices were seen."""

    permission = Permission.NOTICES_OWN
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        count = acknowledge(notices=chosen_in(request), by=request.user)
        if count:
            messages.success(request, f"{_notices(count)} marked as seen.")
        else:
            messages.warning(request, "Choose a notice first.")
        return redirect("notices:notice-list")


class SnoozeCreate(NoticeList):
    """The chosen notices are put off to a day."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen, form = chosen_in(request), SnoozeForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, chosen=chosen))
        until = form.cleaned_data["until"]
        count = snooze(notices=chosen, until=until, by=request.user)
        if count:
            messages.success(request, f"{_notices(count)} put off until {until:%-d %B %Y}.")
        else:
            messages.warning(request, "Choose a notice first.")
        return redirect("notices:notice-list")


class UndeliveredList(Door, TemplateView):
    """Mails the server refused for good, or has not taken after several tries."""

    permission = Permission.OPERATIONS_VIEW
    template_name = "notices/undelivered_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mails = Mail.objects.visible_to(self.request.user).undelivered().select_related("person")
        page = Paginator(mails, PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page, head=UNDELIVERED, rows=_undelivered(page), **kwargs
        )


def _undelivered(page: Any) -> list[list[str]]:
    return [
        [
            mail.person.name,
            f"{timezone.localtime(mail.made_at):%-d %b %Y, %H:%M}",
            "Refused for good" if mail.dropped_at else f"Tried {mail.attempts} times",
            mail.last_error,
        ]
        for mail in page
    ]


def chosen_in(request: HttpRequest) -> list[UUID]:
    """The ticked notices; what is no id was not sent by our page and is left out."""
    found = []
    for text in request.POST.getlist("notice")[:500]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _notices(count: int) -> str:
    return f"{count} notice{'' if count == 1 else 's'}"
