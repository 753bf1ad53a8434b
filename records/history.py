"""Whose hand it was: what every row of history carries beside the values themselves.

The triggers read it from the transaction, so `save`, `update`, bulk work and raw SQL carry it too.
"""

import uuid
from typing import Any, Protocol, cast

import pghistory
from celery import Task
from django.http import HttpRequest
from django.urls import ResolverMatch
from pghistory.middleware import HistoryMiddleware as RequestHistory


class _Numbered(Protocol):
    request_id: uuid.UUID


def request_id(request: HttpRequest) -> uuid.UUID:
    """The number of this request, made here: it ties history, read log and server log together."""
    numbered = cast(_Numbered, request)
    if not hasattr(numbered, "request_id"):
        numbered.request_id = uuid.uuid4()
    return numbered.request_id


class HistoryMiddleware(RequestHistory):
    """Puts person, request and route on every row changed by a request; never a query string."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        user = getattr(request, "user", None)
        return {
            "user": user.pk if user is not None and user.is_authenticated else None,
            "request": request_id(request),
        }

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        pghistory.context(route=cast(ResolverMatch, request.resolver_match).view_name)


class HistoryTask(Task):
    """Base of every Celery task: rows it changes carry the task's name and number."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        # `run`, not `super().__call__`: the latter starts a new request that has no number.
        with pghistory.context(task=self.name, task_id=self.request.id):
            return self.run(*args, **kwargs)
