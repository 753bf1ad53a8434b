"""Verbs about direct-work sessions: begin, save, send, take back, return, sign."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.reporting import managers_of
from casework.child.models import Child
from casework.child.people import accountable_workers, answers_for_child
from casework.chronology.actions import record
from casework.direct_work import policies
from casework.direct_work.clocks import ROOT, SUBJECT
from casework.direct_work.completeness import FIELDS, missing
from casework.direct_work.models import DirectWorkSession, ScaleReading, Submission
from casework.direct_work.reads import (
    as_sent,
    consent_for,
    episode_on,
    previous_reading,
    told_of_worry,
)
from casework.direct_work.words import in_short, scale_words
from notices.actions import notify, withdraw_about
from notices.models import Notice, Urgency
from records.actions import NotAllowed, move
from records.conflicts import Conflict, lock_for_edit, save_next_version
from records.states import Move, State
from timescales.actions import refresh

Scales = Mapping[str, int | None]


class ConsentMissing(NotAllowed):
    """Nobody agreed to this work for that day, and no lawful exception is recorded."""


def start_session(
    *,
    child: Child,
    by: Person,
    fields: Mapping[str, Any],
    scales: Scales | None = None,
    on: date | None = None,
) -> DirectWorkSession:
    """A draft of its author's. Raises NotAllowed, PermissionDenied, ValidationError."""
    with written_by(by):
        if not policies.may_record(by.permissions):
            raise PermissionDenied
        session = DirectWorkSession(child=child, author=by)
        return _write(session, fields, scales, by, on or timezone.localdate())


def save_session(
    *,
    session: DirectWorkSession,
    began_from: int,
    by: Person,
    fields: Mapping[str, Any],
    scales: Scales | None = None,
    on: date | None = None,
) -> DirectWorkSession:
    """What the author wrote next. Raises Conflict, NotAllowed, ValidationError."""
    with written_by(by):
        session = lock_for_edit(
            DirectWorkSession.objects.select_related("child"), pk=session.pk, began_from=began_from
        )
        if session.author_id != by.pk:
            raise NotAllowed("Only the person who wrote this record can change it.")
        if not session.is_editable:
            raise NotAllowed("This session has been sent. Take it back to change it.")
        return _write(session, fields, scales, by, on or timezone.localdate())


def submit_session(
    *, session: DirectWorkSession, by: Person, began_from: int | None = None
) -> DirectWorkSession:
    """Send it to be signed; a registered worker who answers for the child signs it at once.

    Raises ConsentMissing, Conflict, NotAllowed, ValidationError (field to message).
    """
    with written_by(by):
        session, verb_open = _locked(session, by, began_from)
        if lacks := missing(session):
            raise ValidationError({name: [text] for name, text in lacks.items()})
        _ask_consent(session)
        verb = Move.SIGN if by.registration_number and verb_open(Move.SIGN) else Move.SUBMIT
        change = move(record=session, move=verb, by=by, may=verb_open)
        number = session.submissions.count() + 1
        Submission.objects.create(
            session=session, number=number, fields=as_sent(session), at=change.at
        )
        _settle(session)
        if verb == Move.SIGN:
            _tell_chronology(session, signed_by=by)
        else:
            _ask_to_sign(session, number)
        return session


def withdraw_session(*, session: DirectWorkSession, by: Person) -> DirectWorkSession:
    """Take back what was sent, to change it. Raises NotAllowed."""
    with written_by(by):
        session, verb_open = _locked(session, by)
        move(record=session, move=Move.WITHDRAW, by=by, may=verb_open)
        _settle(session)
        return session


def return_session(
    *, session: DirectWorkSession, comment: str, by: Person, began_from: int | None = None
) -> DirectWorkSession:
    """Back to its author, with what needs changing. Raises Conflict, NotAllowed."""
    with written_by(by):
        session, verb_open = _locked(session, by, began_from)
        if session.state == State.COUNTERSIGNED:
            raise NotAllowed("This session is signed. Add to it instead of returning it.")
        change = move(record=session, move=Move.RETURN, by=by, may=verb_open, comment=comment)
        _settle(session)
        notify(
            recipient=session.author,
            key=f"direct_work.returned.{change.pk}",
            line=f"{session.child.reference}: your session of {session.happened_on:%-d %B} "
            "came back with a comment.",
            path=path_of(session),
            urgency=Urgency.DIGEST,
            about_id=session.pk,
            **_root(session),
        )
        return session


def countersign_session(
    *, session: DirectWorkSession, by: Person, began_from: int | None = None
) -> DirectWorkSession:
    """From here on it is the record. Raises ConsentMissing, Conflict, NotAllowed."""
    with written_by(by):
        session, verb_open = _locked(session, by, began_from)
        if session.state == State.SUBMITTED:
            _ask_consent(session)
        move(record=session, move=Move.COUNTERSIGN, by=by, may=verb_open)
        _settle(session)
        _tell_chronology(session, signed_by=by)
        return session


