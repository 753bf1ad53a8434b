"""What is kept beside an assessment: sendings, comments, notes of learning, checkpoints."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Checked
from casework.assessment import policies
from casework.assessment.models.assessment import Assessment
from casework.child.models import visible_children
from casework.episode.models import Episode
from records.triggers import append_only


@pghistory.track()
class AssessmentSubmission(models.Model):
    """The whole text as it was sent: what a signer compares the next one with."""

    append_only = True

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    texts = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"], name="casework_assessment_sent_once"
            )
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Sent for the {self.number}. time"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PinnedComment(Checked):
    """What a signer says about one paragraph. It reaches the author with the return."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="comments")
    section_key = models.CharField(max_length=20)
    quote = models.TextField("the paragraph as it stood", blank=True)
    text = models.TextField("comment")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_assessment_comment_says_something",
                condition=~Q(text=""),
                violation_error_message="Write your comment.",
            ),
            models.CheckConstraint(
                name="casework_assessment_comment_answered",
                condition=Q(answered_by=None, answered_at=None, answer="")
                | Q(answered_by__isnull=False, answered_at__isnull=False, sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Comment on {self.section_key}"


class LearningNoteQuerySet(models.QuerySet["LearningNote"]):
    def visible_to(self, person, on: date | None = None) -> "LearningNoteQuerySet":
        return self.filter(
            policies.notes_show(person.pk),
            assessment__child__in=visible_children(person, on),
        )


@pghistory.track()
class LearningNote(Checked):
    """What a practice educator says to the student about the work. It moves no state."""

    append_only = True

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="learning_notes")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = LearningNoteQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_learning_note_says_something",
                condition=~Q(text=""),
                violation_error_message="Write your note.",
            )
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Note of {self.at:%Y-%m-%d}"


@pghistory.track()
class Checkpoint(Checked):
    """A manager or practice educator looked at how an assessment is coming on.

    On the case's first assessment `reassessment` is empty: the look is due even where nobody has
    begun to write.
    """

    append_only = True

    class Stage(models.IntegerChoices):
        FIRST = 0, "10 working days"
        SECOND = 1, "20 working days"
        THIRD = 2, "30 working days"

    class Progress(models.TextChoices):
        ON_TRACK = "on_track", "On track"
        SLIPPING = "slipping", "Slipping, but it can be caught up"
        AT_RISK = "at_risk", "At risk of going over 45 working days"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="checkpoints")
    reassessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, blank=True, related_name="checkpoints"
    )
    stage = models.PositiveSmallIntegerField(choices=Stage)
    held_on = models.DateField("reviewed on")
    progress = models.CharField(max_length=10, choices=Progress)
    note = models.TextField("what was seen")
    next_step = models.CharField("what happens next", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["stage"]
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "reassessment", "stage"],
                name="casework_checkpoint_once",
                nulls_distinct=False,
                violation_error_message="This checkpoint has its review already.",
            ),
            models.CheckConstraint(
                name="casework_checkpoint_one_of_three", condition=Q(stage__lte=2)
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Checkpoint at {self.get_stage_display()}"
