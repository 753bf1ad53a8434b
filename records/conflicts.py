"""Optimistic locking: a save names the version it began from, and loses to nobody silently."""

from typing import TypeVar

from records.models import Versioned

V = TypeVar("V", bound=Versioned)


class Conflict(Exception):
    """Somebody else saved first. `current` is the row as it stands now."""

    def __init__(self, current: Versioned) -> None:
        super().__init__("saved by somebody else in the meantime")
        self.current = current


def lock_for_edit(queryset, *, pk, began_from: int):
    """The row of `queryset` locked for update, if nobody saved it since version `began_from`.

    Must run inside a transaction. Raises Conflict, DoesNotExist. The caller changes the row and
    calls `save_next_version`.
    """
    row = queryset.select_for_update(of=("self",)).get(pk=pk)
    if row.lock_version != began_from:
        raise Conflict(row)
    return row


def save_next_version(row: V) -> V:
    """Save `row` as the version after the one it was read as."""
    row.lock_version += 1
    row.save()
    return row
