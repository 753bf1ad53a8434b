"""How enquiries and conferences are shown, and what is the next lawful step."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from accounts.permissions import Permission
from casework.child.models import Child
from casework.meeting import presenters as meeting_words
from casework.meeting.codes import Kind
from casework.meeting.models import Meeting
from casework.plan.codes import Category
from casework.plan.models import Plan
from casework.protection.codes import Follows
from casework.protection.models import Conference, EnquiryPart, Section47, StrategyDiscussion
from casework.protection.waiting import Waiting
from records.states import State
from timescales.models import Deadline
from timescales.presenters import Tag, tag

FAR_AHEAD = date.max
QUEUE_HEAD = ("Child", "Enquiry", "Led by", "Conference due", "Where it stands")
MEETING_HEAD = ("Child", "Meeting", "To be held by", "")
PASSED_HEAD = ("Child", "Meeting", "Was planned for", "")
COMING_HEAD = ("Child", "Meeting", "When", "Chair")
WAITING_HEAD = ("Child", "What", "By", "Waits for you")


def what_moves(before: Iterable[Deadline], after: Iterable[Deadline]) -> Iterator[str]:
    """What an answer would do to the clocks: one sentence for each that begins, moves or stops."""
    was = {(row.subject_id, row.code, row.key): row for row in before}
    will = {(row.subject_id, row.code, row.key): row for row in after}
    for key, row in will.items():
        due, old = f"{row.due_on:%A %-d %B %Y}", was.get(key)
        if old is None:
            yield f"{row.title}: due {due}."
        elif old.due_on != row.due_on:
            yield f"{row.title}: due {due} instead of {old.due_on:%A %-d %B %Y}."
    for key, row in was.items():
        if key not in will:
            yield f"{row.title}, due {row.due_on:%A %-d %B %Y}: this clock stops."


def enquiry_tag(enquiry: Section47) -> Tag:
    if enquiry.icpc_not_required:
        return Tag("Ended, no conference required", "grey")
    if enquiry.ended_on is not None:
        return Tag("Ended with its conference", "green")
    if enquiry.state == State.AUTHORISED:
        return Tag("Conference awaited", "amber")
    if enquiry.state == State.COUNTERSIGNED:
        return Tag("Waits for a manager to agree", "amber")
    if enquiry.state == State.RETURNED:
        return Tag("Came back to its lead", "red")
    return Tag("Open", "blue")


def part_tag(part: EnquiryPart) -> Tag:
    if part.is_accepted:
        return Tag("Taken over", "green")
    if not part.text:
        return Tag("Not written yet", "grey")
    if part.accepted_at is not None:
        return Tag("Changed since it was taken over", "amber")
    return Tag("For the lead to read", "amber")


def category_of(plan: Plan | None) -> str:
    """The latest category of abuse, as a word inside a sentence."""
    if plan is None or not plan.latest_category:
        return ""
    return str(Category(plan.latest_category).label).lower()


def discussion_tag(discussion: StrategyDiscussion) -> Tag:
    if discussion.meeting.cancelled_on is not None:
        return Tag("Cancelled", "grey")
    return Tag("Held", "green") if discussion.held_on else Tag("To be held", "amber")


@dataclass(frozen=True)
class Story:
    """The meetings of a child sorted by what they are to the reader, each list the latest first."""

    ahead: list[Meeting]
    discussions: list[StrategyDiscussion]
    enquiries: list[Section47]
    conferences: list[Conference]
    core_groups: list[Meeting]


def story_of(meetings: Iterable[Meeting]) -> Story:
    """Meetings with their discussion, its enquiry and their conference joined in."""
    rows = list(meetings)
    discussions = [row.discussion for row in rows if hasattr(row, "discussion")]
    enquiries = [row.enquiry for row in discussions if hasattr(row, "enquiry")]
    conferences = [row.conference for row in rows if hasattr(row, "conference")]
    held = [row for row in conferences if row.held_on is not None]
    return Story(
        ahead=sorted(
            (row for row in rows if row.is_ahead), key=lambda row: row.book_by or FAR_AHEAD
        ),
        discussions=sorted(discussions, key=lambda row: row.arose_on, reverse=True),
        enquiries=sorted(enquiries, key=lambda row: row.started_on, reverse=True),
        conferences=sorted(held, key=lambda row: row.held_on or FAR_AHEAD, reverse=True),
        core_groups=sorted(
            (row for row in rows if row.kind == Kind.CORE_GROUP and row.held_on),
            key=lambda row: row.held_on or FAR_AHEAD,
            reverse=True,
        ),
    )


def next_step(
    person: Person,
    enquiries: Iterable[Section47],
    ahead: Iterable[Meeting],
) -> dict[str, str] | None:
    """The one lawful step this reader may take now; None where it is not theirs."""
    for enquiry in enquiries:
        if not enquiry.is_open:
            continue
        page = reverse("casework:enquiry-detail", args=[enquiry.pk])
        agrees = person.may(Permission.PROTECTION_AGREE) and enquiry.author_id != person.pk
        if enquiry.state == State.COUNTERSIGNED and agrees:
            return {"text": "Read and agree the conclusion", "href": page}
        if enquiry.is_editable:
            return {"text": "Go on with the enquiry", "href": page}
    for meeting in ahead:
        if meeting.is_proposed and person.may(Permission.MEETING_PLAN):
            kind = meeting.get_kind_display()
            page = reverse("casework:meeting-plan", args=[meeting.pk])
            return {"text": f"Name a day: {kind[:1].lower()}{kind[1:]}", "href": page}
    return None


def discussion_facts(discussion: StrategyDiscussion) -> list[dict[str, Any]]:
    told = [
        ("What gave reason to suspect harm", discussion.concern),
        ("The reason arose", f"{discussion.arose_on:%-d %B %Y}"),
        ("Other children in the household", discussion.other_children),
        ("Went on without one of the three", discussion.missing_agency_why),
        ("Decided", discussion.get_threshold_display()),
        ("Why", discussion.threshold_why),
        ("Single or joint", discussion.get_conduct_display()),
        ("Who is seen and spoken to", discussion.interviews),
        ("Medical", _noted(discussion.get_medical_display(), discussion.medical_note)),
        ("How the child is safe meanwhile", discussion.safety),
        (
            "What the parents are told",
            _noted(discussion.get_parents_told_display(), discussion.parents_told_note),
        ),
    ]
    return [{"key": key, "value": value} for key, value in told if value]


def enquiry_facts(enquiry: Section47) -> list[dict[str, Any]]:
    seen = ""
    if enquiry.child_seen_on:
        alone = "alone" if enquiry.child_seen_alone == "yes" else "not alone"
        by = enquiry.child_seen_by.name if enquiry.child_seen_by else ""
        seen = f"{enquiry.child_seen_on:%-d %B %Y} by {by}, {alone}"
    told = [
        ("Begun", f"{enquiry.started_on:%A %-d %B %Y}, at the strategy discussion"),
        ("Led by", enquiry.lead.name),
        ("Single or joint", enquiry.get_conduct_display()),
        ("The child was seen", seen),
        ("The child was not seen", enquiry.child_not_seen_why),
        ("Found", enquiry.get_finding_display()),
        ("Why", enquiry.finding_why),
        ("What follows", [str(Follows(value).label) for value in enquiry.follows]),
        ("Concluded", f"{enquiry.concluded_on:%-d %B %Y}" if enquiry.concluded_on else ""),
        ("Agreed by", enquiry.authorised_by.name if enquiry.authorised_by else ""),
        (
            "Conference not required",
            _noted(f"{enquiry.not_required_on:%-d %B %Y}", enquiry.not_required_why)
            if enquiry.not_required_on
            else "",
        ),
    ]
    return [{"key": key, "value": value} for key, value in told if value]


def conference_facts(conference: Conference) -> list[dict[str, Any]]:
    told = [
        ("Decided", conference.get_decided_display()),
        ("Category of abuse", conference.get_category_display()),
        ("Why", conference.why),
        ("Did not agree", conference.dissent),
        (
            "The family had the report",
            f"{conference.report_shared_on:%-d %B %Y}" if conference.report_shared_on else "",
        ),
        ("Moved from", conference.moved_from),
        (
            "We were told of the move",
            f"{conference.notified_on:%-d %B %Y}" if conference.notified_on else "",
        ),
    ]
    return [{"key": key, "value": value} for key, value in told if value]


def queue_rows(
    enquiries: Iterable[Section47], clocks: Mapping[UUID, Deadline], now: datetime
) -> list[list[Any]]:
    """Open enquiries; `clocks` gives the conference's clock by the episode's id."""
    rows = []
    for enquiry in enquiries:
        clock = clocks.get(enquiry.episode_id)
        said, stands = tag(clock, now) if clock else None, enquiry_tag(enquiry)
        rows.append(
            [
                _who(enquiry.child, reverse("casework:enquiry-detail", args=[enquiry.pk])),
                f"since {enquiry.started_on:%-d %b %Y}",
                enquiry.lead.name,
                {
                    "text": f"{clock.due_on:%-d %b %Y}" if clock else "",
                    "tag": said.text if said else "",
                    "kind": said.kind if said else "grey",
                },
                {"tag": stands.text, "kind": stands.kind},
            ]
        )
    return rows


def meeting_rows(
    meetings: Iterable[Meeting], link: str, on: date, *, may_plan: bool
) -> list[list[Any]]:
    rows = []
    for meeting in meetings:
        page = reverse("casework:meeting-detail", args=[meeting.pk])
        planned = meeting.planned_for and timezone.localdate(meeting.planned_for)
        day = planned or meeting.book_by
        late = "That day has passed" if not planned and day and day < on else ""
        rows.append(
            [
                _who(meeting.child, page),
                meeting.get_kind_display(),
                {"text": f"{day:%-d %b %Y}" if day else "No day set", "tag": late, "kind": "red"},
                {"text": link, "href": page} if may_plan else "",
            ]
        )
    return rows


def coming_rows(meetings: Iterable[Meeting]) -> list[list[Any]]:
    return [
        [
            _who(meeting.child, reverse("casework:meeting-detail", args=[meeting.pk])),
            meeting.get_kind_display(),
            meeting_words.when(meeting),
            meeting.chair,
        ]
        for meeting in meetings
    ]


def waiting_rows(papers: Iterable[Waiting]) -> list[list[Any]]:
    return [
        [
            _who(paper.child, paper.href),
            paper.what,
            paper.author,
            {"tag": paper.asks.capitalize(), "kind": "amber", "hint": _since(paper)},
        ]
        for paper in papers
    ]


def _since(paper: Waiting) -> str:
    return f"since {timezone.localdate(paper.since):%-d %B}" if paper.since else ""


def _who(child: Child, href: str) -> dict[str, str]:
    return {"text": child.short_name, "href": href, "hint": child.reference}


def since_in_words(day: date, on: date) -> str:
    days = (on - day).days
    return f"since {day:%-d %B %Y}, {days} {'day' if days == 1 else 'days'}"


def _noted(text: str, note: str) -> str:
    return f"{text}. {note}" if text and note else text
