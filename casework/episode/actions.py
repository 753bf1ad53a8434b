"""Verbs about episodes and who carries them. Each locks the episode's row first.

All raise ValidationError with words for the person who asked; constraints hold the rest.
"""

from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.actions import written_by
from accounts.models import Person, Team
from accounts.reporting import practice_educator_of
from accounts.roles import Role
from casework.child.actions import end_involvement, involve
from casework.child.models import Child, Involvement
from casework.chronology.actions import record
from casework.episode import codes, policies
from casework.episode.clocks import SUBJECT
from casework.episode.models import Allocation, Episode, Referral
from casework.episode.notices import tell_allocated, tell_unallocated
from casework.episode.people import (
    ONE,
    conflicts_about,
    limits_of,
    open_work_of,
    passes_limit,
    plain_number,
)
from timescales.actions import refresh

ONE_DAY = timedelta(days=1)


def record_referral(
    *,
    child: Child,
    referred_on: date,
    source: str,
    by: Person,
    primary_need: str = "",
    no_further_action: bool = False,
    note: str = "",
) -> Referral:
    """The council's referral. One with no further action is kept for the return only."""
    with written_by(by):
        referral = Referral(
            child=child,
            referred_on=referred_on,
            source=source,
            primary_need=primary_need
            or ("" if no_further_action else codes.PrimaryNeed.NOT_STATED),
            no_further_action=no_further_action,
            note=note,
            recorded_by=by,
        )
        referral.full_clean()
        referral.save(force_insert=True)
        return referral


def open_episode(
    *,
    child: Child,
    kind: str,
    team: Team,
    opened_on: date,
    by: Person,
    referral_date: date | None = None,
    referral_source: str = codes.Source.UNKNOWN,
    primary_need: str = codes.PrimaryNeed.NOT_STATED,
    why: str = "",
) -> Episode:
    """Open a spell of work; in need stands on the council's referral, with its own date.

    The team sees the child from then on, and the clocks start.
    """
    with written_by(by):
        Child.objects.select_for_update(of=("self",)).get(pk=child.pk)
        _refuse_overlap(child, opened_on)
        referral = None
        if kind == Episode.Kind.IN_NEED:
            if referral_date is None:
                raise ValidationError(
                    {
                        "referral_date": "Give the date of the council's referral: the clock "
                        "runs from it."
                    }
                )
            if opened_on < referral_date:
                raise ValidationError(
                    {"opened_on": "The episode cannot open before the council's referral."}
                )
            referral = record_referral(
                child=child,
                referred_on=referral_date,
                source=referral_source,
                primary_need=primary_need,
                by=by,
            )
        episode = Episode(child=child, kind=kind, team=team, opened_on=opened_on, referral=referral)
        episode.full_clean()
        episode.save(force_insert=True)
        involve(
            child=child,
            team=team,
            role=Involvement.Role.TEAM,
            starts_on=opened_on,
            why=why or f"{episode.get_kind_display()} episode",
            source_id=episode.pk,
            by=by,
        )
        _tell_chronology(
            episode,
            "episode_opened",
            opened_on,
            by,
            f"{episode.get_kind_display()} opened by {team.name}",
            {
                "why": why,
                "team": team.name,
                "referred_on": referral_date.isoformat() if referral and referral_date else "",
            },
        )
        refresh(SUBJECT, [episode.pk], by=by)
        tell_unallocated(episode, opened_on)
        return episode


def allocate_accountable(
    *, episode: Episode, person: Person, starts_on: date, why: str, by: Person
) -> Allocation:
    """Make `person` accountable from `starts_on`; whoever was before ends the day before."""
    with written_by(by):
        held = _hold_open(episode)
        if not policies.may_be_accountable(person.role):
            raise ValidationError(
                {"person": f"{person.name} is not a registered social worker with a caseload."}
            )
        _check_person(held, person, starts_on)
        before = list(
            held.allocations.accountable().filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
        )
        if any(row.starts_on > starts_on for row in before):
            raise ValidationError(
                {"starts_on": "Someone becomes accountable after that day already."}
            )
        if any(row.person_id == person.pk for row in before):
            raise ValidationError({"person": f"{person.name} is accountable already."})
        for row in [*before, *held.allocations.in_force(starts_on).filter(person=person)]:
            _end(row, starts_on - ONE_DAY, f"Handed over to {person.name}", by)
        allocation = _allocate(held, person, Allocation.Role.ACCOUNTABLE, starts_on, why, by)
        _tell_chronology(
            held,
            "worker_accountable",
            starts_on,
            by,
            f"{person.name} is accountable",
            {"worker": person.name, "why": why, "before": [row.person.name for row in before]},
        )
        refresh(SUBJECT, [held.pk], by=by)
        tell_allocated(allocation)
        return allocation


