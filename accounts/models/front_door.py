"""What happens at the door: links to set a password, and the log of refusals."""

import uuid

import pgtrigger
from django.db import models

from accounts.models.people import Person
from accounts.policies import refusals_seen_by


class PasswordLink(models.Model):
    """Somebody is to be sent a link to set their password. The link itself is not kept."""

    class Kind(models.TextChoices):
        RESET = "reset", "They asked for it"
        INVITATION = "invitation", "First sign-in"

    person = models.ForeignKey(Person, models.CASCADE, related_name="password_links")
    kind = models.CharField(max_length=20, choices=Kind)
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="accounts_passwordlink_waiting",
                condition=models.Q(sent_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} at {self.asked_at:%Y-%m-%d %H:%M}"


class RefusalQuerySet(models.QuerySet["Refusal"]):
    def visible_to(self, person: Person) -> "RefusalQuerySet":
        return self.filter(refusals_seen_by(person))


class Refusal(models.Model):
    """A door that stayed shut: who, which route, when. Never an address, a name or a typed word."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(db_index=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="refusals")
    route = models.CharField(max_length=100)
    method = models.CharField(max_length=10)
    status = models.PositiveSmallIntegerField()
    request_id = models.UUIDField(null=True)

    objects = RefusalQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "pk"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.status} at {self.route}"
