"""A life story, its sources and gaps, its chapters, and its photographs."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.child.models import Child, visible_children
from records.models import Attachment, SignedRecord, Versioned, signed_constraints
from records.states import State
from records.triggers import locked_when_signed, locked_with, only_known_moves

# What is still written once the book is approved: that it reached the child, and the copy we keep.
AFTER_APPROVAL = (
    "handed_on", "handed_to", "handed_over_by", "childs_answer", "copy_where", "lock_version",
)  # fmt: skip


class LifeStoryQuerySet(models.QuerySet["LifeStory"]):
    def visible_to(self, person, on: date | None = None) -> "LifeStoryQuerySet":
        return self.filter(child__in=visible_children(person, on))

    def unfinished(self) -> "LifeStoryQuerySet":
        return self.filter(handed_on=None)


@pghistory.track()
class LifeStory(SignedRecord):
    """One piece of work, from the first question to the day the child has the book."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="life_stories")
    episode = models.ForeignKey("casework.Episode", models.PROTECT, related_name="life_stories")
    title = models.CharField("what the book is called", max_length=120)
    why = models.CharField("why now, and for whom", max_length=300)
    begun_on = models.DateField()

    sensitivity_others = models.TextField("other people in it", blank=True)
    sensitivity_ready = models.TextField("how the child is prepared and held", blank=True)
    sensitivity_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sensitivity_at = models.DateTimeField(null=True, blank=True)

    handed_on = models.DateField("handed over on", null=True, blank=True)
    handed_to = models.CharField("to whom", max_length=120, blank=True)
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    childs_answer = models.TextField("what the child said about it", blank=True)
    copy_where = models.CharField("where the copy is kept", max_length=200, blank=True)

    objects = LifeStoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "life stories"
        ordering = ["-begun_on", "-created_at"]
        constraints = [
            *signed_constraints("casework_lifestory"),
            models.CheckConstraint(
                name="casework_lifestory_checked_by_another",
                condition=Q(sensitivity_by=None) | ~Q(sensitivity_by=models.F("author")),
                violation_error_message="Somebody else makes the sensitivity check.",
            ),
            models.CheckConstraint(
                name="casework_lifestory_signed_when_checked",
                condition=Q(countersigned_by=None) | Q(sensitivity_at__isnull=False),
                violation_error_message="Make the sensitivity check before you sign.",
            ),
            models.CheckConstraint(
                name="casework_lifestory_handed_over_whole",
                condition=Q(handed_on=None)
                | (Q(state=State.AUTHORISED) & ~Q(handed_to="") & ~Q(copy_where="")),
                violation_error_message=(
                    "An approved book is handed to somebody, and a copy is kept: say to whom and "
                    "where."
                ),
            ),
        ]
        indexes = [models.Index(fields=["child", "-begun_on"])]
        triggers = [locked_when_signed(still_open=AFTER_APPROVAL), only_known_moves()]

    def __str__(self) -> str:
        return f"Life story begun on {self.begun_on}"


class OfAStoryQuerySet(models.QuerySet):
    """Parts of a life story are seen by those who see the child."""

    def visible_to(self, person, on: date | None = None):
        return self.filter(story__child__in=visible_children(person, on))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class LifeStorySource(Versioned):
    """Somebody or something that may know a part of the story."""

    class Kind(models.TextChoices):
        FAMILY = "family", "Family"
        CARER = "carer", "Foster carer or adopter"
        FILE = "file", "Our own file"
        SCHOOL = "school", "School or nursery"
        HEALTH = "health", "Health: red book, hospital"
        COURT = "court", "Court papers"
        PLACE = "place", "A place to visit"
        OTHER = "other", "Somebody or something else"

    class Standing(models.TextChoices):
        TO_ASK = "to_ask", "To ask"
        ASKED = "asked", "Asked, waiting"
        GIVEN = "given", "Answered"
        NONE = "none", "Cannot or will not help"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    story = models.ForeignKey(LifeStory, models.PROTECT, related_name="sources")
    kind = models.CharField("what kind of source", max_length=10, choices=Kind)
    who = models.CharField("who or what", max_length=120)
    knows = models.CharField("what it can tell", max_length=300, blank=True)
    standing = models.CharField(
        "how far you are", max_length=10, choices=Standing, default=Standing.TO_ASK
    )
    answered_on = models.DateField(null=True, blank=True)

    objects = OfAStoryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        triggers = [locked_with("story")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class LifeStoryGap(Versioned):
    """What the child may ask and nobody has told yet; left open, it needs honest words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    story = models.ForeignKey(LifeStory, models.PROTECT, related_name="gaps")
    question = models.CharField("what is not known", max_length=300)
    tried = models.CharField("what you tried", max_length=300, blank=True)
    answer = models.TextField("what was found", blank=True)
    words_for_child = models.TextField("what the book tells the child about it", blank=True)

    objects = OfAStoryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        triggers = [locked_with("story")]

    def __str__(self) -> str:
        return f"Gap of {self.story_id}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class LifeStoryChapter(Versioned):
    """A chapter of the book, in words the child can read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    story = models.ForeignKey(LifeStory, models.PROTECT, related_name="chapters")
    position = models.PositiveSmallIntegerField("chapter", default=1)
    title = models.CharField("what the chapter is called", max_length=120)
    text = models.TextField("the chapter, as the child will read it", blank=True)
    childs_words = models.TextField("the child's own words in it", blank=True)

    objects = OfAStoryQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        triggers = [locked_with("story")]

    def __str__(self) -> str:
        return f"Chapter {self.position}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class LifeStoryPhoto(Versioned):
    """A photograph: whose it is, who is in it, and whether it may be used. No yes, no use."""

    class Permission(models.TextChoices):
        NOT_ASKED = "not_asked", "Not asked yet"
        YES = "yes", "Yes, it may be used"
        NO = "no", "No"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    story = models.ForeignKey(LifeStory, models.PROTECT, related_name="photos")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="+")
    caption = models.CharField(max_length=200, blank=True)
    who_is_in_it = models.CharField(max_length=200, blank=True)
    owner = models.CharField("whose photograph it is", max_length=120)
    permission = models.CharField(
        "may it be used", max_length=10, choices=Permission, default=Permission.NOT_ASKED
    )
    permission_from = models.CharField("who said so", max_length=120, blank=True)
    permission_on = models.DateField("when they said so", null=True, blank=True)
    chapter = models.ForeignKey(
        LifeStoryChapter, models.SET_NULL, null=True, blank=True, related_name="photos"
    )

    objects = OfAStoryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="casework_lifestory_photo_who_said_yes",
                condition=~Q(permission="yes")
                | (~Q(permission_from="") & Q(permission_on__isnull=False)),
                violation_error_message="Say who gave permission, and when.",
            )
        ]
        triggers = [locked_with("story")]

    def __str__(self) -> str:
        return f"Photograph of {self.story_id}"
