"""Who is at which school on which days, and what a drop-in was about. No child is named here."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Checked, Dated, Person, dates_in_order, in_force, whole_days
from partners.models import School
from schools import policies

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
MOST_PEOPLE = 60


class SchoolWorkQuerySet(models.QuerySet):
    def visible_to(self, person: Person, on: date | None = None) -> "SchoolWorkQuerySet":
        on = on or timezone.localdate()
        return self.filter(policies.school_work(person, person.reach(on))).distinct()

    def current(self, on: date) -> "SchoolWorkQuerySet":
        return self.filter(in_force(on))


@pghistory.track()
class SchoolLink(Dated):
    """A student or practice educator is at this school on these days of the week."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="school_links"
    )
    school = models.ForeignKey(School, models.PROTECT, related_name="links")
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="days of the week",
        error_messages={"blank": "Choose at least one school day."},
    )

    objects = SchoolWorkQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            dates_in_order("schools_schoollink"),
            models.CheckConstraint(
                name="schools_link_weekdays",
                condition=Q(weekdays__contained_by=[0, 1, 2, 3, 4], weekdays__len__gt=0),
                violation_error_message="Choose at least one school day.",
            ),
            ExclusionConstraint(
                name="schools_link_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("school", RangeOperators.EQUAL),
                    (whole_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person is already linked to that school then.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.school}"

    @property
    def days_text(self) -> str:
        return ", ".join(WEEKDAYS[day] for day in sorted(self.weekdays))


@pghistory.track()
class DropIn(Checked):
    """One drop-in at a school: when, who came, what it was about, what followed; counts alone."""

    class Who(models.TextChoices):
        PUPIL = "pupil", "Pupil"
        GROUP = "group", "Group of pupils"
        PARENT = "parent", "Parent or carer"
        STAFF = "staff", "School staff"

    class Theme(models.TextChoices):
        FRIENDSHIP = "friendship", "Friendships and bullying"
        ONLINE = "online", "Life online"
        FAMILY = "family", "Home and family"
        FEELINGS = "feelings", "Feelings and coping"
        SAFETY = "safety", "Feeling safe"
        EXPLOITATION = "exploitation", "Exploitation"
        SCHOOL = "school", "Attendance and learning"
        ADVICE = "advice", "Advice to staff"
        OTHER = "other", "Something else"

    class Action(models.TextChoices):
        LISTENED = "listened", "Listened"
        ADVISED = "advised", "Gave advice"
        SIGNPOSTED = "signposted", "Pointed to another service"
        TOLD_LEAD = "told_lead", "Told the safeguarding lead"
        REQUEST = "request", "Made a request for POP work"
        FRONT_DOOR = "front_door", "Rang the Family Front Door"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="drop_ins")
    school = models.ForeignKey(School, models.PROTECT, related_name="drop_ins")
    happened_on = models.DateField("day")
    at = models.TimeField("time")
    who = models.CharField(max_length=10, choices=Who)
    people = models.PositiveSmallIntegerField(
        "how many people",
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)],
    )
    theme = models.CharField(max_length=15, choices=Theme)
    action = models.CharField(max_length=15, choices=Action)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SchoolWorkQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-at", "pk"]
        indexes = [models.Index(fields=["school", "-happened_on"])]
        constraints = [
            models.CheckConstraint(
                name="schools_drop_in_people",
                condition=Q(people__gte=1, people__lte=MOST_PEOPLE),
                violation_error_message="Between 1 and 60 people.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_theme_display()}, {self.happened_on:%-d %B %Y}"
