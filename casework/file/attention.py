"""What needs this reader's attention about this child, each with the one thing to do about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Person
from accounts.opening import may_open
from accounts.permissions import Permission
from casework.child.models import Child
from casework.child.people import MANAGERS
from casework.consent.ledger import Standing
from casework.decision.models import Decision
from casework.direct_work.models import DirectWorkSession
from casework.direct_work.visit.models import Visit
from casework.file.identity import (
    is_accountable,
    meetings_ahead,
    open_assessment,
    open_enquiry,
    waiting_version,
)
from casework.meeting.codes import CONFERENCES, Kind
from records.states import EDITABLE, State
from timescales.models import Deadline
from timescales.presenters import tag

# A clock speaks up when its tag does: overdue, due today, due soon.
URGENT_KINDS = frozenset({"red", "amber"})
CONSENT_ENDS_SOON = timedelta(days=14)
# A meeting other than a conference asks for its day when its last lawful one is this near.
BOOK_SOON = timedelta(days=14)


@dataclass(frozen=True)
class Point:
    """One sentence, the words in it that matter most, and one link that leads on."""

    text: str
    href: str = ""
    link: str = ""
    strong: str = ""
    kind: str = "red"


def points(
    *,
    person: Person,
    child: Child,
    on: date,
    now: datetime,
    deadlines: Iterable[Deadline],
    live: Iterable[DirectWorkSession],
    visits: Iterable[Visit],
    decisions: Iterable[Decision],
    consent: Standing | None,
) -> list[Point]:
    """Clocks first, then protection, assessment and plan, work that came back, consent, advice

    and own actions.
    """
    return [
        *_clocks(person, deadlines, now),
        *_enquiry(person, child, on),
        *_meetings(person, child, now),
        *_assessment(person, child, on),
        *_version(person, child, on),
        *_visits(person, child, visits, now),
        *_sessions(person, child, live, on),
        *_consent(person, child, consent, on),
        *_decisions(person, child, decisions, on),
    ]


def _clocks(person: Person, deadlines: Iterable[Deadline], now: datetime) -> Iterator[Point]:
    for deadline in deadlines:
        said = tag(deadline, now)
        if said.kind in URGENT_KINDS:
            words = f"{said.text[:1].lower()}{said.text[1:]}"
            path = deadline.path if may_open(person, deadline.path) else ""
            yield Point(f"{deadline.title}:", path, "Open it" if path else "", words, said.kind)


def _assessment(person: Person, child: Child, on: date) -> Iterator[Point]:
    """What the open assessment asks of this reader: an answer, a signature, an authorisation."""
    found = open_assessment(child, on) if person.may(Permission.ASSESSMENT_VIEW) else None
    if found is None:
        return
    page, mine = reverse("casework:assessment-detail", args=[found["id"]]), str(person.pk)
    state, is_author = found["state"], found["author"] == mine
    if state == State.RETURNED and is_author:
        yield Point("Your assessment came back with a comment.", page, "Read and reply")
    elif state == State.SUBMITTED and not is_author:
        if person.may(Permission.ASSESSMENT_COUNTERSIGN) and _answers(person, child, on):
            text = "The assessment waits for you to countersign."
            yield Point(text, page, "Read and sign", kind="amber")
    elif (
        state == State.COUNTERSIGNED
        and mine not in (found["author"], found["signer"])
        and person.may(Permission.ASSESSMENT_AUTHORISE)
        and person.role in MANAGERS
    ):
        text = "The assessment waits for you to authorise."
        yield Point(text, page, "Read and authorise", kind="amber")


def _enquiry(person: Person, child: Child, on: date) -> Iterator[Point]:
    """What the open enquiry asks of this reader: a part to write, an answer, an agreement."""
    found = open_enquiry(child, on) if person.may(Permission.PROTECTION_VIEW) else None
    if found is None:
        return
    page, mine = reverse("casework:enquiry-detail", args=[found["id"]]), str(person.pk)
    state, leads = found["state"], found["author"] == mine
    if state == State.RETURNED and leads:
        yield Point("Your conclusion of the enquiry came back with a comment.", page, "Read it")
    elif (
        state == State.COUNTERSIGNED
        and not leads
        and person.may(Permission.PROTECTION_AGREE)
        and person.role in MANAGERS
    ):
        text = "The section 47 enquiry is concluded and waits for you to agree."
        yield Point(text, page, "Read and agree")
    if state in EDITABLE and mine in found["unwritten"]:
        mine_to_write = found["unwritten"].count(mine)
        noun = "A part" if mine_to_write == 1 else f"{mine_to_write} parts"
        verb = "is" if mine_to_write == 1 else "are"
        text = f"{noun} of the section 47 enquiry {verb} yours to write."
        yield Point(text, page, "Write", kind="amber")


def _meetings(person: Person, child: Child, now: datetime) -> Iterator[Point]:
    """Meetings without a day whose limit comes near, and those nobody said a word of since."""
    on = localdate(now)
    if not person.may(Permission.MEETING_PLAN):
        return
    for row in meetings_ahead(child, on):
        page = reverse("casework:meeting-detail", args=[row["id"]])
        kind = Kind(row["kind"])
        if row["at"] is not None:
            at = datetime.fromisoformat(row["at"])
            if at < now and person.may(Permission.MEETING_HOLD):
                text = f"{kind.label} of {localdate(at):%-d %B}: was it held?"
                yield Point(text, page, "Say how it went", kind="amber")
        elif row["book_by"] is not None:
            book_by = date.fromisoformat(row["book_by"])
            if kind in CONFERENCES or book_by <= on + BOOK_SOON:
                text = f"{kind.label} has no day yet: hold it by {book_by:%-d %B}."
                plan = reverse("casework:meeting-plan", args=[row["id"]])
                yield Point(text, plan, "Name the day", kind="red" if book_by < on else "amber")


def _version(person: Person, child: Child, on: date) -> Iterator[Point]:
    """What a plan that was sent asks of this reader: a signature, or an authorisation."""
    found = waiting_version(child, on) if person.may(Permission.PLAN_VIEW) else None
    if found is None or str(person.pk) in (found["author"], found["signer"]):
        return
    page = reverse("casework:plan-version-detail", args=[found["id"]])
    if found["state"] == State.SUBMITTED:
        if person.may(Permission.PLAN_COUNTERSIGN) and _answers(person, child, on):
            yield Point("The plan waits for you to sign.", page, "Read and sign", kind="amber")
    elif person.may(Permission.PLAN_AUTHORISE) and person.role in MANAGERS:
        text = "The plan is signed and waits for you to authorise."
        yield Point(text, page, "Read and authorise", kind="amber")


def _sessions(
    person: Person, child: Child, live: Iterable[DirectWorkSession], on: date
) -> Iterator[Point]:
    may_sign = person.may(Permission.DIRECT_WORK_COUNTERSIGN) and _answers(person, child, on)
    for session in live:
        page = reverse("casework:session-detail", args=[session.pk])
        day = f"{session.happened_on:%-d %B}"
        if session.author_id == person.pk and session.state == State.RETURNED:
            yield Point(f"Your session of {day} came back with a comment.", page, "Read and reply")
        elif session.author_id == person.pk and session.state == State.DRAFT:
            form = reverse("casework:session-form", args=[session.pk])
            yield Point(f"Your session of {day} is not sent yet.", form, "Finish it", kind="amber")
        elif session.state == State.SUBMITTED and session.author_id != person.pk and may_sign:
            yield Point(
                f"{session.author.name} sent a session of {day} for you to sign.",
                page,
                "Read and sign",
                kind="amber",
            )
        if session.worry and session.author_id != person.pk:
            yield Point(f"{session.author.name} is worried after {day}.", page, "Read it now")


def _visits(
    person: Person, child: Child, visits: Iterable[Visit], now: datetime
) -> Iterator[Point]:
    signs = person.may(Permission.DIRECT_WORK_COUNTERSIGN)
    may_sign = signs and _answers(person, child, localdate(now))
    for visit in visits:
        page = reverse("casework:visit-detail", args=[visit.pk])
        mine, who = visit.author_id == person.pk, visit.author.name
        if visit.is_planned:
            if visit.planned_until and visit.planned_until <= now:
                day = f"{localdate(visit.planned_until):%-d %B}"
                yield Point(
                    f"Nobody has said how the visit of {day} went.", page, "Say how it went"
                )
            continue
        day = f"{visit.day:%-d %B}"
        if visit.outcome == Visit.Outcome.NOT_SEEN:
            text = f"{who} went on {day} and did not see {child.short_name}."
            yield Point(text, page, "See what is done about it")
        if mine and visit.state == State.RETURNED:
            yield Point(f"Your visit of {day} came back with a comment.", page, "Read and reply")
        elif mine and visit.state == State.DRAFT:
            yield Point(f"Your visit of {day} is not sent yet.", page, "Finish it", kind="amber")
        elif not mine and visit.state == State.SUBMITTED and may_sign:
            text = f"{who} sent a visit of {day} for you to sign."
            yield Point(text, page, "Read and sign", kind="amber")
        if visit.worry and not mine:
            yield Point(f"{who} is worried after the visit of {day}.", page, "Read it now")


def _consent(person: Person, child: Child, consent: Standing | None, on: date) -> Iterator[Point]:
    if consent is None or child.date_of_death:
        return
    may = person.may(Permission.CONSENT_RECORD)
    page = reverse("casework:consent-list", args=[child.pk])
    if not consent.is_in_place:
        yield Point(consent.sentence, page, "Record consent" if may else "See consent")
    elif consent.until and consent.until <= on + CONSENT_ENDS_SOON:
        text = f"Consent for one-to-one work ends on {consent.until:%-d %B}."
        yield Point(text, page, "Ask again" if may else "See consent", kind="amber")


def _decisions(
    person: Person, child: Child, decisions: Iterable[Decision], on: date
) -> Iterator[Point]:
    may_confirm = person.may(Permission.DECISION_CONFIRM) and _answers(person, child, on)
    for decision in decisions:
        page = reverse("casework:decision-detail", args=[decision.pk])
        if decision.is_advice and may_confirm:
            text = f"Advice from {decision.made_by.name} awaits your answer: “{decision.what}”."
            yield Point(text, page, "Confirm or decline", kind="amber")
        elif decision.owner_id == person.pk and decision.is_overdue(on):
            text = f"“{decision.what}” was yours to do by {decision.due_on:%-d %B}."
            yield Point(text, page, "Say what was done")


def _answers(person: Person, child: Child, on: date) -> bool:
    """Near enough for a reminder, without a query; the page behind the link asks exactly."""
    return person.role in MANAGERS or is_accountable(person, child, on)


def kind_of(found: list[Point]) -> str:
    """Red as soon as one thing is."""
    return "red" if any(point.kind == "red" for point in found) else "amber"


def as_context(found: list[Point]) -> dict[str, Any]:
    return {"points": found, "kind": kind_of(found)}
