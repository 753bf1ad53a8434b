"""Who said that a fact about a partner is still true, and when."""

import pghistory
from django.conf import settings
from django.db import models

from accounts.models import Checked
from partners.models.contact import ORGANISATIONS, exactly_one
from partners.models.organisation import Agency, University
from partners.models.school import School


class Fact(models.TextChoices):
    """What can go stale. Which ones a partner has is in `FACTS`."""

    CONTACTS = "contacts", "Contacts"
    SAFEGUARDING_LEAD = "safeguarding_lead", "Safeguarding lead"
    VISITING = "visiting", "Visiting notes"
    TERM_DATES = "term_dates", "Term dates"
    INSET_DAYS = "inset_days", "INSET days"
    TUTORS = "tutors", "Tutors"
    WAYS_OF_WORKING = "ways_of_working", "Ways of working"
    DUE_DATES = "due_dates", "What is due when"


FACTS: dict[str, tuple[Fact, ...]] = {
    "school": (
        Fact.SAFEGUARDING_LEAD,
        Fact.CONTACTS,
        Fact.TERM_DATES,
        Fact.INSET_DAYS,
        Fact.VISITING,
    ),
    "university": (Fact.TUTORS, Fact.WAYS_OF_WORKING, Fact.DUE_DATES),
    "agency": (Fact.CONTACTS,),
}

Partner = School | University | Agency


def kind_of(partner: Partner) -> str:
    """`school`, `university` or `agency`: the name of the foreign key that points at it."""
    return type(partner).__name__.lower()


@pghistory.track()
class Confirmation(Checked):
    """One confirmation of one fact; the newest one counts, the older ones stay."""

    school = models.ForeignKey(
        School, models.CASCADE, null=True, blank=True, related_name="confirmations"
    )
    university = models.ForeignKey(
        University, models.CASCADE, null=True, blank=True, related_name="confirmations"
    )
    agency = models.ForeignKey(
        Agency, models.CASCADE, null=True, blank=True, related_name="confirmations"
    )
    fact = models.CharField(max_length=20, choices=Fact)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="partners_confirmation_of_exactly_one",
                condition=exactly_one(*ORGANISATIONS),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_fact_display()} confirmed {self.on:%-d %B %Y}"
