"""What becomes of a student's open work when they stop: answered, passed on, or left as a task."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.reporting import managers_of
from casework.child.models import Child
from casework.child.people import accountable_workers, answered_by
from casework.decision.actions import NotOpen, drop_decision, redecide
from casework.decision.models import Decision
from casework.direct_work.visit.actions import call_off_for_worker, hand_over_visit
from casework.direct_work.visit.models import Visit
from casework.episode.actions import allocate_co_worker, end_allocation
from casework.episode.models import Allocation
from notices.actions import NewNotice, notify_many
from placements.change.models import WorkAnswer
from placements.change.open_work import Answer, Kind, OpenWork, open_work
from placements.models.placement import PracticePlacement
from placements.subjects import PLACEMENT
from records.actions import NotAllowed

ONE_DAY = timedelta(days=1)
MORNING = time(7)


@dataclass(frozen=True)
class Answered:
    """What was said about one piece of work."""

    answer: str
    to: Person | None = None
    note: str = ""


def answer_work(
    *,
    placement: PracticePlacement,
    answers: Mapping[UUID, Answered],
    last_day: date,
    comes_back: bool,
    why: str,
    on: date,
    by: Person,
) -> None:
    """Every piece of open work gets its answer, and what is passed on or ends does so now.

    Raises ValidationError beside `answer_<number>` where one is missing. What belongs to a child
    whom `by` does not answer for is told to the worker who does.
    """
    with written_by(by):
        work = open_work([placement.student_id])[placement.student_id]
        ours = set(
            answered_by(by, on)
            .filter(pk__in={one.child_id for one in work})
            .values_list("pk", flat=True)
        )
        asked = {
            one.record_id: one.answers(comes_back=comes_back, answers_for=ours) for one in work
        }
        _all_answered(work, asked, answers)
        given = {one.record_id: answers[one.record_id] for one in work if asked[one.record_id]}
        for one in work:
            if one.record_id in given:
                _carry_out(one, given[one.record_id], placement, last_day, why, on, by)
        _tell_who_answers([one for one in work if one.record_id not in given], placement, on)
        if any(one.answer == Answer.FINISH for one in given.values()) or len(given) < len(work):
            _tell_of_leftovers(placement, last_day, on)


def forget_answers(*, placement: PracticePlacement, by: Person) -> None:
    """The student is back: what was to wait or to be finished is theirs again."""
    with written_by(by):
        rows = WorkAnswer.objects.filter(placement=placement)
        rows.exclude(answer__in=WorkAnswer.SETTLES).delete()


def settle_leftover(
    *, placement: PracticePlacement, work: OpenWork, note: str, on: date, by: Person
) -> WorkAnswer:
    """Somebody saw to what was left, and says what came of it."""
    with written_by(by):
        if by.pk == placement.student_id:
            raise PermissionDenied("What a student left is seen to by their educator or manager.")
        if not note.strip():
            raise ValidationError({"note": "Say what came of it."})
        found = WorkAnswer.objects.select_for_update().filter(
            placement=placement, record_id=work.record_id
        ).first() or WorkAnswer(placement=placement, record_id=work.record_id)
        found.kind, found.answer, found.passed_to = work.kind, Answer.SETTLED, None
        found.note, found.by, found.on = note.strip(), by, on
        found.full_clean()
        found.save()
        return found


# What the actions are made of


def field_of(record_id: UUID) -> str:
    """The name under which a form asks about one piece of work."""
    return f"answer_{record_id.hex}"


def person_field_of(record_id: UUID) -> str:
    return f"to_{record_id.hex}"


def _all_answered(
    work: list[OpenWork],
    asked: Mapping[UUID, list[Answer]],
    answers: Mapping[UUID, Answered],
) -> None:
    errors = {}
    for one in work:
        may, given = asked[one.record_id], answers.get(one.record_id)
        if not may:
            continue
        if given is None or given.answer not in may:
            errors[field_of(one.record_id)] = "Say what becomes of this."
        elif given.answer == Answer.PASS and given.to is None:
            errors[person_field_of(one.record_id)] = "Say who takes it on."
    if errors:
        raise ValidationError(errors)


def _carry_out(
    work: OpenWork,
    given: Answered,
    placement: PracticePlacement,
    last_day: date,
    why: str,
    on: date,
    by: Person,
) -> None:
    try:
        _DEEDS.get(work.kind, _passes_by_itself)(work, given, last_day, why, on, by)
    except ValidationError as error:
        raise ValidationError({field_of(work.record_id): error.messages}) from error
    except (NotAllowed, NotOpen) as error:
        # Somebody was quicker while this form was open.
        raise ValidationError({field_of(work.record_id): f"{error}. Look again."}) from error
    found = WorkAnswer.objects.filter(
        placement=placement, record_id=work.record_id
    ).first() or WorkAnswer(placement=placement, record_id=work.record_id)
    found.kind, found.answer = work.kind, given.answer
    found.passed_to = given.to if given.answer == Answer.PASS else None
    found.note, found.by, found.on = given.note, by, on
    found.full_clean()
    found.save()


def _passes_by_itself(
    work: OpenWork, given: Answered, last_day: date, why: str, on: date, by: Person
) -> None:
    """A draft stays what it is, its author's; who goes on with the work is told where it lies."""
    if given.answer != Answer.PASS or given.to is None:
        return
    if not Child.objects.visible_to(given.to).filter(pk=work.child_id).exists():
        raise ValidationError(f"{given.to} does not work with this child.")
    child = Child.objects.get(pk=work.child_id)
    notify_many(
        [
            NewNotice(
                recipient_id=given.to.pk,
                key=f"placements.passed {work.record_id} {on}",
                line=f"{child.reference}: {work.words.lower()}. You go on with it.",
                path=reverse("casework:child-overview", args=[child.pk]),
                root_type="casework.child",
                root_id=child.pk,
            )
        ]
    )


