"""Verbs about minutes: write, send, take back, return, sign; the chair's agreement from outside."""

from datetime import date
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.permissions import Permission
from casework.child.people import accountable_workers, answers_for_child
from casework.meeting import policies
from casework.meeting.models import Meeting, Minutes
from notices.actions import notify, withdraw_about
from notices.models import Notice, Urgency
from records.actions import NotAllowed, move
from records.conflicts import Conflict, lock_for_edit, save_next_version
from records.states import Move


def write_minutes(
    *, meeting: Meeting, text: str, by: Person, began_from: int | None = None
) -> Minutes:
    """Begin the minutes of a held meeting, or go on with them. Raises Conflict, NotAllowed."""
    with written_by(by):
        if not by.may(Permission.MINUTES_WRITE):
            raise PermissionDenied
        held = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if held.held_on is None:
            raise NotAllowed("Record first that the meeting was held.")
        known = Minutes.objects.filter(meeting=held).first()
        if known is None:
            minutes = Minutes(meeting=held, author=by, text=text.strip())
            minutes.full_clean(exclude=["meeting"])
            minutes.save(force_insert=True)
            return minutes
        if began_from is None:
            raise Conflict(known)
        minutes = lock_for_edit(Minutes.objects.all(), pk=known.pk, began_from=began_from)
        if minutes.author_id != by.pk:
            raise NotAllowed("Only the person who wrote these minutes can change them.")
        if not minutes.is_editable:
            raise NotAllowed("These minutes have been sent. Take them back to change them.")
        minutes.text = text.strip()
        minutes.full_clean(exclude=["meeting"])
        return save_next_version(minutes)


def submit_minutes(*, minutes: Minutes, by: Person) -> Minutes:
    """Send them to be signed; a registered worker who answers for the child signs at once."""
    with written_by(by):
        minutes, may = _locked(minutes, by)
        verb = Move.SIGN if by.registration_number and may(Move.SIGN) else Move.SUBMIT
        change = move(record=minutes, move=verb, by=by, may=may)
        if verb == Move.SUBMIT:
            _ask_to_sign(minutes, change.pk)
        return minutes


def withdraw_minutes(*, minutes: Minutes, by: Person) -> Minutes:
    return _moved(minutes, Move.WITHDRAW, by)


def countersign_minutes(*, minutes: Minutes, by: Person, began_from: int | None = None) -> Minutes:
    """From here on they are the record."""
    return _moved(minutes, Move.COUNTERSIGN, by, began_from=began_from)


def return_minutes(
    *, minutes: Minutes, comment: str, by: Person, began_from: int | None = None
) -> Minutes:
    """Back to their author, with what needs changing."""
    with written_by(by):
        minutes = _moved(minutes, Move.RETURN, by, comment=comment, began_from=began_from)
        child = minutes.child
        notify(
            recipient=minutes.author,
            key=f"minutes.returned.{minutes.pk}.{minutes.lock_version}",
            line=f"{child.reference}: your minutes came back with a comment.",
            path=path_of(minutes),
            urgency=Urgency.DIGEST,
            root_type="casework.child",
            root_id=child.pk,
            about_id=minutes.pk,
        )
        return minutes


def attest_minutes(
    *, minutes: Minutes, attested_by: str, attested_on: date, by: Person, on: date | None = None
) -> Minutes:
    """The chair, who signs elsewhere, has agreed the signed minutes. Raises ValidationError."""
    with written_by(by):
        if not by.may(Permission.MINUTES_SIGN):
            raise PermissionDenied
        rows = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__child")
        held = rows.get(pk=minutes.pk)
        if not held.is_locked:
            raise ValidationError("Sign the minutes first: the chair agrees the signed text.")
        if attested_on > (on or timezone.localdate()):
            raise ValidationError({"attested_on": "It cannot have been in the future."})
        if held.meeting.held_on and attested_on < held.meeting.held_on:
            raise ValidationError({"attested_on": "That is before the meeting."})
        held.attested_by, held.attested_on = attested_by.strip(), attested_on
        held.full_clean(exclude=["meeting"])
        return save_next_version(held)


def path_of(minutes: Minutes) -> str:
    return reverse("casework:meeting-detail", args=[minutes.meeting_id])


def _moved(
    minutes: Minutes, verb: Move, by: Person, *, comment: str = "", began_from: int | None = None
) -> Minutes:
    with written_by(by):
        minutes, may = _locked(minutes, by)
        move(record=minutes, move=verb, by=by, may=may, comment=comment, began_from=began_from)
        withdraw_about(about=[minutes.pk], why=Notice.Withdrawn.SETTLED)
        return minutes


def _locked(minutes: Minutes, by: Person):
    """The row held until commit, and the question whether `by` may make a move on it."""
    rows = Minutes.objects.select_for_update(of=("self",))
    held = rows.select_related("meeting__child", "author").get(pk=minutes.pk)
    may = partial(
        policies.may_move_minutes,
        verbs=by.permissions,
        is_registered=bool(by.registration_number),
        answers_for_child=answers_for_child(by, held.meeting.child_id, timezone.localdate()),
    )
    return held, may


def _ask_to_sign(minutes: Minutes, number: int) -> None:
    child = minutes.child
    worker = accountable_workers([child.pk], timezone.localdate()).get(child.pk)
    if worker is None or worker.pk == minutes.author_id:
        return
    notify(
        recipient=worker,
        key=f"minutes.sign.{number}",
        line=f"{child.reference}: minutes wait for you to sign.",
        path=path_of(minutes),
        urgency=Urgency.DIGEST,
        root_type="casework.child",
        root_id=child.pk,
        about_id=minutes.pk,
    )
