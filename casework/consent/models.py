"""The consent ledger: answers, withdrawals, lawful exceptions; nothing is rewritten."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Checked, Dated, Person, dates_in_order
from casework.child.models import Child, visible_children
from casework.consent import codes
from records.triggers import append_only


class OfAChildQuerySet(models.QuerySet):
    def visible_to(self, person: Person, on: date | None = None):
        """Rows about children whose record you may open."""
        return self.filter(child__in=visible_children(person, on))


class ConsentEntryQuerySet(OfAChildQuerySet):
    def still_held(self) -> "ConsentEntryQuerySet":
        """A yes that nobody took back, whether or not its last day has passed."""
        return self.filter(answer=codes.Answer.YES, withdrawal=None)


@pghistory.track()
class ConsentEntry(Checked):
    """One person's answer about one activity with one child."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="consents")
    activity = models.CharField(max_length=20, choices=codes.Activity)
    giver_kind = models.CharField("who answered", max_length=20, choices=codes.GiverKind)
    giver_name = models.CharField(
        "their name", max_length=120, help_text="As the child would say it, such as Mum."
    )
    answer = models.CharField(max_length=10, choices=codes.Answer)
    given_on = models.DateField("date of the answer")
    expires_on = models.DateField("last day it holds", null=True, blank=True)
    method = models.CharField("how they answered", max_length=12, choices=codes.Method)
    capacity_basis = models.CharField(
        "why their answer counts", max_length=10, choices=codes.Capacity
    )
    evidence = models.TextField("what was explained and said", max_length=3000, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ConsentEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-recorded_at"]
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                name="casework_consent_dates_in_order",
                condition=Q(expires_on=None) | Q(expires_on__gte=F("given_on")),
                violation_error_message="It ends before it was given.",
            ),
            models.CheckConstraint(
                name="casework_consent_giver_named",
                condition=~Q(giver_name=""),
                violation_error_message="Say who answered.",
            ),
            models.CheckConstraint(
                name="casework_consent_capacity_of_giver",
                condition=Q(
                    giver_kind="child",
                    capacity_basis__in=["assent", "gillick", "sixteen", "in_doubt"],
                )
                | Q(
                    giver_kind__in=["parent_carer", "person_with_pr"],
                    capacity_basis__in=["pr", "carer", "in_doubt"],
                ),
                violation_error_message="That does not fit who answered.",
            ),
        ]
        indexes = [models.Index(fields=["child", "activity", "-given_on"])]

    def __str__(self) -> str:
        return f"{self.get_answer_display()} on {self.given_on}"


@pghistory.track()
class ConsentWithdrawal(models.Model):
    """An answer taken back, from a day on. It stops future work, not the record already kept."""

    append_only = True

    entry = models.OneToOneField(ConsentEntry, models.PROTECT, related_name="withdrawal")
    withdrawn_on = models.DateField()
    why = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Withdrawn on {self.withdrawn_on}"


@pghistory.track()
class ConsentException(Dated):
    """A lawful ground to go on without the usual agreement, named by a registered worker."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="consent_exceptions")
    activity = models.CharField(max_length=20, choices=codes.Activity)
    basis = models.CharField(max_length=10, choices=codes.Basis)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OfAChildQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            dates_in_order("casework_consentexception"),
            models.CheckConstraint(
                name="casework_consentexception_explained",
                condition=~Q(why=""),
                violation_error_message="Say why, in a sentence that someone else can check.",
            ),
        ]
        indexes = [models.Index(fields=["child", "activity"])]

    def __str__(self) -> str:
        return f"{self.get_basis_display()} from {self.starts_on}"
