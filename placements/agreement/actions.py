"""Everything that is written about a learning agreement: begin, write, send, answer, bind."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.actions import written_by
from accounts.models import Person
from notices.actions import NewNotice, notify_many
from placements.agreement import policies
from placements.agreement.models import (
    AgreementAdjustments,
    AgreementAnswer,
    LearningAgreement,
)
from placements.agreement.states import MOVES, Party, State
from placements.days import may_confirm
from placements.holding import hold, is_running
from placements.models.placement import PracticePlacement
from placements.models.rule import UniversityRule
from placements.naming import refuse_names
from placements.subjects import PLACEMENT, TIMELINE
from placements.workload import put_right
from records.conflicts import Conflict
from timescales.actions import refresh

TEXTS = (
    "learning_needs",
    "opportunities",
    "roles",
    "working_pattern",
    "absence",
    "lone_working",
    "escalation",
)
FIELDS = (*TEXTS, "supervision_every", "supervision_hours_per_five_days", "workload_cap")


def start_agreement(*, placement: PracticePlacement, by: Person, on: date) -> LearningAgreement:
    """The first version, or the next one: it begins as a copy of the one before it."""
    with written_by(by):
        held = hold(placement)
        is_running(held)
        _may_write(held, by, on)
        before = held.agreements.order_by("-version").first()
        agreement = LearningAgreement(
            placement=held,
            version=before.version + 1 if before else 1,
            started_by=by,
            started_on=on,
            **(_copied(before) if before else _first_words(held, on)),
        )
        agreement.full_clean()
        agreement.save(force_insert=True)
        if before is not None:
            _copy_private_part(before, agreement)
        return agreement


def save_agreement(
    *,
    agreement: LearningAgreement,
    began_from: int,
    by: Person,
    on: date,
    fields: Mapping[str, Any],
) -> LearningAgreement:
    """Write into the draft. Raises Conflict where somebody else saved since `began_from`."""
    with written_by(by):
        held = _held(agreement, State.DRAFT)
        _may_write(held.placement, by, on)
        if held.lock_version != began_from:
            raise Conflict(held)
        _names_no_child(held.placement, {name: str(fields[name]) for name in TEXTS})
        for name in FIELDS:
            setattr(held, name, fields[name])
        _save(held)
        return held


def send_agreement(*, agreement: LearningAgreement, by: Person, on: date) -> LearningAgreement:
    """Ask the three to agree; whoever sends it agrees by that. They are told, and reminded."""
    with written_by(by):
        held = _held(agreement, State.DRAFT)
        is_running(held.placement)
        _may_write(held.placement, by, on)
        missing = {name: "Write this before it is sent." for name in TEXTS if not _text(held, name)}
        if missing:
            raise ValidationError(missing)
        _move(held, State.SENT)
        held.round += 1
        held.sent_on = on
        _save(held)
        own = Party.STUDENT if by.pk == held.placement.student_id else Party.EDUCATOR
        _answer(held, own, AgreementAnswer.Answer.AGREED, by=by, on=on)
        _tell(held, "asks", [p for p in Party if p != own], "Learning agreement to agree")
        refresh(TIMELINE, [held.placement_id])
        return held


def take_back_agreement(*, agreement: LearningAgreement, by: Person, on: date) -> LearningAgreement:
    """Sent and not agreed by all: its writers may take it back to change it."""
    with written_by(by):
        held = _held(agreement, State.SENT)
        _may_write(held.placement, by, on)
        _move(held, State.DRAFT)
        _save(held)
        refresh(TIMELINE, [held.placement_id])
        return held


def answer_agreement(
    *,
    agreement: LearningAgreement,
    party: Party | str,
    answer: AgreementAnswer.Answer | str,
    by: Person,
    on: date,
    comment: str = "",
    how: str = "",
    began_from: int | None = None,
) -> AgreementAnswer:
    """One party agrees, or says what should change; the last yes brings it into force.

    A tutor who does not sign in is answered for by the practice educator or the team manager, who
    say how they were told. `began_from` is the version that was read. Raises Conflict.
    """
    party = Party(party)
    with written_by(by):
        held = _held(agreement, State.SENT)
        is_running(held.placement)
        if began_from is not None and held.lock_version != began_from:
            raise Conflict(held)
        _may_answer(held.placement, party, by, on, how)
        _names_no_child(held.placement, {"comment": comment})
        given = _answer(held, party, answer, by=by, on=on, comment=comment, how=how)
        if answer == AgreementAnswer.Answer.CHANGE:
            _move(held, State.DRAFT)
            _save(held)
            writers = [p for p in (Party.STUDENT, Party.EDUCATOR) if p != party]
            _tell(held, f"change {party}", writers, "A change to the learning agreement is asked")
        elif _all_agreed(held):
            _bring_into_force(held, by, on)
        refresh(TIMELINE, [held.placement_id])
        return given


def keep_adjustments(
    *, agreement: LearningAgreement, text: str, began_from: int, by: Person, on: date
) -> AgreementAdjustments:
    """What we do about the student's adjustments: for the practice educator and the manager."""
    with written_by(by):
        held = LearningAgreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
        placement = hold(held.placement)
        if not policies.may_keep_private_part(by, placement, may_confirm(by, placement, on)):
            raise PermissionDenied("The private part is the practice educator's and the manager's.")
        if held.state == State.REPLACED:
            raise ValidationError("This version was replaced: write it in the newer one.")
        part = AgreementAdjustments.objects.filter(agreement=held).first()
        part = part or AgreementAdjustments(agreement=held, lock_version=0)
        if part.lock_version != began_from:
            raise Conflict(part)
        part.text, part.written_by, part.written_on = text.strip(), by, on
        part.lock_version += 1
        part.full_clean()
        part.save()
        return part