def allocate_co_worker(
    *,
    episode: Episode,
    student: Person,
    starts_on: date,
    why: str,
    by: Person,
    override_reason: str = "",
    weight: Decimal = ONE,
) -> Allocation:
    """Let a student (or a second registered worker) work beside the accountable one.

    A student has a practice educator, stays within their limit unless `override_reason` says why
    not, and neither of the two has declared a conflict about the child.
    """
    with written_by(by):
        held = _hold_open(episode)
        Person.objects.select_for_update(of=("self",)).get(
            pk=student.pk
        )  # two allocations take turns
        if not policies.may_co_work(student.role):
            raise ValidationError({"student": f"{student.name} cannot be a co-worker."})
        if not held.allocations.in_force(starts_on).accountable().exists():
            raise ValidationError(
                {"student": "Allocate an accountable social worker first: nobody works alone."}
            )
        _check_person(held, student, starts_on)
        over = ""
        if student.role == Role.STUDENT:
            _check_educator(held, student, starts_on)
            over = _check_limit(student, starts_on, weight, override_reason)
        allocation = _allocate(
            held, student, Allocation.Role.CO_WORKER, starts_on, why, by, weight, over
        )
        _tell_chronology(
            held,
            "worker_co_working",
            starts_on,
            by,
            f"{student.name} works alongside",
            {
                "worker": student.name,
                "role": student.get_role_display(),
                "why": why,
                "over_limit": over,
            },
        )
        refresh(SUBJECT, [held.pk], by=by)
        tell_allocated(allocation)
        return allocation


def end_allocation(
    *,
    allocation: Allocation,
    on: date,
    why: str,
    by: Person,
    successor: Person | None = None,
    successor_why: str = "",
) -> Allocation | None:
    """`on` is the last day. The last accountable worker leaves to a successor, who starts the day
    after, or with a manager's reason, and then the allocation clock runs.

    Returns None where the allocation had not begun and so never was.
    """
    with written_by(by):
        held = _hold_open(allocation.episode)
        row = Allocation.objects.select_related("person").get(pk=allocation.pk)
        if row.ends_on is not None:
            raise ValidationError("This allocation has an end already.")
        if on < row.starts_on - ONE_DAY:
            raise ValidationError({"on": "The last day is before the first."})
        if not why.strip():
            raise ValidationError({"why": "Say why."})
        was_accountable = row.role == Allocation.Role.ACCOUNTABLE
        if was_accountable and successor is not None:
            allocate_accountable(
                episode=held,
                person=successor,
                starts_on=on + ONE_DAY,
                why=successor_why or why,
                by=by,
            )
            return Allocation.objects.filter(pk=row.pk).first()
        ended = _end(row, on, why.strip(), by)
        _tell_chronology(
            held,
            "worker_ended",
            on,
            by,
            f"{row.person.name} no longer works with the child",
            {"worker": row.person.name, "role": row.get_role_display(), "why": why},
        )
        refresh(SUBJECT, [held.pk], by=by)
        if was_accountable:
            tell_unallocated(held, on)
        return ended


def record_assessment_authorised(
    *, episode: Episode, on: date, by: Person, is_told: bool = True
) -> Episode:
    """A manager authorised the child and family assessment on that day, which stops its clock.

    Where the assessment tells the chronology itself, `is_told` is False.
    """
    with written_by(by):
        held = _hold_open(episode)
        held.assessment_authorised_on = on
        held.full_clean()
        held.save()
        if is_told:
            _tell_chronology(
                held, "assessment_authorised", on, by, "Child and family assessment authorised", {}
            )
        refresh(SUBJECT, [held.pk], by=by)
        return held


def close_episode(*, episode: Episode, on: date, reason: str, by: Person) -> Episode:
    """End the spell and every allocation with it; the team still reads the record.

    What stands in the way is asked by the closure wing before it comes here.
    """
    with written_by(by):
        held = _hold_open(episode)
        held.closed_on, held.closure_reason = on, reason
        held.full_clean()
        held.save()
        for row in held.allocations.filter(ends_on=None).select_related("person"):
            _end(row, on, "The episode closed", by)
        _tell_chronology(
            held,
            "episode_closed",
            on,
            by,
            f"{held.get_kind_display()} closed",
            {"reason": held.get_closure_reason_display()},
        )
        refresh(SUBJECT, [held.pk], by=by)
        return held


