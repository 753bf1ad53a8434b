"""Questions about child protection that pages ask; each a constant number of queries."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Person
from casework.child.models import Child
from casework.child.people import accountable_workers, co_workers
from casework.episode.models import Episode
from casework.episode.people import managers_of_teams
from casework.meeting.codes import CONFERENCES, Kind
from casework.meeting.models import Meeting
from casework.meeting.reads import counted
from casework.plan.models import Plan
from casework.protection import policies
from casework.protection.clocks import ROOT, SUBJECT
from casework.protection.codes import Part
from casework.protection.models import EnquiryPart, Section47
from records.actions import record_type
from records.models import StateChange
from records.states import Move
from timescales.models import Deadline

# The meetings of a child protection story; what else is met about belongs to other wings.
OF_PROTECTION = (*sorted(CONFERENCES), Kind.STRATEGY, Kind.CORE_GROUP)


def meetings_of(person: Person, child_id: UUID) -> list[Meeting]:
    """Every meeting of the story with what it decided, the enquiry it began included: one query."""
    rows = Meeting.objects.visible_to(person).filter(child=child_id).of_kind(*OF_PROTECTION)
    return list(counted(rows.select_related("discussion__enquiry__author", "conference")))


def enquiry_ends(child: Child, on: date) -> list[date | None]:
    """The last day of each enquiry that ran on that day; None while it runs. For the ledger of
    consent, which has no reader."""
    rows = Section47.objects.filter(child=child, started_on__lte=on)
    rows = rows.filter(Q(ended_on=None) | Q(ended_on__gte=on))
    return list(rows.values_list("ended_on", flat=True))


def ahead_of(person: Person, child_id: UUID) -> list[Meeting]:
    rows = Meeting.objects.visible_to(person).filter(child=child_id).of_kind(*OF_PROTECTION)
    return list(counted(rows.ahead()).order_by("book_by", "pk"))


def plan_of(person: Person, child_id: UUID, on: date) -> Plan | None:
    """The child protection plan of that day, with its categories."""
    rows = Plan.objects.visible_to(person).filter(child=child_id).child_protection()
    return rows.current(on).with_categories().first()


def clocks_of(episode_ids: Iterable[UUID]) -> list[Deadline]:
    """What runs in these episodes, the most pressing first."""
    rows = Deadline.objects.open().of_roots(ROOT, list(episode_ids)).filter(subject_type=SUBJECT)
    return list(rows.with_rule().order_by("overdue_from"))


def running_in(episode_id: UUID) -> list[Deadline]:
    """Every clock that runs in this episode, whichever wing it belongs to."""
    rows = Deadline.objects.open().of_roots(ROOT, [episode_id])
    return list(rows.order_by("due_on", "title"))


def parts_of(enquiry: Section47) -> list[EnquiryPart]:
    """In the order in which an enquiry is told."""
    rows = {row.name: row for row in enquiry.parts.select_related("writer", "written_by")}
    return [rows[name] for name in Part.values if name in rows]


def workers_of(child_id: UUID, on: date) -> list[Person]:
    accountable = accountable_workers([child_id], on).get(child_id)
    return [*([accountable] if accountable else []), *co_workers([child_id], on)[child_id]]


def leads_for(episode: Episode, on: date) -> list[Person]:
    """Who may lead an enquiry here: the child's registered workers, then the team's managers."""
    managers = managers_of_teams({episode.team_id}, on)[episode.team_id]
    everyone = [*workers_of(episode.child_id, on), *managers]
    found = {
        row.pk: row
        for row in everyone
        if policies.may_lead(row.permissions, row.registration_number)
    }
    return list(found.values())


def writers_for(enquiry: Section47, on: date) -> list[Person]:
    """Who may be given a part: those who work with the child, and the lead."""
    everyone = [enquiry.lead, *workers_of(enquiry.child_id, on)]
    return list({row.pk: row for row in everyone}.values())


def latest_return(enquiry: Section47) -> StateChange | None:
    """The comment the conclusion came back with, while its lead works on it."""
    if not enquiry.is_editable:
        return None
    rows = StateChange.objects.filter(record_type=record_type(enquiry), record_id=enquiry.pk)
    return rows.filter(move=Move.RETURN).select_related("by").order_by("-at").first()


def open_enquiries(person: Person) -> QuerySet[Section47]:
    """Every open enquiry this person may read, the oldest first."""
    rows = Section47.objects.visible_to(person).open()
    return rows.select_related("child", "author").order_by("started_on", "pk")


def meetings_to_come(person: Person, until: datetime) -> QuerySet[Meeting]:
    """Neither held nor cancelled: without a day, passed in silence, or planned before `until`.

    Those without a day follow, by the day they must be held by; one query.
    """
    rows = Meeting.objects.visible_to(person).ahead()
    near = rows.filter(Q(planned_for=None) | Q(planned_for__lt=until))
    return near.select_related("child").order_by("planned_for", "book_by", "proposed_at", "pk")
