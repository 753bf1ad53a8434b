"""What happens to children outside the family: contexts, exploitation, missing episodes."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from accounts.models import Dated, Person, dates_in_order, in_force, whole_days
from casework.child.models import Child, visible_children
from casework.chronology.contexts import policies
from records.models import Versioned


class ContextQuerySet(models.QuerySet["Context"]):
    def visible_to(self, person: Person, on: date | None = None) -> "ContextQuerySet":
        """Contexts name no child and are shared by all who work with children."""
        return self if policies.shares_contexts(person.role) else self.none()

    def by_name(self) -> "ContextQuerySet":
        return self.order_by("name", "pk")


@pghistory.track()
class Context(Versioned):
    """A place, a group of people or an online space that matters to the safety of children."""

    class Kind(models.TextChoices):
        PLACE = "place", "Place"
        GROUP = "group", "Peer group"
        ONLINE = "online", "Online space"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    about = models.CharField("what is known of it", max_length=1000, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ContextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                "kind",
                name="casework_context_once",
                violation_error_message="There is one of this name already. Choose it instead.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ContextLinkQuerySet(models.QuerySet["ContextLink"]):
    def visible_to(self, person: Person, on: date | None = None) -> "ContextLinkQuerySet":
        return self.filter(child__in=visible_children(person, on))

    def in_force(self, on: date) -> "ContextLinkQuerySet":
        return self.filter(in_force(on))

    def about(self, child: Child) -> "ContextLinkQuerySet":
        """For callers that found the child in their scope already."""
        return self.filter(child=child)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ContextLink(Versioned, Dated):
    """A child spends time in a context, from one day to another. `why` says how we know."""

    class Bearing(models.TextChoices):
        PROTECTIVE = "protective", "Keeps the child safer"
        MIXED = "mixed", "Some of both"
        WORRYING = "worrying", "Adds to the worry"
        UNKNOWN = "unknown", "Not known yet"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    context = models.ForeignKey(Context, models.PROTECT, related_name="links")
    child = models.ForeignKey(Child, models.PROTECT, related_name="contexts")
    bearing = models.CharField(max_length=10, choices=Bearing, default=Bearing.UNKNOWN)
    part = models.CharField("the child's part in it", max_length=300, blank=True)

    objects = ContextLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("casework_contextlink"),
            ExclusionConstraint(
                name="casework_contextlink_once",
                expressions=[
                    ("context", RangeOperators.EQUAL),
                    ("child", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="The child is linked to it already on some of these days.",
            ),
        ]
        indexes = [models.Index(fields=["child", "-starts_on"])]

    def __str__(self) -> str:
        return f"Linked from {self.starts_on}"


class ExploitationQuerySet(models.QuerySet["Exploitation"]):
    def visible_to(self, person: Person, on: date | None = None) -> "ExploitationQuerySet":
        return self.filter(child__in=visible_children(person, on))

    def about(self, child: Child) -> "ExploitationQuerySet":
        return self.filter(child=child)

    def in_force(self, on: date) -> "ExploitationQuerySet":
        return self.filter(in_force(on))


@pghistory.track()
class Exploitation(Versioned, Dated):
    """A child is, or may be, exploited: since when, how, and what is done about it.

    What is done follows the county's four strands: prepare, prevent, protect, pursue.
    """

    class Kind(models.TextChoices):
        SEXUAL = "sexual", "Sexual exploitation"
        CRIMINAL = "criminal", "Criminal exploitation"
        COUNTY_LINES = "county_lines", "County lines"
        GANGS = "gangs", "Gangs or serious violence"
        TRAFFICKING = "trafficking", "Trafficking or modern slavery"
        ONLINE = "online", "Online exploitation"
        RADICALISATION = "radicalisation", "Radicalisation"

    class Level(models.TextChoices):
        EMERGING = "emerging", "Emerging"
        MODERATE = "moderate", "Moderate"
        SIGNIFICANT = "significant", "Significant"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="exploitation")
    kind = models.CharField(max_length=20, choices=Kind)
    level = models.CharField("risk", max_length=12, choices=Level)
    context = models.ForeignKey(
        Context, models.PROTECT, null=True, blank=True, related_name="exploitation"
    )
    what = models.CharField("what is known", max_length=1000)
    source = models.CharField("how we know", max_length=300)
    referred_on = models.DateField(
        "referred to the national referral mechanism on", null=True, blank=True
    )
    prepare = models.CharField(max_length=500, blank=True)
    prevent = models.CharField(max_length=500, blank=True)
    protect = models.CharField(max_length=500, blank=True)
    pursue = models.CharField(max_length=500, blank=True)

    objects = ExploitationQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "exploitation"
        ordering = ["-starts_on"]
        constraints = [
            dates_in_order("casework_exploitation"),
            models.CheckConstraint(
                name="casework_exploitation_ended_with_reason",
                condition=Q(ends_on=None) | ~Q(why=""),
                violation_error_message="Say why it has ended.",
            ),
            ExclusionConstraint(
                name="casework_exploitation_once",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This is recorded already for some of these days.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.starts_on}"


class MissingEpisodeQuerySet(models.QuerySet["MissingEpisode"]):
    def visible_to(self, person: Person, on: date | None = None) -> "MissingEpisodeQuerySet":
        return self.filter(child__in=visible_children(person, on))

    def about(self, child: Child) -> "MissingEpisodeQuerySet":
        return self.filter(child=child)

    def still_missing(self) -> "MissingEpisodeQuerySet":
        return self.filter(found_at=None)


@pghistory.track()
class MissingEpisode(Versioned):
    """A child went missing, from when to when, who was told, and the talk after the return."""

    class From(models.TextChoices):
        HOME = "home", "Home"
        CARE = "care", "A foster or children's home"
        SCHOOL = "school", "School"
        OTHER = "other", "Somewhere else"

    class Interview(models.TextChoices):
        NOT_OFFERED = "", "Not offered yet"
        ACCEPTED = "accepted", "Offered and accepted"
        DECLINED = "declined", "Offered and declined"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="missing")
    missing_from = models.DateTimeField("missing since")
    found_at = models.DateTimeField("back since", null=True, blank=True)
    from_where = models.CharField(max_length=10, choices=From)
    reported_at = models.DateTimeField("reported to the police", null=True, blank=True)
    police_reference = models.CharField(max_length=60, blank=True)
    what = models.CharField("what is known", max_length=1000)
    context = models.ForeignKey(
        Context, models.PROTECT, null=True, blank=True, related_name="missing"
    )
    interview = models.CharField(max_length=10, choices=Interview, blank=True)
    offered_on = models.DateField("interview offered on", null=True, blank=True)
    held_at = models.DateTimeField("interview held", null=True, blank=True)
    interviewer = models.CharField(max_length=120, blank=True)
    declined_why = models.CharField(max_length=300, blank=True)
    learned = models.CharField("what the child said", max_length=2000, blank=True)

    objects = MissingEpisodeQuerySet.as_manager()

    class Meta:
        ordering = ["-missing_from"]
        constraints = [
            models.CheckConstraint(
                name="casework_missing_found_after_going",
                condition=Q(found_at=None) | Q(found_at__gte=F("missing_from")),
                violation_error_message="The child is back before they went missing.",
            ),
            models.CheckConstraint(
                name="casework_missing_reported_after_going",
                condition=Q(reported_at=None) | Q(reported_at__gte=F("missing_from")),
                violation_error_message="Reported to the police before the child went missing.",
            ),
            models.CheckConstraint(
                name="casework_missing_interview_offered",
                condition=Q(interview="", offered_on=None)
                | (~Q(interview="") & Q(offered_on__isnull=False)),
                violation_error_message="Say when the interview was offered, and the answer.",
            ),
            models.CheckConstraint(
                name="casework_missing_interview_after_return",
                condition=Q(held_at=None)
                | Q(interview="accepted", found_at__isnull=False, held_at__gte=F("found_at")),
                violation_error_message=(
                    "The interview is held after the child is back and has accepted it."
                ),
            ),
            models.CheckConstraint(
                name="casework_missing_declined_with_reason",
                condition=~Q(interview="declined") | ~Q(declined_why=""),
                violation_error_message="Say why the interview was declined.",
            ),
            models.UniqueConstraint(
                fields=["child"],
                name="casework_missing_one_at_a_time",
                condition=Q(found_at=None),
                violation_error_message="This child is recorded as missing already.",
            ),
        ]
        indexes = [models.Index(fields=["child", "-missing_from"])]

    def __str__(self) -> str:
        return f"Missing from {self.missing_from:%Y-%m-%d}"
