"""What every page that shows a part of a child's record stands on.

Such a page extends `casework/child_layout.html`, which draws the identity bar and the tabs.
"""

from datetime import date
from functools import cached_property
from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.http import HttpRequest
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

    Stands first among the bases: `class ChronologyList(ChildPage, TemplateView)`.
    """

    def rows(self, request: HttpRequest) -> QuerySet[Child]:
        return Child.objects.visible_to(cast(Person, request.user)).select_related("school")
