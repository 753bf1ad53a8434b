"""What others do beside an assessment: checkpoints, pinned comments, learning notes, additions."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.permissions import Permission
from accounts.reporting import practice_educator_of
from casework.assessment.actions.holding import (
    SUBJECT,
    hold,
    hold_episode,
    hold_to_write,
    may_move,
    path_of,
    root_of,
)
from casework.assessment.models import Assessment, Checkpoint, LearningNote, PinnedComment
from casework.assessment.reads import works_with
from casework.assessment.sections import KEYS
from casework.child.people import accountable_workers, answers_for_child
from casework.chronology.actions import record
from casework.episode.clocks import SUBJECT as EPISODE
from casework.episode.models import Episode
from notices.actions import notify
from notices.models import Urgency
from records.actions import NotAllowed, add_addendum
from records.models import Addendum
from records.states import Move
from timescales.actions import refresh


def record_checkpoint(
    *,
    episode: Episode,
    stage: int,
    held_on: date,
    progress: str,
    note: str,
    next_step: str,
    by: Person,
    reassessment: Assessment | None = None,
) -> Checkpoint:
    """A manager's or practice educator's look at how the assessment is coming on meets its C3.

    Raises NotAllowed, PermissionDenied, ValidationError.
    """
    with written_by(by):
        held = hold_episode(episode.pk)
        if not by.may(Permission.ASSESSMENT_REVIEW):
            raise PermissionDenied
        if reassessment is not None and (
            reassessment.episode_id != held.pk or reassessment.kind != Assessment.Kind.REASSESSMENT
        ):
            raise NotAllowed("That assessment belongs to another case.")
        if held.kind != Episode.Kind.IN_NEED or held.referral is None:
            raise NotAllowed("Early help has no assessment and so no checkpoints.")
        starts = reassessment.started_on if reassessment else held.referral.referred_on
        if held_on > timezone.localdate():
            raise ValidationError({"held_on": "The review cannot be in the future."})
        if held_on < starts:
            raise ValidationError(
                {"held_on": f"The clock runs from {starts:%-d %B %Y}. Check the date."}
            )
        checkpoint = Checkpoint(
            episode=held,
            reassessment=reassessment,
            stage=stage,
            held_on=held_on,
            progress=progress,
            note=note.strip(),
            next_step=next_step.strip(),
            by=by,
        )
        checkpoint.full_clean()
        checkpoint.save(force_insert=True)
        refresh(EPISODE, [held.pk])
        _tell_of_checkpoint(held, checkpoint)
        return checkpoint


def pin_comment(
    *, assessment: Assessment, section_key: str, quote: str, text: str, by: Person
) -> PinnedComment:
    """A remark on one paragraph, for the author once the assessment is returned.

    Raises NotAllowed, ValidationError.
    """
    with written_by(by):
        held = hold(assessment)
        _ask_to_sign(held, by)
        if section_key not in KEYS:
            raise ValidationError({"text": "That part is not in this assessment."})
        comment = PinnedComment(
            assessment=held,
            section_key=section_key,
            quote=quote.strip(),
            text=text.strip(),
            by=by,
            at=timezone.now(),
        )
        comment.full_clean(exclude=["assessment"])
        comment.save(force_insert=True)
        return comment


def take_back_comment(*, assessment: Assessment, comment_id: UUID, by: Person) -> None:
    """A remark of one's own that the author has not been sent. Raises NotAllowed."""
    with written_by(by):
        held = hold(assessment)
        gone, _ = held.comments.filter(pk=comment_id, by=by, sent_at=None).delete()
        if not gone:
            raise NotAllowed("That comment has been sent already, or is somebody else's.")


def answer_comment(
    *, assessment: Assessment, comment_id: UUID, answer: str, by: Person
) -> PinnedComment:
    """Say what was done about a remark. Raises NotAllowed, PermissionDenied."""
    with written_by(by):
        held = hold_to_write(assessment, by)
        comment = held.comments.select_for_update().filter(pk=comment_id).first()
        if comment is None or comment.sent_at is None or comment.answered_at is not None:
            raise NotAllowed("That comment is answered already.")
        comment.answer, comment.answered_by = answer.strip() or "Done.", by
        comment.answered_at = timezone.now()
        comment.save()
        return comment


def add_learning_note(*, assessment: Assessment, text: str, by: Person) -> LearningNote:
    """The practice educator to their student, about the work. It moves no state.

    Raises PermissionDenied, ValidationError.
    """
    on = timezone.localdate()
    with written_by(by):
        held = hold(assessment)
        educator = practice_educator_of(held.author, on)
        if not by.may(Permission.ASSESSMENT_NOTE) or educator is None or educator.pk != by.pk:
            raise PermissionDenied
        note = LearningNote(assessment=held, text=text.strip(), by=by, at=timezone.now())
        note.full_clean()
        note.save(force_insert=True)
        notify(
            recipient=held.author,
            key=f"assessment.learning_note.{note.pk}",
            line=f"{held.child.reference}: {by.name} left you a learning note.",
            path=path_of(held),
            urgency=Urgency.DIGEST,
            **root_of(held),
        )
        return note


def add_to_assessment(*, assessment: Assessment, text: str, by: Person) -> Addendum:
    """Something to add once it is signed; the signed text stays. Raises NotAllowed."""
    on = timezone.localdate()
    with written_by(by):
        held = hold(assessment)
        around = works_with(by, held.child_id, on) or answers_for_child(by, held.child_id, on)
        if not around or not may_add(by):
            raise PermissionDenied
        return add_addendum(record=held, text=text, by=by)


def may_add(by: Person) -> bool:
    return by.may(Permission.ASSESSMENT_WRITE) or by.may(Permission.ASSESSMENT_AUTHORISE)


def _ask_to_sign(held: Assessment, by: Person) -> None:
    """Who may return an assessment may comment on its paragraphs, while it waits for them."""
    may = may_move(held, by, timezone.localdate())
    if Move.RETURN not in held.open_moves or held.author_id == by.pk or not may(Move.RETURN):
        raise NotAllowed("Comments are made by who can return the assessment, while it waits.")


def _tell_of_checkpoint(episode: Episode, checkpoint: Checkpoint) -> None:
    on = timezone.localdate()
    record(
        kind="casework.assessment_checkpoint",
        child=episode.child,
        happened_on=checkpoint.held_on,
        by=checkpoint.by,
        summary=f"Assessment reviewed at {checkpoint.get_stage_display()}",
        details={
            "progress": checkpoint.get_progress_display(),
            "note": checkpoint.note,
            "next_step": checkpoint.next_step,
        },
        source_type=SUBJECT,
        source_id=checkpoint.reassessment_id,
    )
    people = {row.author for row in episode.assessments.open().select_related("author")}
    if accountable := accountable_workers([episode.child_id], on).get(episode.child_id):
        people.add(accountable)
    for person in people - {checkpoint.by}:
        notify(
            recipient=person,
            key=f"assessment.checkpoint.{checkpoint.pk}",
            line=f"{episode.child.reference}: the assessment was reviewed. "
            f"{checkpoint.get_progress_display()}.",
            path=_place(episode),
            urgency=Urgency.DIGEST,
            root_type=EPISODE,
            root_id=episode.pk,
        )


def _place(episode: Episode) -> str:
    return reverse("casework:assessment-place", args=[episode.pk])
