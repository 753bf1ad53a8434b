"""Who is asked, and who gets the papers."""

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import ValidationError

from accounts.actions import written_by
from accounts.models import Person
from accounts.permissions import Permission
from casework.family.models import Relationship
from casework.meeting.actions.base import ask, hold, moment_in_words, tell_invited
from casework.meeting.codes import (
    Side,
)
from casework.meeting.models import Invitee, Meeting, SendListCheck
from casework.meeting.words import office_of, side_of
from partners.models import ContactPerson


def invite(
    *,
    meeting: Meeting,
    by: Person,
    contact: ContactPerson | None = None,
    relationship: Relationship | None = None,
    person: Person | None = None,
    name: str = "",
    office: str = "",
    side: str = "",
) -> Invitee:
    """Ask one person: from the directory, of the family, of the portal, the child, or by name."""
    with written_by(by):
        ask(by, Permission.MEETING_PLAN)
        meeting = hold(meeting)
        if relationship is not None and relationship.child_id != meeting.child_id:
            raise ValidationError({"relationship": "That is not this child's family."})
        if side == Side.CHILD:
            name = meeting.child.full_name
        source = contact or relationship or person
        invitee = Invitee(
            meeting=meeting,
            contact=contact,
            relationship=relationship,
            person=person,
            side=side or side_of(source),
            name=(name or _name_of(source)).strip(),
            office=(office or office_of(source)).strip(),
            added_by=by,
        )
        invitee.full_clean()
        invitee.save(force_insert=True)
        if meeting.is_planned and meeting.planned_for is not None:
            tell_invited(
                meeting, by, f"planned for {moment_in_words(meeting.planned_for)}", [invitee]
            )
        return invitee


def uninvite(*, invitee: Invitee, by: Person) -> None:
    """Take somebody off the list before the meeting."""
    with written_by(by):
        ask(by, Permission.MEETING_PLAN)
        hold(invitee.meeting)
        invitee.delete()


def check_send_list(
    *, meeting: Meeting, sent_to: Collection[UUID], by: Person, left_out_why: str = ""
) -> SendListCheck:
    """Who gets the papers and who does not, looked at name by name before anything goes out."""
    with written_by(by):
        ask(by, Permission.MEETING_PLAN)
        everyone = set(meeting.invitees.values_list("pk", flat=True))
        chosen = everyone & set(sent_to)
        check = SendListCheck(
            meeting=meeting,
            sent_to=sorted(map(str, chosen)),
            left_out=sorted(map(str, everyone - chosen)),
            left_out_why=left_out_why.strip(),
            by=by,
        )
        check.full_clean(exclude=["sent_to", "left_out"])
        if check.left_out and not check.left_out_why:
            raise ValidationError({"left_out_why": "Say why somebody gets no papers."})
        check.save(force_insert=True)
        return check


def _name_of(source: ContactPerson | Relationship | Person | None) -> str:
    if isinstance(source, Relationship):
        return source.member.full_name
    return source.name if source else ""
