"""What an assessment is made of: sections, sources, the child seen, the map."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Checked
from casework.assessment.models.assessment import Assessment
from casework.direct_work.models import ScaleReading
from records.models import Versioned
from records.triggers import locked_with


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
class AssessmentSource(Checked):
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
class DangerStatement(Checked):
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
class AssessmentSuggestion(Checked):
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
