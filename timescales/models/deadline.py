"""A clock that runs for one subject, derived from facts. Nobody types its due date."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

import pghistory
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import JSONObject
from django.utils import timezone

from accounts.models import Checked, Person
from timescales import registry
from timescales.calendars import LazyCalendar, calendar_with
from timescales.clock import Calendar, start_of
from timescales.models.holiday import ExtraHoliday
from timescales.models.rule import ClockRule

OPEN = Q(met_on=None, cancelled_at=None)


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def open(self) -> "DeadlineQuerySet":
        """Neither met nor cancelled; paused ones included."""
        return self.filter(OPEN)

    def running(self) -> "DeadlineQuerySet":
        return self.open().filter(paused_since=None)

    def paused(self) -> "DeadlineQuerySet":
        return self.open().exclude(paused_since=None)

    def overdue(self, on: date | datetime) -> "DeadlineQuerySet":
        """Open and past: for a day, due before it; for an instant, to the minute."""
        now = on if isinstance(on, datetime) else start_of(on)
        return self.running().filter(overdue_from__lte=now)

    def due_within(self, days: int, on: date) -> "DeadlineQuerySet":
        """Open, not overdue, and due in at most `days` calendar days from `on`."""
        return self.running().filter(due_on__gte=on, due_on__lte=on + timedelta(days=days))

    def due_until(self, last: date, on: date) -> "DeadlineQuerySet":
        """Open, not overdue, and due on or before the day `last`."""
        return self.running().filter(due_on__gte=on, due_on__lte=last)

    def late(self) -> "DeadlineQuerySet":
        """Met after it was due: a breach that calls for its reason."""
        return self.filter(met_on__gt=F("due_on"), cancelled_at=None)

    def of_roots(
        self, root_type: str, root_ids: Collection[UUID] | models.QuerySet[Any, Any]
    ) -> "DeadlineQuerySet":
        """For callers that scoped the roots already."""
        return self.filter(root_type=root_type, root_id__in=root_ids)

    def visible_to(self, person: Person) -> "DeadlineQuerySet":
        """Those whose child or placement the person may see, as the rooms above answer it."""
        scope = Q(pk__in=[])
        for root_type in registry.root_types():
            roots: Any = registry.roots_of(person, root_type)
            if roots is None:
                asked = self.order_by().filter(root_type=root_type)
                roots = registry.visible_roots(
                    person, root_type, set(asked.values_list("root_id", flat=True))
                )
            scope |= Q(root_type=root_type, root_id__in=roots)
        return self.filter(scope)

    def with_rule(self) -> "DeadlineQuerySet":
        """With rule and owner, and the extra holidays its words are counted with."""
        told = JSONObject(date="date", name="name", is_removed="is_removed")
        extra = ArraySubquery(ExtraHoliday.objects.order_by().values(told=told))
        return self.select_related("rule", "owner").annotate(extra_holidays=extra)

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh:
            rows = [row for row in self._result_cache or () if isinstance(row, Deadline)]
            shared = _shared_calendar(rows)
            for row in rows:
                row.lazy_calendar = shared


def _shared_calendar(rows: "Sequence[Deadline]") -> LazyCalendar:
    """One reading of the extra holidays for all rows of one list: it came with them, or is done
    when the first row asks."""
    told = getattr(rows[0], "extra_holidays", None) if rows else None
    if told is None:
        return LazyCalendar()
    return LazyCalendar(
        calendar_with(
            (date.fromisoformat(one["date"]), one["name"], one["is_removed"]) for one in told
        )
    )


@pghistory.track(exclude=["told_round", "told_stage", "told_at", "explanation", "refreshed_at"])
class Deadline(Checked):
    """One deadline. `due_on` is always the local day; `due_at` the instant, for rules in hours."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rule = models.ForeignKey(ClockRule, models.PROTECT, related_name="deadlines", db_index=False)
    code = models.CharField("rule", max_length=20)
    stage = models.PositiveSmallIntegerField(default=0)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    key = models.CharField(max_length=100)
    root_type = models.CharField(max_length=40)
    root_id = models.UUIDField()
    reference = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    path = models.CharField(max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="deadlines",
        db_index=False,
    )
    starts_on = models.DateField()
    starts_at = models.DateTimeField(null=True)
    limit = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20, choices=ClockRule.UNIT_CHOICES)
    due_on = models.DateField()
    due_at = models.DateTimeField(null=True)
    book_by = models.DateField()
    warn_from = models.DateTimeField()
    overdue_from = models.DateTimeField()
    explanation = models.TextField()
    met_on = models.DateField(null=True)
    met_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    paused_since = models.DateField(null=True)
    is_silent = models.BooleanField("tells nobody yet", default=False)
    told_round = models.PositiveSmallIntegerField("how often it began anew", default=0)
    told_stage = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    refreshed_at = models.DateTimeField()

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["overdue_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="timescales_deadline_once",
                fields=["subject_type", "subject_id", "code", "key"],
            ),
            models.CheckConstraint(
                name="timescales_due_not_before_start", condition=Q(due_on__gte=F("starts_on"))
            ),
        ]
        indexes = [
            models.Index(
                name="timescales_deadline_root",
                fields=["root_type", "root_id", "overdue_from"],
            ),
            models.Index(
                name="timescales_deadline_owner", fields=["owner", "overdue_from"], condition=OPEN
            ),
            models.Index(name="timescales_deadline_due", fields=["overdue_from"], condition=OPEN),
            models.Index(
                name="timescales_deadline_to_tell",
                fields=["warn_from"],
                condition=OPEN & Q(paused_since=None, is_silent=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.title}"

    @property
    def is_open(self) -> bool:
        return self.met_on is None and self.cancelled_at is None

    @property
    def is_late(self) -> bool:
        """Met, but after it was due."""
        if self.due_at is not None and self.met_at is not None:
            return self.met_at > self.due_at
        return self.met_on is not None and self.met_on > self.due_on

    @cached_property
    def lazy_calendar(self) -> LazyCalendar:
        return LazyCalendar()

    @property
    def calendar(self) -> Calendar:
        """The calendar to count in; shared by the rows of one list."""
        return self.lazy_calendar.calendar

    def is_overdue(self, now: datetime | None = None) -> bool:
        return self.is_open and self.overdue_from <= (now or timezone.now())


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class DeadlineCopy(models.Model):
    """Someone who is told as well once it is overdue: a co-worker, a practice educator."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="copies")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="timescales_copied_once", fields=["deadline", "person"])
        ]

    def __str__(self) -> str:
        return f"copy of {self.deadline_id}"
