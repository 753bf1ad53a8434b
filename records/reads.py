"""Who looked at a child's record. If it cannot be written down, the page is not shown."""

import logging
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import ResolverMatch
from django.utils import timezone

from accounts.models import Person
from records.history import request_id
from records.models import ReadEntry

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Note:
    child_id: uuid.UUID
    section: str
    reason: str = ""


class _Noted(Protocol):
    read_notes: dict[Note, None]


def note(
    request: HttpRequest, *, child_id: uuid.UUID | str, section: str, reason: str = ""
) -> None:
    """Say that this page shows `section` of the child's record; written once the view is done."""
    if not isinstance(child_id, uuid.UUID):
        child_id = uuid.UUID(str(child_id))
    noted(request).setdefault(Note(child_id, section, reason))


def noted(request: HttpRequest) -> dict[Note, None]:
    """The notes of this request, in order and each once."""
    carrier = cast(_Noted, request)
    if not hasattr(carrier, "read_notes"):
        carrier.read_notes = {}
    return carrier.read_notes


def of_child(child_id: uuid.UUID, *, also: Collection[uuid.UUID] = ()) -> QuerySet[ReadEntry]:
    """Who opened this child's record, newest first, with the person and their name.

    `also` are records that became part of this one: what was looked at then was the same child.
    """
    rows = ReadEntry.objects.filter(child_id__in=[child_id, *also])
    return rows.select_related("person")


class ReadLogMiddleware:
    """Writes the notes of a request in one INSERT, after the view and its read-only transaction.

    A page that was refused or failed showed nothing and is not written down. Where the INSERT
    fails, the answer is thrown away and a plain 503 goes out in its place.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if noted(request) and response.status_code < 400:
            try:
                self.write(request)
            except Exception:
                logger.exception("The read log could not be written; the page was not shown.")
                response.close()
                return HttpResponse(render_to_string("records/not_shown.html"), status=503)
        return response

    def write(self, request: HttpRequest) -> None:
        now = timezone.now()
        ReadEntry.objects.bulk_create(
            ReadEntry(
                person=cast(Person, request.user),
                child_id=each.child_id,
                section=each.section,
                reason=each.reason,
                at=now,
                request_id=request_id(request),
                route=cast(ResolverMatch, request.resolver_match).view_name,
            )
            for each in noted(request)
        )