def missing_texts(agreement: LearningAgreement) -> list[str]:
    """The parts nobody has written yet."""
    return [name for name in TEXTS if not _text(agreement, name)]


def party_of(
    person: Person, placement: PracticePlacement, answers_for_student: bool
) -> Party | None:
    """For whom this person answers when they sign for themselves."""
    if person.pk == placement.student_id:
        return Party.STUDENT
    if placement.tutor is not None and placement.tutor.person_id == person.pk:
        return Party.TUTOR
    if person.pk == placement.practice_educator_id or answers_for_student:
        return Party.EDUCATOR
    return None


# What the actions are made of


def _held(agreement: LearningAgreement, *states: State) -> LearningAgreement:
    """The agreement, locked after its placement: two answers at once take turns."""
    placement = hold(agreement.placement)
    held = LearningAgreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    held.placement = placement
    if held.state not in states:
        now = held.get_state_display().lower()
        raise ValidationError(f"This version is now “{now}”, so that is not possible any more.")
    return held


def _may_write(placement: PracticePlacement, by: Person, on: date) -> None:
    answers_for_student = by.pk != placement.student_id and may_confirm(by, placement, on)
    if not policies.may_write(by, placement, answers_for_student):
        raise PermissionDenied("An agreement is written by the student and the practice educator.")


def _may_answer(placement: PracticePlacement, party: Party, by: Person, on: date, how: str) -> None:
    answers_for_student = by.pk != placement.student_id and may_confirm(by, placement, on)
    if party_of(by, placement, answers_for_student) == party:
        return
    signs_in = placement.tutor is not None and placement.tutor.person_id is not None
    if party != Party.TUTOR or signs_in:
        raise PermissionDenied("Each of the three answers for themselves.")
    if not policies.may_keep_private_part(by, placement, answers_for_student):
        raise PermissionDenied("The practice educator writes down the tutor's answer.")
    if not how.strip():
        raise ValidationError({"how": "Say how the tutor told you, and when."})


def _text(agreement: LearningAgreement, name: str) -> str:
    return str(getattr(agreement, name)).strip()


def _names_no_child(placement: PracticePlacement, texts: Mapping[str, str]) -> None:
    known = [placement.student.name, placement.practice_educator.name]
    if placement.tutor is not None:
        known.append(placement.tutor.name)
    refuse_names(placement.student_id, texts, known=known)


def _move(agreement: LearningAgreement, to: State) -> None:
    if (State(agreement.state), to) not in MOVES:
        raise ValidationError(f"It is “{agreement.get_state_display().lower()}” already.")
    agreement.state = to


def _save(agreement: LearningAgreement) -> None:
    agreement.lock_version += 1
    agreement.full_clean()
    agreement.save()


def _answer(
    agreement: LearningAgreement,
    party: Party,
    answer: str,
    *,
    by: Person,
    on: date,
    comment: str = "",
    how: str = "",
) -> AgreementAnswer:
    given = AgreementAnswer(
        agreement=agreement,
        round=agreement.round,
        party=party,
        answer=answer,
        comment=comment.strip(),
        on=on,
        recorded_by=by,
        how=how.strip(),
    )
    given.full_clean()
    given.save(force_insert=True)
    return given


def _all_agreed(agreement: LearningAgreement) -> bool:
    agreed = agreement.answers.filter(
        round=agreement.round, answer=AgreementAnswer.Answer.AGREED
    ).values_list("party", flat=True)
    return set(agreed) == set(Party)


def _bring_into_force(agreement: LearningAgreement, by: Person, on: date) -> None:
    """It replaces the one before it, and says how much work the student may carry."""
    for older in agreement.placement.agreements.in_force():
        _move(older, State.REPLACED)
        older.replaced_on = on
        _save(older)
    _move(agreement, State.IN_FORCE)
    agreement.in_force_on = on
    _save(agreement)
    placement = agreement.placement
    put_right(placement, first=max(on, placement.starts_on), by=by)
    _tell(agreement, "in force", list(Party), "Learning agreement in force")


def _copied(before: LearningAgreement) -> dict[str, Any]:
    return {name: getattr(before, name) for name in FIELDS}


def _copy_private_part(before: LearningAgreement, agreement: LearningAgreement) -> None:
    part = AgreementAdjustments.objects.filter(agreement=before).first()
    if part is not None:
        AgreementAdjustments.objects.create(
            agreement=agreement,
            text=part.text,
            written_by=part.written_by,
            written_on=part.written_on,
            lock_version=1,
        )


def _first_words(placement: PracticePlacement, on: date) -> dict[str, Any]:
    """What the university's rule says already; everything else is for the two to write."""
    rule = UniversityRule.objects.for_university(placement.university, placement.starts_on)
    last = rule.workload_steps.order_by("from_week").last()
    return {
        "supervision_hours_per_five_days": rule.supervision_hours_per_five_days,
        "workload_cap": last.cases if last is not None else Decimal(4),
    }


def _tell(agreement: LearningAgreement, key: str, parties: list[Party], line: str) -> None:
    placement = agreement.placement
    people = {
        Party.STUDENT: placement.student_id,
        Party.EDUCATOR: placement.practice_educator_id,
        Party.TUTOR: placement.tutor.person_id if placement.tutor is not None else None,
    }
    notify_many(
        NewNotice(
            recipient_id=person,
            key=f"placements.agreement {agreement.pk} {agreement.round} {key}",
            line=f"{line}: {placement.student.name}, version {agreement.version}",
            path=reverse("placements:agreement-detail", args=[agreement.pk]),
            root_type=PLACEMENT,
            root_id=placement.pk,
        )
        for party, person in people.items()
        if party in parties and person is not None
    )
