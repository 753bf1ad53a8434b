"""The child and family assessment, its sections, its map, and what is said about it."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from casework.assessment import policies
from casework.assessment.codes import Factor, Outcome
from casework.child.models import Child
from casework.direct_work.models import ScaleReading
from casework.direct_work.tool.models import Tool
from casework.episode.models import Episode
from records.models import SignedRecord, Versioned, signed_constraints
from records.states import State
from records.triggers import append_only, locked_when_signed, locked_with, only_known_moves

OPEN_STATES = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.COUNTERSIGNED)
UNWRITTEN = (State.DRAFT, State.RETURNED)


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, person, on: date | None = None) -> "AssessmentQuerySet":
        """Drafts too: several people write one, and its clock runs for all of them."""
        return self.filter(child__in=Child.objects.visible_to(person, on))

    def open(self) -> "AssessmentQuerySet":
        """Begun and not authorised yet."""
        return self.filter(state__in=OPEN_STATES)

    def unfinished(self) -> "AssessmentQuerySet":
        """Still with those who write it."""
        return self.filter(state__in=UNWRITTEN)

    def authorised(self) -> "AssessmentQuerySet":
        """The ones that stand today: a newer version takes an older one's place."""
        return self.filter(state=State.AUTHORISED)

    def ever_authorised(self) -> "AssessmentQuerySet":
        return self.filter(state__in=(State.AUTHORISED, State.SUPERSEDED))

    def first_versions(self) -> "AssessmentQuerySet":
        return self.filter(version_of=None)


