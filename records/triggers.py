"""Promises about records that PostgreSQL keeps, whoever writes: web, task or SQL prompt."""

from collections.abc import Iterable
from typing import cast

import pgtrigger
from django.db import models

from records.states import LOCKED, MOVES

# What a move may still change on a locked row; everything else on it stands as it was signed.
STAMPS = (
    "state",
    "lock_version",
    "submitted_at",
    "countersigned_at",
    "countersigned_by",
    "authorised_at",
    "authorised_by",
)


def _listed(states: Iterable[str]) -> str:
    return ", ".join(f"'{state}'" for state in sorted(states))


def _changed(model: type[models.Model], still_open: Iterable[str]) -> str:
    """SQL: does the new row differ from the old one in a column that is not still open?"""
    columns = [f.column for f in model._meta.local_fields if f.name not in set(still_open)]
    return " OR ".join(f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in columns)


class LockedWhenSigned(pgtrigger.Trigger):
    """Refuses to change or delete a row whose state is locked, its state and stamps apart."""

    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete

    def __init__(self, *, still_open: Iterable[str], locked: Iterable[str], **kwargs) -> None:
        self.still_open, self.locked = tuple(still_open), tuple(locked)
        super().__init__(**kwargs)

    # pgtrigger annotates an instance here and in `get_func`, and hands over the class.
    def get_condition(  # type: ignore[override]
        self, model: type[models.Model]
    ) -> pgtrigger.Condition:
        return pgtrigger.Condition(f"OLD.state IN ({_listed(self.locked)})")

    def get_func(self, model: type[models.Model]) -> str:  # type: ignore[override]
        return f"""
            IF TG_OP = 'DELETE' THEN
                RAISE EXCEPTION 'A signed record in % is not deleted', TG_TABLE_NAME;
            END IF;
            IF {_changed(model, self.still_open)} THEN
                RAISE EXCEPTION 'A signed record in % is locked', TG_TABLE_NAME;
            END IF;
            RETURN NEW;
        """


class LockedWith(pgtrigger.Trigger):
    """Refuses to add, change or delete a row whose parent is locked."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    declare = [("parent_state", "TEXT")]

    def __init__(
        self, *, parent: str, still_open: Iterable[str], locked: Iterable[str], **kwargs
    ) -> None:
        self.parent, self.still_open, self.locked = parent, tuple(still_open), tuple(locked)
        super().__init__(**kwargs)

    def get_func(self, model: type[models.Model]) -> str:  # type: ignore[override]
        field = cast("models.ForeignKey", model._meta.get_field(self.parent))
        table, key = field.related_model._meta.db_table, field.target_field.column
        locked = _listed(self.locked)
        return f"""
            IF TG_OP = 'UPDATE' AND NOT ({_changed(model, self.still_open)}) THEN
                RETURN NEW;
            END IF;
            IF TG_OP <> 'INSERT' THEN
                SELECT state INTO parent_state FROM "{table}"
                    WHERE "{key}" = OLD."{field.column}" FOR SHARE;
                IF parent_state IN ({locked}) THEN
                    RAISE EXCEPTION 'A part of a signed record in % is locked', TG_TABLE_NAME;
                END IF;
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            SELECT state INTO parent_state FROM "{table}"
                WHERE "{key}" = NEW."{field.column}" FOR SHARE;
            IF parent_state IN ({locked}) THEN
                RAISE EXCEPTION 'A part of a signed record in % is locked', TG_TABLE_NAME;
            END IF;
            RETURN NEW;
        """


def locked_when_signed(
    *, still_open: Iterable[str] = (), locked: Iterable[str] = LOCKED
) -> LockedWhenSigned:
    """For `Meta.triggers` of a record with a `state`: once locked, only state and stamps change.

    `still_open` names further fields that a signature does not cover.
    """
    return LockedWhenSigned(
        name="locked_when_signed", still_open=(*STAMPS, *still_open), locked=locked
    )


def locked_with(
    parent: str, *, still_open: Iterable[str] = (), locked: Iterable[str] = LOCKED
) -> LockedWith:
    """For `Meta.triggers` of a part of a record: `parent` is its foreign key to it.

    `still_open` names fields of the part that go on changing after the record is locked.
    """
    return LockedWith(
        name="locked_with_parent", parent=parent, still_open=still_open, locked=locked
    )


def only_known_moves() -> pgtrigger.FSM:
    """For `Meta.triggers` of a signed record: the database knows the table of moves too."""
    return pgtrigger.FSM(
        name="only_known_moves",
        field="state",
        transitions=sorted({(str(start), str(to)) for (start, _), to in MOVES.items()}),
    )


def append_only() -> pgtrigger.Protect:
    """For `Meta.triggers` of a log: rows are added, never changed or taken away."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
