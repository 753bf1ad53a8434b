"""What a student wants to talk about: their half of the agenda."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Person
from supervision.models.session import SupervisionSession


class AgendaQuestionQuerySet(models.QuerySet["AgendaQuestion"]):
    def visible_to(self, person: Person, on: date | None = None) -> "AgendaQuestionQuerySet":
        """The student's own, and those of students who answer to this person."""
        on = on or timezone.localdate()
        return self.filter(student__in={person.pk, *person.reach(on).supervised})

    def open(self) -> "AgendaQuestionQuerySet":
        """Not yet talked about, or only in a session that is still a draft."""
        return self.filter(discussed_in=None)

    def of(self, student: Person) -> "AgendaQuestionQuerySet":
        return self.filter(student=student)


@pghistory.track()
class AgendaQuestion(models.Model):
    """One line for the next supervision, from the student to their practice educator."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.CharField("what you want to talk about", max_length=300)
    asked_at = models.DateTimeField()
    discussed_in = models.ForeignKey(
        SupervisionSession, models.PROTECT, null=True, related_name="questions"
    )

    objects = AgendaQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        indexes = [models.Index(fields=["student", "discussed_in"])]

    def __str__(self) -> str:
        return self.text
