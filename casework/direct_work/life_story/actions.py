"""Verbs about life story work, from the first question to the day the child has the book.

Each holds the story's row; parts are changed only while the author may still write.
"""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.permissions import Permission
from casework.child.models import Child
from casework.child.people import answers_for_child
from casework.chronology.actions import record
from casework.direct_work import policies
from casework.direct_work.life_story.completeness import missing
from casework.direct_work.life_story.models import (
    LifeStory,
    LifeStoryChapter,
    LifeStoryGap,
    LifeStoryPhoto,
    LifeStorySource,
)
from casework.direct_work.reads import episode_on
from records.actions import NotAllowed, add_attachment, move
from records.conflicts import lock_for_edit, save_next_version
from records.filetypes import PICTURES, Refused, type_of
from records.states import Move, State

Part = LifeStorySource | LifeStoryGap | LifeStoryChapter | LifeStoryPhoto
SUBJECT = "casework.life_story"


def begin_story(*, child: Child, title: str, why: str, by: Person, on: date) -> LifeStory:
    """Raises PermissionDenied, ValidationError."""
    with written_by(by):
        if not policies.may_record(by.permissions):
            raise PermissionDenied
        episode = episode_on(child.pk, on)
        if episode is None:
            raise ValidationError("We are not working with this child now.")
        story = LifeStory(
            child=child, episode=episode, author=by, title=title, why=why, begun_on=on
        )
        story.full_clean(exclude=["child", "episode"])
        story.save(force_insert=True)
        return story


def save_part(
    *, part: Part, fields: Mapping[str, Any], by: Person, began_from: int | None = None
) -> Part:
    """A source, gap, chapter or photograph, new or changed. Raises Conflict, NotAllowed."""
    with written_by(by):
        _writable(part.story, by)
        if not part._state.adding:
            part = lock_for_edit(
                type(part)._default_manager.all(),
                pk=part.pk,
                began_from=-1 if began_from is None else began_from,
            )
        for name, value in fields.items():
            setattr(part, name, value)
        part.full_clean(exclude=["story", "attachment", "chapter"])
        if part._state.adding:
            part.save(force_insert=True)
            return part
        return save_next_version(part)


def remove_part(*, part: Part, by: Person) -> None:
    """Take it out; row history keeps it, and the file of a photograph stays with the record."""
    with written_by(by):
        _writable(part.story, by)
        part.delete()


def add_photo(
    *, story: LifeStory, file: UploadedFile, fields: Mapping[str, Any], by: Person
) -> LifeStoryPhoto:
    """A photograph with its owner. Raises NotAllowed, PermissionDenied, ValidationError."""
    with written_by(by):
        if not by.may(Permission.ATTACHMENT_ADD):
            raise PermissionDenied
        story = _writable(story, by)
        photo = LifeStoryPhoto(story=story, **fields)
        photo.full_clean(exclude=["story", "attachment", "chapter"])
        try:
            type_of(file, PICTURES)
            photo.attachment = add_attachment(
                record_type=SUBJECT, record_id=story.pk, file=file, by=by, child_id=story.child_id
            )
        except Refused as refused:
            raise ValidationError({"file": [str(refused)]}) from refused
        photo.save(force_insert=True)
        return photo


def send_story(*, story: LifeStory, by: Person) -> LifeStory:
    """To the sensitivity check and the first signature. Raises NotAllowed, ValidationError."""
    with written_by(by):
        story, may = _locked(story, by)
        if lacks := missing(
            sources=story.sources.all(),
            gaps=story.gaps.all(),
            chapters=story.chapters.all(),
            photos=story.photos.all(),
        ):
            raise ValidationError(lacks)
        # The check is of this text: a new sending asks for a new one.
        story.sensitivity_by = story.sensitivity_at = None
        story.save(update_fields=["sensitivity_by", "sensitivity_at"])
        move(record=story, move=Move.SUBMIT, by=by, may=may)
        return story


