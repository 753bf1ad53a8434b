"""The doors. Every view stands behind one: a verb named, a scope asked, a GET that cannot write."""

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, cast

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.generic import View

from accounts.models import Person
from accounts.permissions import Permission
from accounts.prepared import prepared

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class _Scoped(Protocol):
    """What the log of refusals reads off a request, to tell it from a wrong address."""

    out_of_scope: bool


class Door(View):
    """Base of every view that a signed-in person reaches. Names its verb in `permission`.

    A GET or HEAD runs, template included, in a transaction that PostgreSQL holds read-only.
    Raises Http404 before PermissionDenied where a scope is asked: see `ScopedDoor`.
    """

    permission: ClassVar[Permission]

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """Refuses, when the addresses are read, a view that names no verb."""
        if not isinstance(getattr(cls, "permission", None), Permission):
            raise ImproperlyConfigured(f"{cls.__qualname__} names no permission.")
        return super().as_view(**initkwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not cast(Person, request.user).may(self.permission):
            raise PermissionDenied
        reading = request.method in READING
        if reading:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
        response = self.turn_away(request) or super().dispatch(request, *args, **kwargs)
        render = getattr(response, "render", None)
        if callable(render):
            render()
        if reading:
            # Nothing was written, so nothing is kept: the read-only mode ends with this request
            # even where it runs inside a larger transaction, as it does under test.
            transaction.set_rollback(True)
        return response

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        """Asked once the verb is held: a redirect where this page is not for this record as it
        stands, or PermissionDenied where more than the verb is asked. None lets them in."""
        return None


class ScopedDoor(Door):
    """A door to one record: out of `visible_to` it does not exist (404); in it, no verb is 403.

    `rows(request)` gives the scoped queryset; the row is `self.record`, found by `lookup`. It is
    built once for each view and kind of reader (see `accounts.prepared`), so it may ask who reads
    and what day it is, and nothing else; where it asks more, the view says that its `rows_vary`.
    """

    rows_vary: ClassVar[bool] = False
    pk_url_kwarg: ClassVar[str] = "pk"
    lookup: ClassVar[str] = "pk"
    record: Any

    def __init__(self, **made_with: Any) -> None:
        super().__init__(**made_with)
        self.made_with = tuple(sorted(made_with.items()))

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        raise NotImplementedError

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        try:
            if not request.user.is_authenticated:
                raise Http404
            self.record = self.find(request)
        except Http404:
            cast(_Scoped, request).out_of_scope = True
            raise

    def find(self, request: HttpRequest) -> Any:
        """The row the address means. Raises Http404 where the reader has none of that number."""
        number = self.kwargs[self.pk_url_kwarg]
        if self.rows_vary:
            return get_object_or_404(self.rows(request), **{self.lookup: number})
        found = _row_behind(type(self), self.made_with, cast(Person, request.user), number)
        if not found:
            raise Http404
        return found[0]


@dataclass(frozen=True)
class _Reading:
    """What `rows` may know of a request."""

    user: Person


@prepared
def _row_behind(
    view: type[ScopedDoor], made_with: tuple[tuple[str, Any], ...], reader: Person, number: Any
) -> QuerySet[Any]:
    door = view(**dict(made_with))
    door.request = cast(HttpRequest, _Reading(reader))
    return door.rows(door.request).filter(**{view.lookup: number})
