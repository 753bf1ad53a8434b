"""The extract for the university: released, taken back, replaced by a newer one."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from notices.actions import NewNotice, notify_many, withdraw_about
from notices.models import Notice
from placements.models import PracticePlacement
from placements.subjects import PLACEMENT
from records.actions import NotAllowed
from supervision import policies
from supervision.actions.sessions import locked
from supervision.extracts import TEXTS, found_in, placement_of, released_of, unexplained
from supervision.models import ExtractWord, SupervisionExtract, SupervisionSession

State = SupervisionExtract.State


@transaction.atomic
def release_extract(
    *,
    session: SupervisionSession,
    learning: str,
    reflection: str = "",
    agreed: str = "",
    explained: Mapping[str, str] | None = None,
    is_checked: bool,
    replaces: UUID | None = None,
    by: Person,
    on: date | None = None,
) -> SupervisionExtract:
    """Release a text to the tutor of the session's placement; it is locked from then on.

    `explained` says, by the key of a finding, why it tells of no child. `replaces` is the extract
    that the writer knows to be released now: the new one takes its place. Raises NotAllowed, and
    ValidationError beside each text that tells who a child is.
    """
    row = locked(session)
    placement = _may_release(row, by, on or timezone.localdate())
    texts = dict(zip(TEXTS, (learning.strip(), reflection.strip(), agreed.strip()), strict=True))
    if not is_checked:
        raise NotAllowed("Read it through first, and say that you did.")
    found = found_in(texts, row, placement)
    explained = explained or {}
    errors = unexplained(found, explained)
    if errors:
        raise ValidationError(errors)
    now = released_of(row)
    if (now and now.pk) != replaces:
        raise NotAllowed("An extract was released or taken back meanwhile. Look at it first.")
    if now is not None:
        _end(now, State.REPLACED, by)
    extract = SupervisionExtract(
        session=row, placement=placement, released_by=by, released_at=timezone.now(), **texts
    )
    extract.full_clean()
    extract.save(force_insert=True)
    words = {one.key: one.said for findings in found.values() for one in findings}
    for key, said in words.items():
        ExtractWord.objects.create(extract=extract, word=said, why=explained[key].strip())
    _tell(extract, "is released to the university")
    return extract


def _may_release(session: SupervisionSession, by: Person, on: date) -> PracticePlacement:
    """The placement whose tutor reads it. Raises NotAllowed."""
    placement = placement_of(session)
    if placement is None:
        raise NotAllowed("This session was held on no day of a placement.")
    if not policies.releases(session, placement, by, by.reach(on)):
        raise NotAllowed("Only the practice educator who held the session releases its extract.")
    if not policies.has_an_extract(session):
        raise NotAllowed("There is an extract once the session was held and the student answered.")
    return placement


@transaction.atomic
def withdraw_extract(
    *, extract: SupervisionExtract, why: str, by: Person, on: date | None = None
) -> SupervisionExtract:
    """Take it back: the university reads its text no longer.

    Raises NotAllowed, ValidationError.
    """
    locked(extract.session)
    row = SupervisionExtract.objects.with_people().get(pk=extract.pk)
    if not policies.withdraws(row, by, by.reach(on or timezone.localdate())):
        raise NotAllowed("Only a practice educator of the student takes it back.")
    if not row.is_released:
        raise ValidationError(f"This extract is already “{row.get_state_display().lower()}”.")
    if not why.strip():
        raise ValidationError({"why": "Say why you take it back."})
    _end(row, State.WITHDRAWN, by, why.strip())
    _tell(row, "was taken back")
    return row


def _end(row: SupervisionExtract, state: str, by: Person, why: str = "") -> None:
    row.state, row.ended_at, row.ended_by, row.withdrawn_why = state, timezone.now(), by, why
    row.save()
    withdraw_about(about=[row.pk], why=Notice.Withdrawn.SETTLED)


def _tell(extract: SupervisionExtract, what: str) -> None:
    """The student, and the tutor where one signs in."""
    placement = extract.placement
    tutor = placement.tutor.person_id if placement.tutor is not None else None
    notify_many(
        NewNotice(
            recipient_id=person,
            key=f"supervision.extract {extract.pk} {extract.state}",
            line=f"{extract} {what}: {extract.session.student.name}",
            path=reverse("supervision:extract-detail", args=[extract.pk]),
            root_type=PLACEMENT,
            root_id=placement.pk,
            about_id=extract.pk,
        )
        for person in (placement.student_id, tutor)
        if person is not None
    )
