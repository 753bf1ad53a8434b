"""A form is sent once: a double click, or Back and send again, is led where the first one was."""

import hashlib
import uuid
from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.models import Person
from records.actions import save_unsent
from records.models import OnceToken
from records.unsent import ONCE, TICKET, BadTicket, read_ticket, typed


def submit_once(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    """`act()`'s answer; or, where this very form was sent before, only the way its answer led.

    The token is taken before `act` runs, so two clicks at once wait for each other, and given back
    where `act` answers with anything but a redirect (the form was refused). Text changed between
    the two is kept as unsent text, never dropped.
    """
    token = _token(request)
    if token is None:
        return act()
    row, is_new = _take(request, token)
    if not is_new:
        if row.digest != _digest(request):
            _keep_later_text(request)
        return redirect(row.leads_to)
    response = act()
    if response.status_code in {301, 302, 303}:
        row.leads_to = response["Location"]
        row.save(update_fields=["leads_to"])
    else:
        row.delete()
    return response


def _token(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(ONCE, ""))
    except ValueError:
        return None


def _take(request: HttpRequest, token: uuid.UUID) -> tuple[OnceToken, bool]:
    try:
        with transaction.atomic():
            return OnceToken.objects.get_or_create(
                token=token,
                person=cast(Person, request.user),
                defaults={"digest": _digest(request), "at": timezone.now()},
            )
    except IntegrityError as error:
        raise SuspiciousOperation("A form's token was sent by somebody else.") from error


def _digest(request: HttpRequest) -> str:
    return hashlib.sha256(repr(sorted(typed(request.POST).items())).encode()).hexdigest()


def _keep_later_text(request: HttpRequest) -> None:
    told = "You had sent this form already. What you changed afterwards was not sent"
    try:
        ticket = read_ticket(request.POST.get(TICKET, ""))
    except BadTicket:
        messages.warning(request, f"{told}.")
        return
    save_unsent(
        person=cast(Person, request.user),
        form_key=ticket.form_key,
        fields=typed(request.POST),
        began_from=None,
        tab=ticket.tab,
        title=ticket.title,
        path=ticket.path,
    )
    messages.warning(request, f"{told}; it is kept in your list “To finish”.")
