"""What every page that shows a part of a child's record stands on.

Such a page extends `casework/child_layout.html`, which draws the identity bar and the tabs.
"""

from datetime import date
from functools import cached_property
from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch
from django.utils import timezone

from accounts.guards import ScopedDoor
from accounts.models import Person
from casework.child.models import Child
from records import reads


class ShowsChild:
    """Notes the read and gives the layout `child`, `section` and `on`.

    `section` is the name of the tab the page belongs to, and what the read log says was looked at.
    The page's `child` is its record, or its record's child.
    """

    section: ClassVar[str]
    request: HttpRequest
    record: Any

    @property
    def child(self) -> Child:
        return self.record if isinstance(self.record, Child) else self.record.child

    @cached_property
    def on(self) -> date:
        return timezone.localdate()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reads.note(self.request, child_id=self.child.pk, section=self.section)
        return super().get_context_data(  # type: ignore[misc]
            child=self.child, section=self.section, on=self.on, **kwargs
        )


class ChildPage(ShowsChild, ScopedDoor):
    """A page of one child, found by the child's own id among those the reader may see.

    Stands first among the bases: `class ChronologyList(ChildPage, TemplateView)`. The address of a
    record that was merged into another leads to that one, for those who may open it.
    """

    has_moved = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        try:
            super().setup(request, *args, **kwargs)
        except Http404:
            if not request.user.is_authenticated:
                raise
            standing = Child.objects.visible_to(cast(Person, request.user))
            found = standing.filter(merged_from=kwargs[self.pk_url_kwarg]).first()
            if found is None:
                raise
            self.record, self.has_moved = found, True
            cast(Any, request).out_of_scope = False

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.has_moved:
            return super().turn_away(request)
        match = cast(ResolverMatch, request.resolver_match)
        return redirect(
            match.view_name,
            preserve_request=True,  # what was typed under the old address is not lost
            **(match.kwargs | {self.pk_url_kwarg: self.record.pk}),
        )

    def rows(self, request: HttpRequest) -> QuerySet[Child]:
        return Child.objects.visible_to(cast(Person, request.user)).select_related("school")
