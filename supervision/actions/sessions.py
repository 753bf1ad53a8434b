"""A session: begin, write, ask the student, answer; and what the two agreed to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person, ReportingLine, in_force
from accounts.reporting import managers_of
from casework.child.models import Child
from casework.decision.actions import record_decision
from notices.actions import notify, withdraw_about
from notices.models import Notice, Urgency
from records.actions import NotAllowed
from records.conflicts import Conflict, lock_for_edit, save_next_version
from supervision import policies
from supervision.models import (
    AgendaQuestion,
    AgreedAction,
    CaseDiscussion,
    LearningPart,
    SupervisionSession,
    WellbeingPart,
)
from supervision.states import MOVES, Move, State

SOURCE = "supervision.session"


@dataclass(frozen=True, kw_only=True)
class CaseText:
    """What was said about one child, as the form gives it."""

    child: Child
    discussed: str = ""
    what: str = ""
    why: str = ""
    owner: Person | None = None
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ActionText:
    """One thing agreed to do, as the form gives it; `pk` where it stands in the draft already."""

    pk: UUID | None = None
    text: str
    owner: Person
    due_on: date | None = None


@transaction.atomic
def start_session(
    *,
    student: Person,
    held_on: date,
    by: Person,
    kind: str = SupervisionSession.Kind.PLANNED,
    is_missed: bool = False,
    missed_why: str = "",
    on: date | None = None,
) -> SupervisionSession:
    """A draft between `by` and a student who answers to them. Raises NotAllowed."""
    on = on or timezone.localdate()
    lines = ReportingLine.objects.filter(in_force(on), person=student, answers_to=by)
    if not lines.exists():
        raise NotAllowed(f"{student.name} does not answer to you today.")
    return SupervisionSession.objects.create(
        student=student,
        practice_educator=by,
        held_on=held_on,
        kind=kind,
        is_missed=is_missed,
        missed_why=missed_why.strip() if is_missed else "",
    )


@transaction.atomic
def save_session(
    *,
    session: SupervisionSession,
    began_from: int,
    by: Person,
    header: Mapping[str, Any],
    wellbeing: Mapping[str, Any],
    learning: Mapping[str, Any],
    cases: Sequence[CaseText],
    actions: Sequence[ActionText],
) -> SupervisionSession:
    """Write the draft and its parts; nothing leaves it. Raises Conflict, NotAllowed."""
    row = _open_draft(session, began_from, by)
    for name, value in header.items():
        setattr(row, name, value)
    save_next_version(row)
    WellbeingPart.objects.update_or_create(session=row, defaults=dict(wellbeing))
    LearningPart.objects.update_or_create(session=row, defaults=dict(learning))
    _write_cases(row, cases, by)
    _write_actions(row, actions)
    return row


def _open_draft(session: SupervisionSession, began_from: int, by: Person) -> SupervisionSession:
    row = lock_for_edit(
        SupervisionSession.objects.with_people(), pk=session.pk, began_from=began_from
    )
    if not policies.writes(row, by):
        raise NotAllowed("Only the practice educator who held the session writes its record.")
    if not row.is_draft:
        raise NotAllowed("This record was sent to the student. Take it back to change it.")
    return row


def _write_cases(session: SupervisionSession, cases: Sequence[CaseText], by: Person) -> None:
    """Replace what was said, child by child.

    What has crossed to a child's file stays as it is, and so does what `by` cannot see any more.
    """
    wanted = {case.child.pk: case for case in cases}
    kept = {row.child_id: row for row in session.cases.all()}
    open_to_writer = set(
        Child.objects.visible_to(by).filter(pk__in={*wanted, *kept}).values_list("pk", flat=True)
    )
    if not open_to_writer.issuperset(wanted):
        raise NotAllowed("One of these children is not open to you.")
    for child_id, row in kept.items():
        if child_id in open_to_writer - wanted.keys() and row.decision_id is None:
            row.delete()
    for position, (child_id, case) in enumerate(wanted.items()):
        row = kept.get(child_id) or CaseDiscussion(session=session, child=case.child)
        if row.decision_id is not None:
            continue
        row.position, row.discussed = position, case.discussed
        row.what, row.why = case.what, case.why
        row.owner, row.due_on = case.owner, case.due_on
        row.save()


def _write_actions(session: SupervisionSession, actions: Sequence[ActionText]) -> None:
    """Replace what was agreed; what was carried over from before is never dropped."""
    kept: dict[UUID | None, AgreedAction] = {row.pk: row for row in session.actions.all()}
    wanted = {action.pk for action in actions}
    for pk, row in kept.items():
        if pk not in wanted and row.carried_from_id is None:
            row.delete()
    for position, action in enumerate(actions):
        row = kept.get(action.pk) or AgreedAction(session=session)
        row.position, row.text = position, action.text
        row.owner, row.due_on = action.owner, action.due_on
        row.save()


@transaction.atomic
def ask_to_agree(
    *, session: SupervisionSession, by: Person, began_from: int, on: date | None = None
) -> SupervisionSession:
    """Send the record to the student; each case decision crosses to its child's file now.

    A decision that crossed before, when the record was sent and taken back, does not cross again.
    Raises Conflict, NotAllowed, and what `record_decision` raises.
    """
    on = on or timezone.localdate()
    row = _open_draft(session, began_from, by)
    _check_complete(row, on)
    _cross_decisions(row, by, on)
    row.asked_at = timezone.now()
    _move(row, Move.ASK)
    _tell_of_risk(row, on)
    notify(
        recipient=row.student,
        key=f"supervision.ask.{row.pk}.{row.lock_version}",
        line=f"{row}: {by.name} asks you to agree the record.",
        path=path_of(row),
        about_id=row.pk,
        root_type=SOURCE,
        root_id=row.pk,
    )
    return row


def _check_complete(session: SupervisionSession, on: date) -> None:
    if session.held_on > on:
        raise NotAllowed("The date is still to come: send the record once you have met.")
    if not session.is_missed and session.minutes is None:
        raise NotAllowed("Say how long the session was before you send it.")


def _cross_decisions(session: SupervisionSession, by: Person, on: date) -> None:
    for case in session.cases.select_related("child", "owner"):
        if case.decision_id is not None or not case.has_decision:
            continue
        if not (case.what and case.why and case.owner and case.due_on):
            raise NotAllowed(
                f"{case.child.short_name}: a decision has its reason, who does it and by when."
            )
        case.decision = record_decision(
            child=case.child,
            what=case.what,
            why=case.why,
            owner=case.owner,
            due_on=case.due_on,
            by=by,
            source_type=SOURCE,
            source_id=session.pk,
            on=on,
        )
        case.save()


def _tell_of_risk(session: SupervisionSession, on: date) -> None:
    if not WellbeingPart.objects.filter(session=session, is_risk=True).exists():
        return
    for manager in managers_of([session.student_id], on)[session.student_id]:
        notify(
            recipient=manager,
            key=f"supervision.risk.{session.pk}",
            line=f"A risk was recorded in the supervision of {session.student.name}.",
            path=path_of(session),
            urgency=Urgency.URGENT,
            root_type=SOURCE,
            root_id=session.pk,
        )


@transaction.atomic
def take_back(*, session: SupervisionSession, by: Person) -> SupervisionSession:
    """Back to a draft before the student has answered. Raises NotAllowed."""
    row = locked(session)
    if not policies.writes(row, by):
        raise NotAllowed("Only the practice educator who held the session writes its record.")
    row.asked_at = None
    _move(row, Move.TAKE_BACK)
    withdraw_about(about=[row.pk], why=Notice.Withdrawn.SETTLED)
    return row


@transaction.atomic
def agree(
    *, session: SupervisionSession, by: Person, began_from: int | None = None
) -> SupervisionSession:
    """The student agrees; the record is locked. Raises Conflict, NotAllowed."""
    return _answer(session, Move.AGREE, "", by, began_from)


@transaction.atomic
def see_differently(
    *, session: SupervisionSession, says: str, by: Person, began_from: int | None = None
) -> SupervisionSession:
    """The student says how they see it; both stand, and the record is locked.

    Raises Conflict, NotAllowed.
    """
    if not says.strip():
        raise NotAllowed("Say how you see it.")
    return _answer(session, Move.SEE_DIFFERENTLY, says.strip(), by, began_from)


def _answer(
    session: SupervisionSession, move: Move, says: str, by: Person, began_from: int | None
) -> SupervisionSession:
    row = locked(session)
    if began_from is not None and row.lock_version != began_from:
        raise Conflict(row)
    if not policies.answers(row, by):
        raise NotAllowed("Only the student of this session answers it.")
    row.answered_at, row.student_says = timezone.now(), says
    _move(row, move)
    withdraw_about(about=[row.pk], why=Notice.Withdrawn.SETTLED)
    answer = "agreed the record" if move == Move.AGREE else "sees it differently"
    notify(
        recipient=row.practice_educator,
        key=f"supervision.answer.{row.pk}",
        line=f"{row}: {row.student.name} {answer}.",
        path=path_of(row),
        root_type=SOURCE,
        root_id=row.pk,
    )
    return row


def locked(session: SupervisionSession) -> SupervisionSession:
    """The session's row with its people, locked until commit."""
    rows = SupervisionSession.objects.select_for_update(of=("self",)).with_people()
    return rows.get(pk=session.pk)


