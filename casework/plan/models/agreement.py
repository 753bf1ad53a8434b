"""Who agreed to what was written, and who was given it, how and in which language."""

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Person
from casework.child.models import visible_children
from casework.family.models import FamilyMember
from casework.plan.models.safety import SafetyPlan
from casework.plan.models.version import PlanVersion
from records.triggers import append_only

_ONE_PAPER = Q(version__isnull=False, safety_plan=None) | Q(version=None, safety_plan__isnull=False)


class Who(models.TextChoices):
    CHILD = "child", "The child"
    PARENT = "parent", "Parent or carer at home"
    ABSENT_PARENT = "absent_parent", "Parent who lives elsewhere"
    FAMILY = "family", "Somebody else in the family network"
    PROFESSIONAL = "professional", "Somebody from another service"


class OfAPaperQuerySet(models.QuerySet):
    def visible_to(self, person: Person, on: date | None = None):
        children = visible_children(person, on)
        return self.filter(
            Q(version__plan__child__in=children) | Q(safety_plan__child__in=children)
        )


class OfAPaper(models.Model):
    """Something said about one version of a plan, or about one safety plan."""

    append_only = True

    version = models.ForeignKey(
        PlanVersion, models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    safety_plan = models.ForeignKey(
        SafetyPlan, models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    who = models.CharField("who", max_length=20, choices=Who)
    name = models.CharField("name", max_length=120)
    member = models.ForeignKey(
        FamilyMember, models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


@pghistory.track()
class Agreement(OfAPaper):
    """One person's answer. A later one of the same person takes its place; both stay."""

    class Answer(models.TextChoices):
        YES = "yes", "Yes, agrees"
        NO = "no", "No, does not agree"
        COULD_NOT = "could_not", "Could not be asked, or could not answer"

    answer = models.CharField("does this person agree?", max_length=10, choices=Answer)
    why = models.CharField("why", max_length=300, blank=True)
    own_words = models.TextField("in their own words", blank=True)
    asked_on = models.DateField("asked on")

    objects = OfAPaperQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="casework_agreement_one_paper", condition=_ONE_PAPER),
            models.CheckConstraint(
                name="casework_agreement_says_why",
                condition=Q(answer="yes") | ~Q(why=""),
                violation_error_message="Say why not.",
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.get_answer_display()} on {self.asked_on}"


@pghistory.track()
class Sharing(OfAPaper):
    """A copy was given or read to somebody."""

    class How(models.TextChoices):
        IN_PERSON = "in_person", "Gone through in person"
        READ_OUT = "read_out", "Read out"
        POST = "post", "By post"
        SECURE_MAIL = "secure_mail", "By secure email"
        HANDED = "handed", "Handed over"

    class Interpreter(models.TextChoices):
        NOT_NEEDED = "not_needed", "Not needed"
        THERE = "there", "Booked, and was there"
        DID_NOT_COME = "did_not_come", "Booked, but did not come"
        DECLINED = "declined", "Offered, not wanted"

    shared_on = models.DateField("date")
    how = models.CharField("how", max_length=20, choices=How)
    language = models.CharField("language", max_length=60)
    interpreter = models.CharField(max_length=20, choices=Interpreter)
    easy_read = models.BooleanField("with the easy-read page", default=False)
    note = models.CharField(max_length=300, blank=True)

    objects = OfAPaperQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="casework_sharing_one_paper", condition=_ONE_PAPER)
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.get_how_display()} on {self.shared_on}"
