"""A child referred onward to another agency, with the pack that went along and the reply."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Person
from casework.child.models import Child, visible_children
from casework.episode.models import Episode
from records.models import Versioned


class OnwardReferralQuerySet(models.QuerySet["OnwardReferral"]):
    def visible_to(self, person: Person, on: date | None = None) -> "OnwardReferralQuerySet":
        return self.filter(child__in=visible_children(person, on))

    def unanswered(self) -> "OnwardReferralQuerySet":
        return self.filter(state=OnwardReferral.State.SENT)


@pghistory.track()
class OnwardReferral(Versioned):
    """What we asked of another agency. Its pack is frozen as it was sent."""

    class State(models.TextChoices):
        SENT = "sent", "Waiting for a reply"
        ACCEPTED = "accepted", "Accepted"
        REJECTED = "rejected", "Rejected"
        REVOKED = "revoked", "Taken back by us"

    class Basis(models.TextChoices):
        CONSENT = "consent", "Consent to share information is in place"
        SAFEGUARDING = "safeguarding", "Needed to keep the child safe; consent not asked or refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="onward_referrals")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="onward_referrals")
    agency = models.ForeignKey("partners.Agency", models.PROTECT, related_name="+")
    asked_on = models.DateField("date of the referral")
    purpose = models.TextField("what help is asked for", max_length=2000)
    basis = models.CharField("why we may share", max_length=12, choices=Basis)
    basis_note = models.CharField(max_length=300, blank=True)
    pack = models.JSONField(default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=State, default=State.SENT)
    settled_on = models.DateField("date of the reply", null=True, blank=True)
    replied_by = models.CharField("who replied", max_length=120, blank=True)
    reply = models.TextField("what they said, or why we took it back", max_length=2000, blank=True)

    objects = OnwardReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                name="casework_onward_settled_whole",
                condition=Q(state="sent", settled_on=None, reply="", replied_by="")
                | (
                    Q(state__in=["accepted", "rejected"], settled_on__isnull=False)
                    & ~Q(reply="")
                    & ~Q(replied_by="")
                )
                | (Q(state="revoked", settled_on__isnull=False, replied_by="") & ~Q(reply="")),
                violation_error_message="A reply has a date, a name and words.",
            ),
            models.CheckConstraint(
                name="casework_onward_replied_after_asking",
                condition=Q(settled_on=None) | Q(settled_on__gte=models.F("asked_on")),
                violation_error_message="The reply is dated before the referral.",
            ),
            models.CheckConstraint(
                name="casework_onward_basis_explained",
                condition=Q(basis="consent") | ~Q(basis_note=""),
                violation_error_message="Say why it is shared without consent.",
            ),
        ]
        indexes = [models.Index(fields=["child", "-asked_on"])]

    def __str__(self) -> str:
        return f"Onward referral of {self.asked_on}"
