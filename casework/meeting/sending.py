"""What to look at twice before papers go out, one warning a person; few queries for a list."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Max

from casework.family.models import HouseholdMember
from casework.meeting.models import Invitee
from partners.models import Confirmation, ContactPerson


def warnings(invitees: Iterable[Invitee], on: date) -> dict[UUID, str]:
    """What is doubtful about each, by the invitee's id. Give them with their sources joined in."""
    rows = list(invitees)
    fresh = _confirmed([row.contact for row in rows if row.contact], on)
    hidden = _hidden([row.relationship.member_id for row in rows if row.relationship], on)
    return {row.pk: words for row in rows if (words := _doubt(row, fresh, hidden, on))}


def _doubt(row: Invitee, fresh: set[UUID], hidden: set[UUID], on: date) -> str:
    if row.contact is not None:
        return _about_contact(row.contact, fresh)
    if row.relationship is not None:
        member, ended = row.relationship.member, row.relationship.ended_on
        if member.date_of_death is not None:
            return "has died"
        if member.contact_withheld or member.pk in hidden:
            return "address or number is given to nobody: hand the papers over yourself"
        return "no longer belongs to the family" if ended and ended <= on else ""
    if row.person is not None:
        return "" if row.person.may_sign_in(on) else "no longer works here"
    return "" if row.side == "child" else "not in the directory: check the address twice"


def _about_contact(contact: ContactPerson, fresh: set[UUID]) -> str:
    if not contact.is_current:
        return "no longer there, says the directory"
    if not contact.email:
        return "no e-mail address in the directory"
    organisation = contact.school_id or contact.agency_id or contact.university_id
    days = settings.PARTNER_FACT_STALE_DAYS
    return "" if organisation in fresh else f"not confirmed for {days} days: ask before sending"


def _hidden(member_ids: Collection[UUID], on: date) -> set[UUID]:
    """Members of the family who live where nobody may know."""
    rows = HouseholdMember.objects.in_force(on).filter(
        member__in=member_ids, household__withheld=True
    )
    return set(rows.values_list("member_id", flat=True)) if member_ids else set()


def _confirmed(contacts: Iterable[ContactPerson], on: date) -> set[UUID]:
    """Organisations somebody confirmed lately."""
    known = list(contacts)
    if not known:
        return set()
    rows = Confirmation.objects.order_by().values("school_id", "agency_id", "university_id")
    asked = rows.filter(school__in=[row.school_id for row in known if row.school_id]) | rows.filter(
        agency__in=[row.agency_id for row in known if row.agency_id]
    )
    since = on - timedelta(days=settings.PARTNER_FACT_STALE_DAYS)
    return {
        row["school_id"] or row["agency_id"] or row["university_id"]
        for row in asked.annotate(last=Max("on"))
        if row["last"] >= since
    }
