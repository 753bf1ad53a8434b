"""Rows held until commit, and what every verb about a visit checks first."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from casework.child.people import answers_for_child
from casework.direct_work import policies
from casework.direct_work.reads import episode_on
from casework.direct_work.visit.clocks import READ_BY, ROOT, SUBJECT
from casework.direct_work.visit.models import Visit
from casework.episode.models import Episode
from notices.actions import withdraw_about
from notices.models import Notice
from records.actions import NotAllowed
from records.conflicts import Conflict, lock_for_edit
from timescales.actions import refresh, refresh_of_root

NOT_OURS = "We were not working with this child on that day. Check the date."


def may_record(by: Person) -> None:
    """Raises PermissionDenied for a role that records no direct work."""
    if not policies.may_record(by.permissions):
        raise PermissionDenied


def held_episode(child_id: UUID, on: date, field: str) -> Episode:
    """The spell of work open on that day, held against a closing that happens meanwhile."""
    found = episode_on(child_id, on)
    if found is not None:
        found = Episode.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if found is None or (found.closed_on and found.closed_on < on):
        raise ValidationError({field: [NOT_OURS]})
    return found


def own_visit(visit: Visit, by: Person, began_from: int | None) -> Visit:
    """The author's own visit, held, still theirs to change. Raises Conflict, NotAllowed."""
    rows = Visit.objects.select_related("child", "author", "together")
    if began_from is None:
        row = rows.select_for_update(of=("self",)).get(pk=visit.pk)
    else:
        row = lock_for_edit(rows, pk=visit.pk, began_from=began_from)
    if row.author_id != by.pk:
        raise NotAllowed("Only the worker whose visit it is can change it.")
    if not row.is_editable:
        raise NotAllowed("This visit has been sent. Take it back to change it.")
    return row


def visit_and_may(visit: Visit, by: Person, began_from: int | None = None):
    """The visit held, and the question whether `by` may make a move on it."""
    rows = Visit.objects.select_for_update(of=("self",))
    row = rows.select_related("child", "author", "together").get(pk=visit.pk)
    if began_from is not None and row.lock_version != began_from:
        raise Conflict(row)
    may = partial(
        policies.may_move,
        verbs=by.permissions,
        is_registered=bool(by.registration_number),
        answers_for_child=answers_for_child(by, row.child_id, timezone.localdate()),
    )
    return row, may


def settle(visit: Visit) -> None:
    """What was asked before is answered; the visit's clock and its plan's are read again."""
    withdraw_about(about=[visit.pk], why=Notice.Withdrawn.SETTLED)
    refresh(SUBJECT, [visit.pk])
    refresh_of_root(ROOT, visit.episode_id, rules=READ_BY)


def path_of(visit: Visit) -> str:
    return reverse("casework:visit-detail", args=[visit.pk])


def root_of(visit: Visit) -> dict[str, Any]:
    return {"root_type": ROOT, "root_id": visit.episode_id}