def _move(row: SupervisionSession, move: Move) -> None:
    state = State(row.state)
    if (state, move) not in MOVES:
        raise NotAllowed(
            f"This record is now “{state.label}”, so “{move.label}” is not possible any more."
        )
    row.state = MOVES[state, move]
    save_next_version(row)


@transaction.atomic
def settle_action(
    *, action: AgreedAction, state: str, by: Person, on: date | None = None
) -> AgreedAction:
    """Done, or no longer needed. Raises NotAllowed."""
    row = _open_action(action, by)
    return _settle(row, AgreedAction.State(state), by, on)


@transaction.atomic
def carry_over(
    *, action: AgreedAction, into: SupervisionSession, by: Person, on: date | None = None
) -> AgreedAction:
    """Put an open action on the record of a later session. Raises NotAllowed."""
    into = locked(into)
    row = _open_action(action, by)
    if not policies.writes(into, by) or not into.is_draft or into.student != row.session.student:
        raise NotAllowed("An action is carried into your own draft of the same student.")
    if row.session_id == into.pk:
        raise NotAllowed("This action is in this session already.")
    _settle(row, AgreedAction.State.CARRIED, by, on)
    return AgreedAction.objects.create(
        session=into,
        position=into.actions.count(),
        text=row.text,
        owner=row.owner,
        due_on=row.due_on,
        carried_from=row,
    )


