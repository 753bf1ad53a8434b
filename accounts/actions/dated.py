"""What every action about people shares: whose hand it was, and rows that end rather than go."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import TypeVar

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Dated, Person

DatedRow = TypeVar("DatedRow", bound=Dated)


_within: ContextVar[bool] = ContextVar("within", default=False)


@contextmanager
def written_by(by: Person | None) -> Iterator[None]:
    """One transaction whose history rows name `by`, in a request, a task or a command alike.

    An action called by another is a part of it and fails with it. Whoever wants to go on after such
    a failure opens a `transaction.atomic()` of their own around the call.
    """
    is_part = _within.get()
    token = _within.set(True)
    try:
        with (
            transaction.atomic(savepoint=not is_part),
            pghistory.context(user=str(by.pk) if by else "system"),
        ):
            yield
    finally:
        _within.reset(token)


def hold(person: Person) -> Person:
    """The person's row, locked until commit: two changes to one person's dates take turns."""
    return Person.objects.select_for_update(of=("self",)).get(pk=person.pk)


def save(row: DatedRow) -> DatedRow:
    row.full_clean()
    row.save()
    return row


def end(row: DatedRow, on: date, why: str = "") -> DatedRow | None:
    """The row ended on `on`, its last day; one that had not begun by then never begins."""
    if row.starts_on > on:
        row.delete()
        return None
    row.ends_on = on
    if why:
        row.why = why
    return save(row)


def nobody_changes_their_own(person: Person, by: Person | None, what: str) -> None:
    if by is not None and by.pk == person.pk:
        raise ValidationError(f"You cannot change your own {what}. Ask another administrator.")
