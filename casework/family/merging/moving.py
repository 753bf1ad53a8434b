"""Moves rows from one record to another, writes down each move, and plays them back.

The rows of signed records and of append-only books are moved too, by a function of the database
that lets their guards stand aside for this one column, between the two records of a merge, and for
nothing else (migration `*_moving_rows`).
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, models, transaction

from casework.child.models import Child
from casework.chronology.curated.models import CuratedChronology
from casework.family.merging.models import ChildMerge, MergeMove
from casework.family.merging.pointers import Pointer, own_models

_CONSTRAINT = re.compile(r'constraint "([^"]+)"')


class Mover:
    """The hand that moves; every move is kept in its order."""

    def __init__(self, merge: ChildMerge) -> None:
        self.merge = merge
        self.moves: list[MergeMove] = []

    def move(self, pointer: Pointer, before: Any, after: Any) -> None:
        """Every row of `pointer` from one record to the other. Raises ValidationError where the
        other has something that cannot stand beside it."""
        self.move_some(pointer, pointer.rows(before), before, after)

    def move_some(
        self, pointer: Pointer, rows: "models.QuerySet[Any]", before: Any, after: Any
    ) -> None:
        """The same for some of the rows that point at it."""
        ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
        if not ids:
            return
        try:
            with transaction.atomic():
                _put(self.merge, pointer.model, pointer.field, ids, after)
        except IntegrityError as clash:
            if not pointer.may_stay:
                raise ValidationError(_in_words(pointer, clash)) from clash
            ids = [pk for pk in ids if self._fits(pointer, pk, after)]
        if ids:
            self.keep(pointer.model, pointer.field.name, pointer.noun, ids, before, after)

    def change(self, row: models.Model, changes: dict[str, Any]) -> None:
        """Other values on one row, each kept with what it was."""
        changed = {
            name: (getattr(row, name), value)
            for name, value in changes.items()
            if getattr(row, name) != value
        }
        for name, (before, after) in changed.items():
            setattr(row, name, after)
            field = row._meta.get_field(name)
            noun = str(getattr(field, "verbose_name", name))
            self.keep(type(row), name, noun, [str(row.pk)], before, after)
        if changed:
            row.save(update_fields=list(changed))

    def write_down(self) -> None:
        MergeMove.objects.bulk_create(self.moves)

    def _fits(self, pointer: Pointer, pk: str, after: Any) -> bool:
        try:
            with transaction.atomic():
                _put(self.merge, pointer.model, pointer.field, [pk], after)
        except IntegrityError:
            return False
        return True

    def keep(
        self,
        model: type[models.Model],
        name: str,
        noun: str,
        ids: list[str],
        before: Any,
        after: Any,
    ) -> None:
        """Write down one move; it is played back in its order."""
        self.moves.append(
            MergeMove(
                merge=self.merge,
                place=len(self.moves) + 1,
                table=model._meta.label,
                column=name,
                noun=noun,
                ids=ids,
                before=_plain(before),
                after=_plain(after),
            )
        )


def play_back(
    merge: ChildMerge,
    moves: Iterable[MergeMove],
    *,
    by_hand: Callable[[ChildMerge, MergeMove], bool],
) -> int:
    """Every move undone, the last first; returns how many rows stay where they are because
    somebody has changed or moved them since. `by_hand` undoes what is moved in its own way, and
    says whether it did."""
    stayed = 0
    for move in sorted(moves, key=lambda one: -one.place):
        model = apps.get_model(move.table)
        field = model._meta.get_field(move.column)
        rows = model._base_manager.filter(pk__in=move.ids, **{field.attname: move.after})
        ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
        stayed += len(move.ids) - len(ids)
        if not ids or by_hand(merge, move):
            continue
        if _points(field) and not _is_fact_of_child(merge, move):
            try:
                with transaction.atomic():
                    _put(merge, model, field, ids, move.before)
            except IntegrityError as clash:
                raise ValidationError(_in_words(Pointer(model, field), clash)) from clash
        else:
            rows.update(**{field.attname: move.before})
    ask_constraints()
    return stayed


def put_version(merge: ChildMerge, version: CuratedChronology) -> None:
    """Let the database write a version's number and end, finished ones included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT casework_number_version(%s, %s, %s, %s, %s)",
            [
                str(merge.pk),
                str(version.pk),
                version.number,
                version.finished_at,
                str(version.finished_by_id) if version.finished_by_id else None,
            ],
        )


def ask_constraints() -> None:
    """Those that wait for the commit say now what they have to say."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _points(field: models.Field) -> bool:
    return field.remote_field is not None or isinstance(field, models.UUIDField)


def _is_fact_of_child(merge: ChildMerge, move: MergeMove) -> bool:
    """A value changed on one of the two records itself, not a row that points at it."""
    pair = {str(merge.kept_id), str(merge.dropped_id)}
    return move.table == Child._meta.label and set(move.ids) <= pair


def _put(
    merge: ChildMerge,
    model: type[models.Model],
    field: models.Field,
    ids: list[str],
    value: Any,
) -> None:
    """Let the database move the rows; a constraint that waits for the commit is asked now."""
    key = model._meta.pk
    assert key is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT casework_move_rows(%s, %s, %s, %s, %s::text[], %s)",
            [
                str(merge.pk),
                model._meta.db_table,
                key.column,
                field.column,
                ids,
                str(value) if value is not None else None,
            ],
        )
        (moved,) = cursor.fetchone()
    if moved != len(ids):
        raise ValidationError("Somebody changed one of the two records just now. Try again.")


def _in_words(pointer: Pointer, clash: IntegrityError) -> str:
    """What stands in the way, in the words of the constraint that said no."""
    found = _CONSTRAINT.search(str(clash))
    name = found.group(1) if found else ""
    for model in own_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                said = str(constraint.violation_error_message or "")
                return f"Both records have a {pointer.noun} of their own. {said}".strip()
    return f"Both records have a {pointer.noun} of their own that cannot stand side by side."


def _plain(value: Any) -> Any:
    """As JSON keeps it: the id of a row, an ISO date, a list or a text."""
    if isinstance(value, models.Model):
        value = value.pk
    if value is None or isinstance(value, bool | int | str | list):
        return value
    return DjangoJSONEncoder().default(value)
