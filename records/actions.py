"""What is done to any record: moves towards its signatures, additions, files, and unsent text."""

import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import timezone

from accounts.models import Person
from records.conflicts import Conflict
from records.filetypes import type_of
from records.models import Addendum, Attachment, SignedRecord, StateChange, UnsentText
from records.states import BY_ANOTHER, BY_AUTHOR, MOVES, Move, State


class NotAllowed(Exception):
    """An act the rules refuse; `str()` of it is a sentence for the person who tried."""


def record_type(record: models.Model | type[models.Model]) -> str:
    """How rows about any record name its kind, as in `casework.directworksession`."""
    return record._meta.label_lower


@transaction.atomic
def move(
    *,
    record: SignedRecord,
    move: Move,
    by: Person,
    may: Callable[[Move], bool],
    comment: str = "",
    at: datetime | None = None,
    began_from: int | None = None,
) -> StateChange:
    """Move `record` along `records.states.MOVES` and write down who did it.

    `may` is the room's policy. `began_from` is the version the mover had read: a signature is never
    put under a text that changed meanwhile. The given instance is brought up to date.
    Raises NotAllowed, Conflict.
    """
    row = type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)
    if began_from is not None and row.lock_version != began_from:
        raise Conflict(row)
    _check(row, move, by, may, comment)
    at = at or timezone.now()
    start, row.state = State(row.state), MOVES[State(row.state), move]
    stamps = _stamps(move, by, at)
    for name, value in stamps.items():
        setattr(row, name, value)
    row.lock_version += 1
    row.save(update_fields=["state", "lock_version", *stamps])
    for name in ("state", "lock_version", *stamps):
        setattr(record, name, getattr(row, name))
    return StateChange.objects.create(
        record_type=record_type(row),
        record_id=row.pk,
        move=move,
        from_state=start,
        to_state=row.state,
        comment=comment.strip(),
        by=by,
        at=at,
    )


def _check(
    row: SignedRecord, move: Move, by: Person, may: Callable[[Move], bool], comment: str
) -> None:
    state, is_author = State(row.state), row.author_id == by.pk
    if (state, move) not in MOVES:
        raise NotAllowed(
            f"This record is now “{state.label}”, so “{move.label}” is not possible any more."
        )
    if move in BY_ANOTHER and is_author:
        raise NotAllowed("You wrote this record, so someone else has to do that.")
    if move in BY_AUTHOR and not is_author:
        raise NotAllowed("Only the person who wrote this record can do that.")
    if move == Move.SIGN and not by.registration_number:
        raise NotAllowed("Only a registered social worker signs without a countersignature.")
    if not may(move):
        raise NotAllowed(f"You cannot do that to this record: “{move.label}”.")
    if move == Move.RETURN and not comment.strip():
        raise NotAllowed("Say what needs changing, so that the author can act on it.")


def _stamps(move: Move, by: Person, at: datetime) -> dict[str, Any]:
    unsigned: dict[str, Any] = dict.fromkeys(
        ("countersigned_at", "countersigned_by", "authorised_at", "authorised_by")
    )
    stamps: dict[Move, dict[str, Any]] = {
        Move.SUBMIT: {"submitted_at": at},
        Move.SIGN: {"submitted_at": at},
        Move.WITHDRAW: {"submitted_at": None},
        Move.RETURN: unsigned,
        Move.COUNTERSIGN: {"countersigned_at": at, "countersigned_by": by},
        Move.AUTHORISE: {"authorised_at": at, "authorised_by": by},
        Move.SUPERSEDE: {},
    }
    return stamps[move]


@transaction.atomic
def add_addendum(*, record: SignedRecord, text: str, by: Person) -> Addendum:
    """Add to a locked record; the caller has asked whether `by` may. Raises NotAllowed."""
    row = type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)
    if not row.is_locked:
        raise NotAllowed("This record is not signed yet: change its text instead.")
    if not text.strip():
        raise NotAllowed("Write what you want to add.")
    return Addendum.objects.create(
        record_type=record_type(row), record_id=row.pk, text=text.strip(), by=by, at=timezone.now()
    )


@transaction.atomic
def add_attachment(
    *,
    record_type: str,
    record_id: uuid.UUID,
    file: UploadedFile,
    by: Person,
    child_id: uuid.UUID | None = None,
) -> Attachment:
    """Keep `file` with a record. Raises `records.filetypes.Refused` for a kind we do not keep."""
    kind = type_of(file)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return Attachment.objects.create(
        record_type=record_type,
        record_id=record_id,
        child_id=child_id,
        file=file,
        original_name=cast(str, file.name)[-200:],
        media_type=kind.media_type,
        extension=kind.extension,
        size=cast(int, file.size),
        sha256=digest.hexdigest(),
        by=by,
        at=timezone.now(),
    )


@transaction.atomic
def save_unsent(
    *,
    person: Person,
    form_key: str,
    fields: Mapping[str, str | Sequence[str]],
    began_from: int | None,
    tab: str = "",
    seen: datetime | None = None,
    title: str = "",
    path: str = "",
) -> UnsentText:
    """Keep what was typed. `tab` names the open page, `seen` the saved text it started with.

    The newest text wins; one typed in another place, unseen here, is kept in `others`.
    """
    now = timezone.now()
    typed = {
        _storable(name): [_storable(v) for v in ([value] if isinstance(value, str) else value)]
        for name, value in fields.items()
    }
    UnsentText.objects.bulk_create(
        [UnsentText(person=person, form_key=form_key, tab=tab, began_at=now, saved_at=now)],
        ignore_conflicts=True,
    )
    row = UnsentText.objects.select_for_update().get(person=person, form_key=form_key)
    is_elsewhere = bool(row.fields) and row.tab != tab and row.saved_at != seen
    if is_elsewhere and row.fields != typed:
        row.others[row.tab] = {"fields": row.fields, "saved_at": row.saved_at.isoformat()}
    row.others.pop(tab, None)
    row.fields, row.tab, row.began_from, row.saved_at, row.raised_at = (
        typed,
        tab,
        began_from,
        now,
        None,
    )
    row.title, row.path = title or row.title, path or row.path
    row.save()
    return row


def _storable(text: str) -> str:
    """Without the NUL bytes and half characters that PostgreSQL's JSON has no room for."""
    return text.encode("utf-8", "ignore").decode().replace("\0", "")


def unsent(person: Person, form_key: str) -> UnsentText | None:
    """What this person typed into this form and did not send, if anything."""
    return UnsentText.objects.filter(person=person, form_key=form_key).first()


def discard_unsent(person: Person, form_key: str) -> None:
    UnsentText.objects.filter(person=person, form_key=form_key).delete()
