"""The one way onto a child's chronology."""

from datetime import date
from typing import Any
from uuid import UUID

from accounts.models import Person
from casework.child.models import Child
from casework.chronology.kinds import template_of
from casework.chronology.models import ChronologyEntry


def record(
    *,
    kind: str,
    child: Child,
    happened_on: date,
    by: Person,
    summary: str,
    details: dict[str, Any] | None = None,
    source_type: str = "",
    source_id: UUID | None = None,
    corrects: ChronologyEntry | None = None,
    text: str = "",
) -> ChronologyEntry:
    """Append one entry; call it inside the action whose facts it tells.

    `kind` is `"<app>.<event>"`; its words stand in `templates/<app>/chronology/<event>.html`.
    `text` is what only a search reads: the whole of the record behind the entry.
    Raises `kinds.UnknownKind`: what nobody has worded could never be shown.
    """
    template_of(kind)
    return ChronologyEntry.objects.create(
        kind=kind,
        child=child,
        happened_on=happened_on,
        by=by,
        summary=summary,
        details=details or {},
        source_type=source_type,
        source_id=source_id,
        corrects=corrects,
        text=text,
    )