@pghistory.track()
class Assessment(SignedRecord):
    """A child and family assessment under section 17: drafted, countersigned, authorised.

    `started_on` is the day its clock runs from: the council's referral, or, on an open case, the
    day it was decided to assess again.
    """

    class Kind(models.TextChoices):
        INITIAL = "initial", "Child and family assessment"
        REASSESSMENT = "reassessment", "Re-assessment"

    child = models.ForeignKey(Child, models.PROTECT, related_name="assessments")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="assessments")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.INITIAL)
    started_on = models.DateField("clock runs from")
    why = models.TextField("why it is done again", blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    version_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later_versions"
    )
    compared_with = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+"
    )
    not_seen_why = models.CharField("why the child was not seen", max_length=500, blank=True)
    not_alone_why = models.CharField("why never alone", max_length=500, blank=True)
    own_words = models.TextField("the child's own words", blank=True)
    words_language = models.CharField("language the child used", max_length=60, blank=True)
    tool = models.ForeignKey(Tool, models.PROTECT, null=True, blank=True, related_name="+")
    factors = ArrayField(models.CharField(max_length=3, choices=Factor), default=list, blank=True)
    outcomes = ArrayField(
        models.CharField(max_length=24, choices=Outcome), default=list, blank=True
    )
    shared_on = models.DateField("shared with the family", null=True, blank=True)
    shared_how = models.CharField("how it was shared", max_length=300, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "-version"]
        constraints = [
            *signed_constraints("casework_assessment"),
            models.UniqueConstraint(
                fields=["episode"],
                name="casework_assessment_one_open",
                condition=Q(state__in=OPEN_STATES),
                violation_error_message="An assessment is open on this case. Finish that one.",
            ),
            models.UniqueConstraint(
                fields=["episode"],
                name="casework_assessment_one_initial",
                condition=Q(kind="initial", version_of=None),
                violation_error_message="This case has its assessment already.",
            ),
            models.UniqueConstraint(
                fields=["version_of", "version"], name="casework_assessment_version_once"
            ),
            models.CheckConstraint(
                name="casework_assessment_later_version",
                condition=Q(version=1, version_of=None)
                | Q(version__gt=1, version_of__isnull=False),
            ),
            models.CheckConstraint(
                name="casework_assessment_again_why",
                condition=Q(kind="initial", version=1) | ~Q(why=""),
                violation_error_message="Say why it is assessed again.",
            ),
            models.CheckConstraint(
                name="casework_assessment_no_factors_alone",
                condition=~Q(factors__contains=["21"]) | Q(factors=["21"]),
                violation_error_message="“No factors identified” cannot stand beside a factor.",
            ),
            models.CheckConstraint(
                name="casework_assessment_nothing_further_alone",
                condition=~Q(outcomes__contains=["nfa"]) | Q(outcomes=["nfa"]),
                violation_error_message=(
                    "“No further action” cannot stand beside another outcome."
                ),
            ),
            models.CheckConstraint(
                name="casework_assessment_no_factors_no_action",
                condition=~Q(factors=["21"]) | Q(outcomes=[]) | Q(outcomes=["nfa"]),
                violation_error_message=(
                    "Without any factor the outcome can only be “no further action”. Name the "
                    "factors, or change the outcome."
                ),
            ),
            models.CheckConstraint(
                name="casework_assessment_sent_concluded",
                condition=Q(state__in=UNWRITTEN) | (~Q(factors=[]) & ~Q(outcomes=[])),
                violation_error_message="An assessment is sent with its factors and outcome.",
            ),
            models.CheckConstraint(
                name="casework_assessment_two_hands",
                condition=Q(authorised_by=None)
                | Q(countersigned_by=None)
                | ~Q(authorised_by=F("countersigned_by")),
                violation_error_message="Who countersigned it does not authorise it too.",
            ),
            models.CheckConstraint(
                name="casework_assessment_shared_when_official",
                condition=Q(shared_on=None, shared_how="")
                | (
                    Q(shared_on__isnull=False, state__in=(State.AUTHORISED, State.SUPERSEDED))
                    & ~Q(shared_how="")
                ),
                violation_error_message=(
                    "Only an authorised assessment is shared: say when and how."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["child", "-started_on"]),
            models.Index(
                fields=["submitted_at"],
                name="casework_assessment_waiting",
                condition=Q(state__in=(State.SUBMITTED, State.COUNTERSIGNED)),
            ),
        ]
        triggers = [
            locked_when_signed(still_open=("shared_on", "shared_how")),
            only_known_moves(),
        ]

    def __str__(self) -> str:
        return f"{self.title} from {self.started_on}"

    @property
    def title(self) -> str:
        words = str(self.get_kind_display())
        return f"{words}, version {self.version}" if self.version > 1 else words

    @property
    def authorised_on(self) -> date | None:
        return timezone.localdate(self.authorised_at) if self.authorised_at else None

    @property
    def is_official(self) -> bool:
        return self.state in (State.AUTHORISED, State.SUPERSEDED)

    @property
    def outcome_words(self) -> list[str]:
        return [str(Outcome(code).label) for code in self.outcomes]

    @property
    def factor_words(self) -> list[str]:
        return [f"{code} {Factor(code).label}" for code in self.factors]


@pghistory.track()
class AssessmentSection(Versioned):
    """One task of an assessment and the unit of its locking: a save counts `lock_version` up.

    What a section holds in rows of their own (sources, sightings, danger statements, scales) and
    on the assessment (own words, factors, outcome) is saved under its version too.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="sections")
    key = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    more = models.TextField(blank=True)
    skipped_why = models.CharField("why it was not looked at", max_length=500, blank=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_finished = models.BooleanField(default=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["assessment", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "key"], name="casework_assessment_section_once"
            ),
            models.CheckConstraint(
                name="casework_assessment_section_skipped_or_told",
                condition=Q(skipped_why="") | Q(text="", more=""),
                violation_error_message=(
                    "Either write what you found, or say why you did not look at it."
                ),
            ),
        ]
        triggers = [locked_with("assessment")]

    def __str__(self) -> str:
        return self.key


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AssessmentSource(models.Model):
    """Somebody asked, or a record read, for an assessment."""

    class Kind(models.TextChoices):
        CHILD = "child", "The child"
        PARENT = "parent", "Parent or carer"
        FAMILY = "family", "Another member of the family"
        SCHOOL = "school", "School or nursery"
        HEALTH = "health", "Health"
        POLICE = "police", "Police"
        SERVICE = "service", "Another service"
        RECORD = "record", "A record that was read"

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=10, choices=Kind)
    who = models.CharField("who, or which record", max_length=200)
    on = models.DateField("date", null=True, blank=True)
    why_not = models.CharField("why it could not be done", max_length=300, blank=True)

    class Meta:
        ordering = [F("on").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_assessment_source_when_or_why",
                condition=(Q(on__isnull=False, why_not="")) | (Q(on=None) & ~Q(why_not="")),
                violation_error_message="Give the date, or say why it could not be done.",
            )
        ]
        triggers = [locked_with("assessment")]

    def __str__(self) -> str:
        return self.who


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Sighting(models.Model):
    """A day on which the child was seen for the assessment, alone or not."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="sightings")
    on = models.DateField("date")
    alone = models.BooleanField("seen alone")
    place = models.CharField("where", max_length=120, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        triggers = [locked_with("assessment")]

    def __str__(self) -> str:
        return f"Seen on {self.on}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class DangerStatement(models.Model):
    """Who is worried about what and what may happen; paired with it, what safety looks like."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="dangers")
    position = models.PositiveSmallIntegerField()
    danger = models.TextField("danger statement")
    goal = models.TextField("safety goal", blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "position"], name="casework_danger_in_its_place"
            ),
            models.CheckConstraint(
                name="casework_danger_said",
                condition=~Q(danger=""),
                violation_error_message="A safety goal answers a danger statement: write that too.",
            ),
        ]
        triggers = [locked_with("assessment")]

    def __str__(self) -> str:
        return f"Danger statement {self.position}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AssessmentScale(models.Model):
    """A number given for the map; the reading itself lies with all others of the child."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="scales")
    reading = models.OneToOneField(ScaleReading, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["reading__on", "pk"]
        triggers = [locked_with("assessment")]

    def __str__(self) -> str:
        return f"Scale {self.reading_id}"


@pghistory.track()
class AssessmentSuggestion(models.Model):
    """Words from elsewhere on the record, offered to a section: accepted or removed, never assumed.

    From a session also the day the child was seen, and whether alone.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        REMOVED = "removed", "Removed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="suggestions")
    section_key = models.CharField(max_length=20)
    label = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    more = models.TextField(blank=True)
    seen_on = models.DateField(null=True, blank=True)
    seen_alone = models.BooleanField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    source_type = models.CharField(max_length=60)
    source_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["seen_on", "label", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "section_key", "source_type", "source_id"],
                name="casework_assessment_suggested_once",
            ),
            models.CheckConstraint(
                name="casework_assessment_suggestion_settled",
                condition=Q(state="waiting", settled_by=None, settled_at=None)
                | (~Q(state="waiting") & Q(settled_by__isnull=False, settled_at__isnull=False)),
            ),
        ]
        triggers = [locked_with("assessment")]

    def __str__(self) -> str:
        return self.label


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
class PinnedComment(models.Model):
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
            assessment__child__in=Child.objects.visible_to(person, on),
        )


@pghistory.track()
class LearningNote(models.Model):
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
class Checkpoint(models.Model):
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