def _hold_open(episode: Episode) -> Episode:
    """The episode's row, locked until commit: changes to who carries it take turns."""
    held = (
        Episode.objects.select_for_update(of=("self",))
        .select_related("child", "team", "referral")
        .get(pk=episode.pk)
    )
    if not held.is_open:
        raise ValidationError("This episode is closed. Nothing changes on it any more.")
    return held


def _refuse_overlap(child: Child, opened_on: date) -> None:
    """The day one closes the next may open; a spell that lies inside another may not."""
    covering = child.episodes.filter(
        Q(closed_on=None) | Q(closed_on__gt=opened_on), opened_on__lte=opened_on
    )
    if child.episodes.open().exists():
        raise ValidationError("This child has an open episode already. Work on that one.")
    if covering.exists() or child.episodes.filter(opened_on__gt=opened_on).exists():
        raise ValidationError(
            {"opened_on": "That is before another episode of this child ended. Check the date."}
        )


def _check_person(episode: Episode, person: Person, on: date) -> None:
    """Whoever you are: you may sign in on that day, declared no conflict, and are let in."""
    if on < episode.opened_on:
        raise ValidationError(
            {
                "starts_on": f"The episode opened on {episode.opened_on:%-d %B %Y}. Start then "
                "or later."
            }
        )
    if not person.may_sign_in(on):
        raise ValidationError({"person": f"{person.name} has no access on that day."})
    if conflicts_about(episode.child, [person.pk]):
        raise ValidationError(
            {"person": f"{person.name} has declared a conflict of interest and cannot be chosen."}
        )
    closed = Child.objects.filter(pk=episode.child_id).restricted_from(person, on)
    if closed.exists():
        raise ValidationError(
            {"person": f"This record is restricted and {person.name} is not named on it."}
        )


def _check_educator(episode: Episode, student: Person, on: date) -> None:
    educator = practice_educator_of(student, on)
    if educator is None:
        raise ValidationError({"student": f"{student.name} has no practice educator on that day."})
    if conflicts_about(episode.child, [educator.pk]):
        raise ValidationError(
            {
                "student": f"{educator.name}, who supervises {student.name}, has declared a "
                "conflict of interest."
            }
        )


def _check_limit(student: Person, on: date, weight: Decimal, override_reason: str) -> str:
    """The reason to go over the limit, where one is needed; nothing where it is not."""
    limit = limits_of([student.pk], on).get(student.pk)
    work = open_work_of([student.pk], on)[student.pk]
    if not passes_limit(work, limit, weight):
        return ""
    if not override_reason.strip():
        raise ValidationError(
            {
                "override_reason": f"{student.name} carries {plain_number(work)} of "
                f"{plain_number(limit or work)}. Choose someone else, or say why this one more."
            }
        )
    return override_reason.strip()


def _allocate(
    episode: Episode,
    person: Person,
    role: str,
    starts_on: date,
    why: str,
    by: Person,
    weight: Decimal = ONE,
    over_limit_reason: str = "",
) -> Allocation:
    allocation = Allocation(
        episode=episode,
        person=person,
        role=role,
        starts_on=starts_on,
        why=why.strip(),
        weight=weight,
        over_limit_reason=over_limit_reason,
        made_by=by,
    )
    allocation.full_clean()
    allocation.save(force_insert=True)
    involve(
        child=episode.child,
        person=person,
        role=Involvement.Role(role),
        starts_on=starts_on,
        why=why.strip() or allocation.get_role_display(),
        source_id=allocation.pk,
        by=by,
    )
    return allocation


def _end(row: Allocation, on: date, why: str, by: Person) -> Allocation | None:
    """Ended on its last day; one that would never have held a day is taken away."""
    end_involvement(source_id=row.pk, on=on, by=by)
    if row.starts_on > on:
        row.delete()
        return None
    row.ends_on, row.end_reason = on, why
    row.full_clean()
    row.save()
    return row


def _tell_chronology(
    episode: Episode,
    event: str,
    on: date,
    by: Person,
    summary: str,
    details: dict[str, object],
) -> None:
    record(
        kind=f"casework.{event}",
        child=episode.child,
        happened_on=on,
        by=by,
        summary=summary,
        details=details,
        source_type=SUBJECT,
        source_id=episode.pk,
    )
