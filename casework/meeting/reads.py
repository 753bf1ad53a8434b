"""Questions about meetings that pages ask; each a constant number of queries."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, Value, When

from accounts.models import Person, in_force
from accounts.reporting import answers_to_chain
from casework.child.models import Child, Involvement
from casework.decision.models import Decision, DecisionQuerySet
from casework.decision.reads import open_for
from casework.family.models import Relationship
from casework.meeting.actions import SOURCE
from casework.meeting.codes import CLOCKS, PRESENT, Side
from casework.meeting.lawful import ROOT
from casework.meeting.models import Invitee, Meeting, MeetingQuerySet, Minutes
from partners.models import ContactPerson
from records.actions import record_type
from records.models import StateChange
from records.states import Move, State
from timescales.models import Deadline

# The accountable worker comes first, as the names of the roles sort.
WORKERS = (Involvement.Role.ACCOUNTABLE, Involvement.Role.CO_WORKER)


def of_child(person: Person, child_id: UUID) -> MeetingQuerySet:
    """The child's meetings this person may read, each with how many were there."""
    return counted(Meeting.objects.visible_to(person).filter(child=child_id))


def counted(rows: MeetingQuerySet) -> MeetingQuerySet:
    """Each with how many were asked and how many were there, as a row of a list says it."""
    there = Q(invitees__attendance__in=sorted(PRESENT))
    return rows.annotate(asked=Count("invitees"), there=Count("invitees", filter=there))


def clocks_of(meetings: Iterable[Meeting]) -> dict[UUID, Deadline]:
    """The open clock each of these meetings stops, by the meeting's id; one query."""
    ahead = [meeting for meeting in meetings if meeting.is_ahead]
    wanted = {code for meeting in ahead for code in CLOCKS.get(meeting.kind, ())}
    if not wanted:
        return {}
    roots = {meeting.episode_id for meeting in ahead}
    rows = Deadline.objects.open().of_roots(ROOT, roots).filter(code__in=wanted).with_rule()
    first: dict[tuple[UUID, str], Deadline] = {}
    for row in rows.order_by("due_on"):
        first.setdefault((row.root_id, row.code), row)
    return {
        meeting.pk: first[meeting.episode_id, code]
        for meeting in ahead
        for code in CLOCKS.get(meeting.kind, ())
        if (meeting.episode_id, code) in first
    }


def agreed_at(meeting: Meeting) -> DecisionQuerySet:
    """What was agreed at this meeting, done or not."""
    rows = Decision.objects.filter(source_type=SOURCE, source_id=meeting.pk)
    return rows.with_people()


def still_open_before(meeting: Meeting) -> DecisionQuerySet:
    """Open actions about the child from elsewhere: what the agenda begins with."""
    rows = open_for([meeting.child_id])
    return rows.exclude(source_type=SOURCE, source_id=meeting.pk)


def invitees_of(meeting: Meeting) -> QuerySet[Invitee]:
    """Everybody on the list, the child and the family first, with where they are known from."""
    first = Case(
        When(side=Side.CHILD, then=Value(0)),
        When(side=Side.FAMILY, then=Value(1)),
        When(side=Side.SOCIAL_CARE, then=Value(2)),
        default=Value(3),
    )
    rows = meeting.invitees.annotate(first=first).order_by("first", "side", "name", "pk")
    return rows.select_related("contact", "relationship__member", "person")


def family_of(child: Child, person: Person, on: date) -> list[Relationship]:
    rows = Relationship.objects.visible_to(person).filter(child=child).current(on)
    return list(rows.filter(member__date_of_death=None).select_related("member"))


def workers_of(child_id: UUID, on: date) -> list[Person]:
    """The accountable worker, those beside them, and whom these answer to."""
    carrying = Involvement.objects.filter(in_force(on), child=child_id).exclude(person=None)
    rows = carrying.filter(role__in=WORKERS).select_related("person").order_by("role", "starts_on")
    working = [row.person for row in rows if row.person is not None]
    above = answers_to_chain([person.pk for person in working], on).values()
    everyone = [*working, *(person for chain in above for person in chain)]
    return list({person.pk: person for person in everyone}.values())


def nearest_first(contacts: QuerySet[ContactPerson], child: Child) -> QuerySet[ContactPerson]:
    """The child's own school, then the agencies, then other schools."""
    rank = Case(
        *([When(school=child.school_id, then=Value(0))] if child.school_id else []),
        When(agency__isnull=False, then=Value(1)),
        default=Value(2),
    )
    return contacts.annotate(rank=rank).order_by("rank", "agency__kind", "name", "pk")


def latest_return(minutes: Minutes) -> StateChange | None:
    """The comment the minutes came back with, while their author works on it."""
    if minutes.state != State.RETURNED:
        return None
    rows = StateChange.objects.filter(record_type=record_type(minutes), record_id=minutes.pk)
    return rows.filter(move=Move.RETURN).select_related("by").order_by("-at").first()
