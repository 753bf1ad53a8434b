"""What people know of a partner: details, contacts, days, and who says it is still so.

Whoever changes a fact says with it that the fact is true today: the change is a confirmation too.
"""

from datetime import date

from accounts.actions import written_by
from accounts.models import Person
from partners.models import Confirmation, ContactPerson, Fact, InsetDay, TermDate
from partners.models.confirmation import FACTS, Partner, kind_of

# A change of this column confirms this fact.
_FACT_OF_COLUMN = {
    "visiting_notes": Fact.VISITING,
    "ways_of_working": Fact.WAYS_OF_WORKING,
    "due_dates": Fact.DUE_DATES,
}
_LEADS = (ContactPerson.Role.DSL, ContactPerson.Role.DEPUTY_DSL)


def confirm(*, partner: Partner, fact: Fact | str, by: Person, on: date) -> Confirmation:
    """`by` says on `on` that the fact is still so. Twice on one day is once."""
    kind = kind_of(partner)
    if fact not in FACTS[kind]:
        raise ValueError(f"A {kind} has no fact called {fact}.")
    with written_by(by):
        same = Confirmation.objects.filter(**{kind: partner}, fact=fact, by=by, on=on).first()
        return same or Confirmation.objects.create(**{kind: partner}, fact=fact, by=by, on=on)


def save_partner(*, partner: Partner, by: Person, on: date) -> Partner:
    """A new or changed partner. A school's register facts come by import, not through here."""
    with written_by(by):
        before = type(partner).objects.select_for_update().filter(pk=partner.pk).first()
        partner.full_clean()
        partner.save()
        for column, fact in _FACT_OF_COLUMN.items():
            now = getattr(partner, column, "")
            if now and now != getattr(before, column, ""):
                confirm(partner=partner, fact=fact, by=by, on=on)
        return partner


def save_contact(*, contact: ContactPerson, by: Person, on: date) -> ContactPerson:
    """A new or changed contact, which confirms the fact the contact belongs to."""
    with written_by(by):
        contact.full_clean()
        contact.save()
        confirm(partner=contact.organisation, fact=_fact_of(contact), by=by, on=on)
        return contact


def add_term(*, term: TermDate, by: Person, on: date) -> TermDate:
    with written_by(by):
        term.full_clean()
        term.save()
        confirm(partner=term.school, fact=Fact.TERM_DATES, by=by, on=on)
        return term


def remove_term(*, term: TermDate, by: Person, on: date) -> None:
    with written_by(by):
        confirm(partner=term.school, fact=Fact.TERM_DATES, by=by, on=on)
        term.delete()


def add_inset_day(*, day: InsetDay, by: Person, on: date) -> InsetDay:
    with written_by(by):
        day.full_clean()
        day.save()
        confirm(partner=day.school, fact=Fact.INSET_DAYS, by=by, on=on)
        return day


def remove_inset_day(*, day: InsetDay, by: Person, on: date) -> None:
    with written_by(by):
        confirm(partner=day.school, fact=Fact.INSET_DAYS, by=by, on=on)
        day.delete()


def _fact_of(contact: ContactPerson) -> Fact:
    if contact.university_id:
        return Fact.TUTORS
    if contact.school_id and contact.role in _LEADS:
        return Fact.SAFEGUARDING_LEAD
    return Fact.CONTACTS
