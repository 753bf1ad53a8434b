"""A concern raised, moved on, answered in somebody's own words, planned for, and ended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.reporting import managers_of
from accounts.roles import Role
from notices.actions import NewNotice, notify_many
from notices.models import Urgency
from placements.concern import policies
from placements.concern.models import (
    Concern,
    ConcernNamed,
    ConcernStep,
    ConcernWords,
    PlanPoint,
)
from placements.concern.states import MOVES, Move, Stage
from placements.holding import hold, is_running, not_to_come
from placements.models.placement import PracticePlacement
from placements.naming import refuse_names
from placements.subjects import CONCERN as ROOT
from timescales.actions import Changes, refresh

# The meetings of the university's own procedure: its tutor is told of these, and before if asked.
TELLS_THE_TUTOR = (Move.STAGE_ONE, Move.STAGE_TWO)
AHEAD = timedelta(days=2)


@dataclass(frozen=True)
class Point:
    """A point of the plan as it is agreed."""

    what: str
    owner: str
    due_on: date


def raise_concern(
    *,
    placement: PracticePlacement,
    about: str,
    said: str,
    held_on: date,
    on: date,
    by: Person,
    support: str = "",
    who_was_there: str = "",
    review_on: date | None = None,
    tell_tutor: bool = False,
) -> Concern:
    """An informal talk, written down early. The student reads it at once and answers in their own
    words; the university is told when it is asked for, and always from stage one on.
    """
    with written_by(by):
        held = hold(placement)
        is_running(held)
        if not policies.may_raise(by, held, by.reach(on).whole_teams):
            raise PermissionDenied("The practice educator or the team manager raises a concern.")
        not_to_come(held_on, on, "held_on")
        _no_child(held, {"about": about, "said": said, "support": support})
        concern = Concern(
            placement=held,
            about=about.strip(),
            raised_on=held_on,
            raised_by=by,
            review_on=review_on,
        )
        concern.full_clean()
        concern.save(force_insert=True)
        step = _step(concern, Move.RAISE, held_on, said, support, who_was_there, by)
        if tell_tutor:
            _name_tutor(concern, held, on, by)
        _tell(step, held, by)
        return concern


def move_concern(
    *,
    concern: Concern,
    move: Move | str,
    said: str,
    held_on: date,
    on: date,
    by: Person,
    support: str = "",
    who_was_there: str = "",
    points: Iterable[Point] = (),
    review_on: date | None = None,
    outcome: str = "",
    tell_tutor: bool = False,
) -> ConcernStep:
    """The next meeting, or the outcome, on its day; what was agreed becomes points of the plan.

    Where it may lead from where stands in `MOVES`. Stage two and the outcome are the manager's.
    """
    with written_by(by):
        placement = hold(concern.placement)
        held = Concern.objects.select_for_update(of=("self",)).get(pk=concern.pk)
        way = MOVES[Move(move)]
        if held.stage not in way.from_stages:
            raise ValidationError(f"This concern is at {held.get_stage_display().lower()} now.")
        _may_move(way.decides, placement, on, by)
        not_to_come(held_on, on, "held_on")
        last = held.concern_steps.order_by("-on").values_list("on", flat=True).first()
        if last is not None and held_on < last:
            raise ValidationError({"held_on": f"The step before was on {last:%-d %B %Y}."})
        if review_on is not None and review_on <= held_on:
            raise ValidationError({"review_on": f"Choose a day after {held_on:%-d %B %Y}."})
        points = list(points)
        if way.needs_plan and not points and not held.points.filter(came="").exists():
            raise ValidationError({"what_1": "Agree at least one point of a plan, with its day."})
        _no_child(placement, {"said": said, "support": support})
        held.stage = way.to or held.stage
        held.review_on = None if way.to == Stage.CLOSED else review_on or _not_held(held, held_on)
        if way.to == Stage.CLOSED:
            held.outcome, held.closed_on = outcome, held_on
        held.full_clean()
        held.save()
        step = _step(held, Move(move), held_on, said, support, who_was_there, by)
        for point in points:
            add_point(concern=held, point=point, on=on, by=by)
        if tell_tutor or (move in TELLS_THE_TUTOR and has_tutor(placement)):
            _name_tutor(held, placement, on, by)
        refresh(ROOT, [held.pk])
        _tell(step, placement, by)
        return step


def add_point(*, concern: Concern, point: Point, on: date, by: Person) -> PlanPoint:
    """One more point of the plan: what is to be seen, by whom, by when."""
    with written_by(by):
        placement = hold(concern.placement)
        held = Concern.objects.select_for_update(of=("self",)).get(pk=concern.pk)
        if not held.is_open:
            raise ValidationError("This concern is closed.")
        _may_move(False, placement, on, by)
        _no_child(placement, {"what": point.what})
        made = PlanPoint(
            concern=held,
            what=point.what.strip(),
            owner=point.owner,
            due_on=point.due_on,
            made_by=by,
            made_on=on,
        )
        made.full_clean()
        made.save(force_insert=True)
        refresh(ROOT, [held.pk])
        return made


def answer_point(*, point: PlanPoint, came: str, on: date, by: Person, note: str = "") -> PlanPoint:
    """Whether it was seen; said again it is corrected, as long as the concern is open. The day it
    was first looked at stays."""
    with written_by(by):
        placement = hold(point.concern.placement)
        held = PlanPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
        if not point.concern.is_open:
            raise ValidationError("This concern is closed.")
        _may_move(False, placement, on, by)
        _no_child(placement, {"note": note})
        held.came, held.came_on, held.note = came, held.came_on or on, note.strip()
        held.full_clean()
        held.save()
        refresh(ROOT, [held.concern_id])
        return held


def say_in_own_words(*, step: ConcernStep, text: str, on: date, by: Person) -> ConcernWords:
    """The student, or the university, says how they see a step. It is added, never changed, and
    stays possible after the outcome: the last word is theirs."""
    with written_by(by):
        placement = hold(step.concern.placement)
        if not policies.may_speak(by, placement):
            raise PermissionDenied("Own words are the student's and the university's.")
        _no_child(placement, {"text": text})
        words = ConcernWords(step=step, by=by, text=text.strip(), at=timezone.now())
        words.full_clean()
        words.save(force_insert=True)
        who = "the student" if by.pk == placement.student_id else "the university"
        _notify(
            step.concern,
            {placement.practice_educator_id, step.recorded_by_id, *_managers(placement, on)}
            - {by.pk},
            f"placements.concern.words {words.pk}",
            f"Something was added in their own words by {who}: read it.",
        )
        return words


def name_person(
    *, concern: Concern, person: Person, why: str, on: date, by: Person
) -> ConcernNamed:
    """Somebody else is to know of it: the tutor, a second educator who observes."""
    with written_by(by):
        placement = hold(concern.placement)
        _may_move(False, placement, on, by)
        if person.role in {Role.STUDENT, Role.SCHOOL_LEAD, Role.ADMINISTRATOR}:
            raise ValidationError({"person": "They have no part in a placement's concern."})
        row = ConcernNamed(
            concern=concern, person=person, starts_on=on, why=why.strip(), made_by=by
        )
        row.full_clean()
        row.save(force_insert=True)
        refresh(ROOT, [concern.pk])
        _notify(
            concern,
            {person.pk},
            f"placements.concern.concern_named {row.pk}",
            "You are named on something about a placement: read it.",
        )
        return row


def unname_person(*, named: ConcernNamed, on: date, by: Person) -> None:
    """From tomorrow they know no more of it."""
    with written_by(by):
        placement = hold(named.concern.placement)
        _may_move(False, placement, on, by)
        held = ConcernNamed.objects.select_for_update().get(pk=named.pk)
        held.ends_on = on
        held.full_clean()
        held.save()


def remind_of_reviews(*, on: date) -> int:
    """Tell who follows an open concern that it is looked at again within two days; each once. What
    was agreed has clocks of its own."""
    concerns = Concern.objects.open().filter(review_on__lte=on + AHEAD).select_related("placement")
    for concern in concerns:
        _notify(
            concern,
            {concern.placement.practice_educator_id, concern.placement.student_id},
            f"placements.concern.review {concern.pk} {concern.review_on}",
            f"You agreed to look at something again on {concern.review_on:%-d %B %Y}.",
            Urgency.DIGEST,
        )
    return len(concerns)


def refresh_plans() -> Changes:
    """Derive the clocks of every open concern anew: who is named, and who manages, changes by the
    day."""
    return refresh(ROOT, list(Concern.objects.open().values_list("pk", flat=True)))


# What the actions are made of


def _not_held(concern: Concern, held_on: date) -> date | None:
    """The day it is to be looked at again, where this was not that day yet."""
    if concern.review_on is None or concern.review_on <= held_on:
        return None
    return concern.review_on


def _may_move(decides: bool, placement: PracticePlacement, on: date, by: Person) -> None:
    if decides and not policies.may_decide(by, placement):
        raise PermissionDenied("Stage two and the outcome are for the team manager.")
    if not policies.may_raise(by, placement, by.reach(on).whole_teams):
        raise PermissionDenied("The practice educator or the team manager moves it on.")


def _step(
    concern: Concern,
    move: Move,
    held_on: date,
    said: str,
    support: str,
    who_was_there: str,
    by: Person,
) -> ConcernStep:
    step = ConcernStep(
        concern=concern,
        move=move,
        on=held_on,
        who_was_there=who_was_there.strip(),
        said=said.strip(),
        support=support.strip(),
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    step.full_clean()
    step.save(force_insert=True)
    return step


def _no_child(placement: PracticePlacement, texts: Mapping[str, str]) -> None:
    known = [placement.student.name, placement.practice_educator.name]
    if placement.tutor is not None:
        known.append(placement.tutor.name)
    refuse_names(placement.student_id, texts, known=known)


def has_tutor(placement: PracticePlacement) -> bool:
    """Whether somebody of the university signs in here for this placement."""
    return placement.tutor is not None and placement.tutor.person_id is not None


def _name_tutor(concern: Concern, placement: PracticePlacement, on: date, by: Person) -> None:
    """The university's link person is named, once, and told without a name."""
    tutor = placement.tutor.person if placement.tutor is not None else None
    if tutor is None:
        raise ValidationError(
            {
                "tell_tutor": "No tutor who signs in here is named on this placement: tell the "
                "university yourself, and name a tutor first."
            }
        )
    if concern.tutor_told_on is None:
        concern.tutor_told_on = on
        concern.save()
    if not concern.concern_named.filter(person=tutor, ends_on=None).exists():
        name_person(concern=concern, person=tutor, why="University tutor", on=on, by=by)


def _managers(placement: PracticePlacement, on: date) -> set[UUID]:
    return {one.pk for one in managers_of([placement.student_id], on)[placement.student_id]}


def _tell(step: ConcernStep, placement: PracticePlacement, by: Person) -> None:
    """Everybody who knows of it, without a name and without what it is about."""
    named = step.concern.concern_named.filter(ends_on=None).values_list("person", flat=True)
    on = timezone.localdate(step.recorded_at)
    people = {placement.student_id, placement.practice_educator_id, *named}
    _notify(
        step.concern,
        (people | _managers(placement, on)) - {by.pk},
        f"placements.concern.step {step.pk}",
        f"Written down about a placement: {step.get_move_display().lower()}. Read it.",
    )


def _notify(
    concern: Concern,
    people: Iterable[UUID],
    key: str,
    line: str,
    urgency: Urgency = Urgency.DIGEST,
) -> None:
    notify_many(
        NewNotice(
            recipient_id=person,
            key=key,
            line=line,
            path=reverse("placements:concern-detail", args=[concern.pk]),
            urgency=urgency,
            root_type=ROOT,
            root_id=concern.pk,
        )
        for person in people
    )