def path_of(session: DirectWorkSession) -> str:
    return reverse("casework:session-detail", args=[session.pk])


def _locked(session: DirectWorkSession, by: Person, began_from: int | None = None):
    """The row held until commit, and the question whether `by` may make a move on it."""
    rows = DirectWorkSession.objects.select_for_update(of=("self",))
    session = rows.select_related("child", "author", "tool").get(pk=session.pk)
    if began_from is not None and session.lock_version != began_from:
        raise Conflict(session)
    may = partial(
        policies.may_move,
        verbs=by.permissions,
        is_registered=bool(by.registration_number),
        answers_for_child=answers_for_child(by, session.child_id, timezone.localdate()),
    )
    return session, may


def _write(
    session: DirectWorkSession,
    fields: Mapping[str, Any],
    scales: Scales | None,
    by: Person,
    on: date,
) -> DirectWorkSession:
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"not an author's to set: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(session, name, value)
    if session.happened_on and session.happened_on > on:
        raise ValidationError({"happened_on": ["The session cannot be in the future."]})
    episode = episode_on(session.child_id, session.happened_on) if session.happened_on else None
    if episode is None:
        raise ValidationError(
            {"happened_on": ["We were not working with this child on that day. Check the date."]}
        )
    session.episode = episode
    session.full_clean(exclude=["episode", "child"])
    if session._state.adding:
        session.save(force_insert=True)
    else:
        save_next_version(session)
    _write_scales(session, scales or {}, by)
    _raise_worry(session, by, on)
    refresh(SUBJECT, [session.pk], by=by)
    return session


def _write_scales(session: DirectWorkSession, scales: Scales, by: Person) -> None:
    for said_by, value in scales.items():
        rows = ScaleReading.objects.filter(session=session, said_by=said_by)
        if value is None:
            rows.delete()
        elif not rows.update(value=value, on=session.happened_on):
            ScaleReading.objects.create(
                child=session.child,
                session=session,
                said_by=said_by,
                value=value,
                on=session.happened_on,
                by=by,
            )
    session.scale_readings.exclude(on=session.happened_on).update(on=session.happened_on)


def _raise_worry(session: DirectWorkSession, by: Person, on: date) -> None:
    """The accountable worker, the team's manager and the practice educator know at once."""
    if not session.worry or session.worry_told_at:
        return
    accountable = accountable_workers([session.child_id], on).get(session.child_id)
    for person in told_of_worry(by, accountable, on):
        notify(
            recipient=person,
            key=f"direct_work.worry.{session.pk}",
            line=f"{session.child.reference}: {by.name} is worried after a session on "
            f"{session.happened_on:%-d %B}. Read it now.",
            path=path_of(session),
            urgency=Urgency.URGENT,
            **_root(session),
        )
    session.worry_told_at = timezone.now()
    session.save(update_fields=["worry_told_at"])


def _ask_consent(session: DirectWorkSession) -> None:
    found = consent_for(session.child, session.happened_on)
    if not found.is_in_place:
        raise ConsentMissing(found.sentence)


def _ask_to_sign(session: DirectWorkSession, number: int) -> None:
    """The accountable worker signs; while there is none, the author's manager."""
    on = timezone.localdate()
    accountable = accountable_workers([session.child_id], on).get(session.child_id)
    if accountable and accountable.pk != session.author_id:
        asked = [accountable]
    else:
        asked = list(managers_of([session.author_id], on)[session.author_id])
    for person in asked:
        notify(
            recipient=person,
            key=f"direct_work.sign.{session.pk}.{number}",
            line=f"{session.child.reference}: a session of {session.happened_on:%-d %B} waits for "
            "you to sign.",
            path=path_of(session),
            urgency=Urgency.DIGEST,
            about_id=session.pk,
            **_root(session),
        )


def _settle(session: DirectWorkSession) -> None:
    """What was asked before this move is answered by it; its clock is read again."""
    withdraw_about(about=[session.pk], why=Notice.Withdrawn.SETTLED)
    refresh(SUBJECT, [session.pk])


def _tell_chronology(session: DirectWorkSession, *, signed_by: Person) -> None:
    given = {row.said_by: row.value for row in session.scale_readings.all()}
    said = given.get(ScaleReading.SaidBy.CHILD)
    record(
        kind="casework.direct_work",
        child=session.child,
        happened_on=session.happened_on,
        by=session.author,
        summary=session.title,
        details={
            "words": session.childs_words,
            "purpose": session.purpose,
            "in_short": in_short(session),
            "scale": scale_words(said, previous_reading(session.child_id, before=session)),
            "signed_by": signed_by.name,
        },
        text="\n".join(as_sent(session).values()),
        source_type=SUBJECT,
        source_id=session.pk,
    )


def _root(session: DirectWorkSession) -> dict[str, Any]:
    return {"root_type": ROOT, "root_id": session.episode_id}
