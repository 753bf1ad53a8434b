"""The verb that moves what was written on the wrong child's record to the right one."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model, Q
from django.urls import reverse
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from casework.child.models import Child
from casework.chronology.actions import record
from casework.chronology.models import ChronologyEntry
from casework.direct_work import clocks as session_clocks
from casework.direct_work.visit import clocks as visit_clocks
from casework.episode.models import Episode
from casework.file.models import RecordMove
from casework.file.moving.records import Movable, written_at
from notices.actions import NewNotice, notify_many
from notices.models import Urgency
from records.models import ReadEntry
from timescales.actions import refresh

CLOCKED = {"session": session_clocks.SUBJECT, "visit": visit_clocks.SUBJECT}


def move_record(*, movable: Movable, row: Any, to_child: Child, why: str, by: Person) -> RecordMove:
    """Move one record to the child it is about. The wrong record keeps a trace without the words;
    whoever had read it there is told. Raises ValidationError.
    """
    with written_by(by):
        # In one order, so that two moves at once wait for each other.
        children = Child.objects.select_for_update(of=("self",)).order_by("pk")
        list(children.filter(pk__in=[row.child_id, to_child.pk]))
        held: Any = movable.model._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
        wrong, happened_on = held.child, getattr(held, movable.dated)
        if wrong.pk == to_child.pk:
            raise ValidationError({"reference": "It is on that child's record already."})
        if not why.strip():
            raise ValidationError({"why": "Say how you know that it is about another child."})
        episode = _episode_of(to_child, happened_on) if movable.has_episode else None
        readers = readers_of(wrong, movable, since=written_at(held), but=by)
        move = RecordMove.objects.create(
            from_child=wrong,
            to_child=to_child,
            record_type=movable.name,
            record_id=held.pk,
            happened_on=happened_on,
            why=why.strip(),
            reader_ids=sorted(readers, key=str),
            by=by,
        )
        _put(move, movable, episode)
        _leave_traces(move, movable, wrong, to_child, by)
        if movable.name in CLOCKED:
            refresh(CLOCKED[movable.name], [held.pk], by=by)
        _tell(move, movable, readers)
        return move


def readers_of(wrong: Child, movable: Movable, *, since: Any, but: Person) -> set[UUID]:
    """Who opened that part of the wrong record, or its overview or chronology, since it was
    written.
    """
    sections = {movable.section, "overview", "chronology"}
    rows = ReadEntry.objects.filter(child_id=wrong.pk, section__in=sections, at__gte=since)
    return set(rows.exclude(person=but).values_list("person_id", flat=True))


def _episode_of(child: Child, on: date) -> Episode:
    # The day of closing included: work is recorded on it still.
    lasting = Q(closed_on=None) | Q(closed_on__gte=on)
    found = child.episodes.filter(lasting, opened_on__lte=on).order_by("-opened_on").first()
    if found is None:
        raise ValidationError(
            {"reference": "No work with that child was open on the day of this record."}
        )
    return found


def _put(move: RecordMove, movable: Movable, episode: Episode | None) -> None:
    """The record, its parts and its chronology entries change hands as they are."""
    _put_rows(move, movable.model, [move.record_id], episode)
    for part, parent in movable.parts:
        rows = part._default_manager.filter(**{parent: move.record_id})
        _put_rows(move, part, rows.values_list("pk", flat=True))
    told = ChronologyEntry.objects.filter(child=move.from_child, source_id=move.record_id)
    _put_rows(move, ChronologyEntry, told.values_list("pk", flat=True))


def _put_rows(
    move: RecordMove, model: type[Model], ids: Iterable[Any], episode: Episode | None = None
) -> None:
    """Signed rows and append-only books are moved by a function of the database, which lets their
    guards stand aside for this, between the two records of this move, and for nothing else.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT casework_put_right(%s, %s, %s::text[], %s)",
            [
                str(move.pk),
                model._meta.db_table,
                [str(pk) for pk in ids],
                str(episode.pk) if episode else None,
            ],
        )


def _leave_traces(
    move: RecordMove, movable: Movable, wrong: Child, right: Child, by: Person
) -> None:
    on = timezone.localdate(move.at)
    day = f"{move.happened_on:%-d %B %Y}"
    for child, summary in (
        (wrong, f"A {movable.words} of {day} was not about this child and was moved"),
        (right, f"A {movable.words} of {day} was on another record by mistake and was moved here"),
    ):
        record(
            kind="casework.record_moved",
            child=child,
            happened_on=on,
            by=by,
            summary=summary,
            details={"is_here": child.pk == right.pk},
            source_type="casework.move",
            source_id=move.pk,
        )


def _tell(move: RecordMove, movable: Movable, readers: Iterable[UUID]) -> None:
    """Whoever read it as this child's must know that it was not."""
    notify_many(
        NewNotice(
            recipient_id=person_id,
            key=f"file.moved.{move.pk}",
            line=f"{move.from_child.reference}: a {movable.words} of {move.happened_on:%-d %B %Y} "
            "that you may have read was about another child. Do not rely on it.",
            path=reverse("casework:chronology-list", args=[move.from_child_id]),
            urgency=Urgency.URGENT,
            root_type="casework.child",
            root_id=move.from_child_id,
        )
        for person_id in readers
    )