def _allocation(
    work: OpenWork, given: Answered, last_day: date, why: str, on: date, by: Person
) -> None:
    if given.answer not in (Answer.PASS, Answer.END):
        return
    allocation = Allocation.objects.select_related("episode__child").get(pk=work.record_id)
    last = max(last_day, allocation.starts_on - ONE_DAY)
    end_allocation(allocation=allocation, on=last, why=why, by=by)
    if given.answer == Answer.PASS and given.to is not None:
        allocate_co_worker(
            episode=allocation.episode,
            student=given.to,
            starts_on=last + ONE_DAY,
            why=why,
            by=by,
            weight=allocation.weight,
            part=allocation.part,
            learning=allocation.learning,
        )


def _action(
    work: OpenWork, given: Answered, last_day: date, why: str, on: date, by: Person
) -> None:
    if given.answer not in (Answer.PASS, Answer.END):
        return
    decision = Decision.objects.get(pk=work.record_id)
    if given.answer == Answer.END:
        drop_decision(decision=decision, why=why, by=by, on=on)
    else:
        redecide(
            decision=decision,
            why=why,
            by=by,
            owner=given.to,
            due_on=max(decision.due_on, on),
            on=on,
        )


def _planned_visit(
    work: OpenWork, given: Answered, last_day: date, why: str, on: date, by: Person
) -> None:
    if given.answer not in (Answer.PASS, Answer.END):
        return
    visit = Visit.objects.get(pk=work.record_id)
    if given.answer == Answer.END:
        call_off_for_worker(visit=visit, why=why, by=by)
    elif given.to is not None:
        hand_over_visit(visit=visit, to=given.to, why=why, by=by)


_DEEDS = {
    Kind.ALLOCATION: _allocation,
    Kind.ACTION: _action,
    Kind.VISIT_PLANNED: _planned_visit,
}


def _tell_who_answers(work: list[OpenWork], placement: PracticePlacement, on: date) -> None:
    """The accountable worker of each child learns what a student leaves there."""
    children = Child.objects.in_bulk({one.child_id for one in work})
    workers = accountable_workers(list(children), on)
    notify_many(
        NewNotice(
            recipient_id=workers[one.child_id].pk,
            key=f"placements.left {one.record_id} {on}",
            line=f"{children[one.child_id].reference}: the student stops. "
            f"{one.words}: see what becomes of it.",
            path=reverse("casework:child-overview", args=[one.child_id]),
            root_type="casework.child",
            root_id=one.child_id,
        )
        for one in work
        if one.child_id in workers
    )


def _tell_of_leftovers(placement: PracticePlacement, last_day: date, on: date) -> None:
    """The morning after, what is open still is a task of the educator and of the manager."""
    managers = managers_of([placement.student_id], on)[placement.student_id]
    morning = timezone.make_aware(datetime.combine(last_day + ONE_DAY, MORNING))
    notify_many(
        NewNotice(
            recipient_id=person,
            key=f"placements.leftovers {placement.pk} {last_day}",
            line="A student has stopped and may have left work open: see what is yours to settle.",
            path=reverse("placements:leftover-list"),
            root_type=PLACEMENT,
            root_id=placement.pk,
            not_before=morning,
        )
        for person in {placement.practice_educator_id, *(one.pk for one in managers)}
    )
