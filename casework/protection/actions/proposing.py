"""The next meeting is proposed by the clock that runs towards it."""

from accounts.actions import written_by
from accounts.models import Person
from casework.episode.models import Episode
from casework.meeting.actions import propose_meeting
from casework.meeting.codes import CLOCKS, Kind
from casework.meeting.models import Meeting
from casework.protection.actions.episode import hold_in_need
from casework.protection.clocks import ROOT, SUBJECT
from casework.protection.codes import Finding
from casework.protection.models import Conference, Section47
from records.states import State
from timescales.models import Deadline

PROPOSED = (Kind.ICPC, Kind.CORE_GROUP, Kind.RCPC)
_KIND_OF = {code: kind for kind in PROPOSED for code in CLOCKS[kind]}


def propose_due(*, episode: Episode, by: Person) -> list[Meeting]:
    """Let a meeting stand ahead for every running clock that one stops, with its last lawful day.

    One that stands already learns of the day. An initial conference is proposed once the enquiry
    concluded that there is to be one.
    """
    with written_by(by):
        held = hold_in_need(episode)
        rows = Deadline.objects.open().of_roots(ROOT, [held.pk]).filter(subject_type=SUBJECT)
        found = []
        for clock in rows.filter(code__in=_KIND_OF).order_by("due_on"):
            kind = _KIND_OF[clock.code]
            enquiry = _to_be_conferred(held) if kind == Kind.ICPC else None
            if kind == Kind.ICPC and enquiry is None:
                continue
            meeting = propose_meeting(
                episode=held,
                kind=kind,
                by=by,
                last_lawful_on=clock.due_on,
                book_by=clock.book_by,
                why=clock.explanation,
            )
            if enquiry is not None:
                Conference.objects.get_or_create(
                    meeting=meeting,
                    defaults={
                        "episode": held,
                        "child": held.child,
                        "kind": kind,
                        "enquiry": enquiry,
                    },
                )
            found.append(meeting)
        return found


def _to_be_conferred(episode: Episode) -> Section47 | None:
    rows = Section47.objects.open().filter(episode=episode, finding=Finding.CONTINUING_RISK)
    return rows.filter(state__in=(State.COUNTERSIGNED, State.AUTHORISED)).first()