def _open_action(action: AgreedAction, by: Person) -> AgreedAction:
    rows = AgreedAction.objects.select_for_update(of=("self",)).select_related("session__student")
    row = rows.get(pk=action.pk)
    if by.pk not in {row.session.student_id, row.session.practice_educator_id}:
        raise NotAllowed("Only the two who agreed it can settle it.")
    if not row.is_open:
        raise NotAllowed(f"This action is already “{row.get_state_display().lower()}”.")
    return row


def _settle(
    row: AgreedAction, state: AgreedAction.State, by: Person, on: date | None
) -> AgreedAction:
    row.state, row.settled_by, row.settled_on = state, by, on or timezone.localdate()
    row.save()
    return row


@transaction.atomic
def ask_question(*, text: str, by: Person) -> AgendaQuestion:
    """A student puts something on the agenda of their next supervision."""
    return AgendaQuestion.objects.create(student=by, text=text.strip(), asked_at=timezone.now())


@transaction.atomic
def mark_discussed(
    *, question: AgendaQuestion, session: SupervisionSession, by: Person
) -> AgendaQuestion:
    """It was talked about in this draft. Raises NotAllowed."""
    session = locked(session)
    if not policies.writes(session, by) or not session.is_draft:
        raise NotAllowed("Only your own draft can take up a question.")
    row = AgendaQuestion.objects.select_for_update().get(pk=question.pk)
    if row.student_id != session.student_id or row.discussed_in_id is not None:
        raise NotAllowed("This question is not open any more.")
    row.discussed_in = session
    row.save()
    return row


def path_of(session: SupervisionSession) -> str:
    return reverse("supervision:session-detail", args=[session.pk])