def check_and_sign(*, story: LifeStory, others: str, ready: str, by: Person) -> LifeStory:
    """Who answers for the child checks what it says of others and how the child is held, and

    signs. Raises NotAllowed, ValidationError.
    """
    with written_by(by):
        story, may = _locked(story, by)
        if story.author_id == by.pk:
            raise NotAllowed("You wrote this record, so someone else has to do that.")
        if not may(Move.COUNTERSIGN) or story.state != State.SUBMITTED:
            raise NotAllowed("It does not wait for your signature.")
        if not others.strip() or not ready.strip():
            raise ValidationError("Answer both questions of the sensitivity check.")
        story.sensitivity_others, story.sensitivity_ready = others, ready
        story.sensitivity_by, story.sensitivity_at = by, timezone.now()
        story.save(
            update_fields=[
                "sensitivity_others", "sensitivity_ready", "sensitivity_by", "sensitivity_at",
            ]
        )  # fmt: skip
        move(record=story, move=Move.COUNTERSIGN, by=by, may=may)
        return story


def return_story(*, story: LifeStory, comment: str, by: Person) -> LifeStory:
    """Back to its author, from either of those who sign. Raises NotAllowed."""
    with written_by(by):
        story, may = _locked(story, by)
        move(record=story, move=Move.RETURN, by=by, may=may, comment=comment)
        return story


def withdraw_story(*, story: LifeStory, by: Person) -> LifeStory:
    with written_by(by):
        story, may = _locked(story, by)
        move(record=story, move=Move.WITHDRAW, by=by, may=may)
        return story


def approve_story(*, story: LifeStory, by: Person) -> LifeStory:
    """The manager's yes: now it may be handed over. Raises NotAllowed."""
    with written_by(by):
        story, may = _locked(story, by)
        if story.countersigned_by_id == by.pk:
            raise NotAllowed("You signed it first, so another manager approves it.")
        move(record=story, move=Move.AUTHORISE, by=by, may=may)
        return story


def hand_over(
    *,
    story: LifeStory,
    on: date,
    to: str,
    childs_answer: str,
    copy_where: str,
    by: Person,
) -> LifeStory:
    """The child has the book, and we keep a copy. Raises NotAllowed, ValidationError."""
    with written_by(by):
        story, _ = _locked(story, by)
        if not policies.may_record(by.permissions):
            raise PermissionDenied
        if story.state != State.AUTHORISED:
            raise NotAllowed("It is handed over once the manager has approved it.")
        if story.handed_on:
            raise NotAllowed("It is handed over already.")
        if on > timezone.localdate():
            raise ValidationError({"handed_on": ["That day is still to come."]})
        story.handed_on, story.handed_to = on, to
        story.childs_answer, story.copy_where = childs_answer, copy_where
        story.handed_over_by = by
        story.full_clean(exclude=["child", "episode"])
        save_next_version(story)
        record(
            kind="casework.life_story_handed_over",
            child=story.child,
            happened_on=on,
            by=by,
            summary="Life story book handed over",
            details={"to": to, "words": childs_answer, "copy": copy_where},
            source_type=SUBJECT,
            source_id=story.pk,
        )
        return story


def _writable(story: LifeStory, by: Person) -> LifeStory:
    row = LifeStory.objects.select_for_update(of=("self",)).get(pk=story.pk)
    if row.author_id != by.pk:
        raise NotAllowed("Only the person who writes this book can change it.")
    if not row.is_editable:
        raise NotAllowed("It has been sent. Take it back to change it.")
    return row


def _locked(story: LifeStory, by: Person):
    rows = LifeStory.objects.select_for_update(of=("self",)).select_related("child", "author")
    row = rows.get(pk=story.pk)
    answers = answers_for_child(by, row.child_id, timezone.localdate())
    return row, partial(_may, by=by, answers=answers, state=row.state)


def _may(verb: Move, *, by: Person, answers: bool, state: str) -> bool:
    """You send what you wrote; who answers for the child signs or returns; a manager approves."""
    if verb in {Move.SUBMIT, Move.WITHDRAW}:
        return Permission.DIRECT_WORK_RECORD in by.permissions
    if verb == Move.AUTHORISE or (verb == Move.RETURN and state == State.COUNTERSIGNED):
        return Permission.LIFE_STORY_AUTHORISE in by.permissions and answers
    if verb in {Move.RETURN, Move.COUNTERSIGN}:
        return Permission.DIRECT_WORK_COUNTERSIGN in by.permissions and answers
    return False
