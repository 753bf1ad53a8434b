"""The clocks of a plan: planning meeting (C12), reviews (C13) and visits (C14, C11). Facts in,
deadlines out.

Each review and each visit starts the next clock of its kind. Conferences and core groups of a child
protection plan stand with the meetings.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Min
from django.utils import timezone

from casework.child.people import accountable_workers, co_workers
from casework.direct_work.visit.models import Visit
from casework.meeting.codes import Kind as MeetingKind
from casework.meeting.models import Meeting
from casework.plan.codes import Kind
from casework.plan.models import Plan, PlanReview, PlanVersion, Sharing, Who
from records.states import State
from timescales.clock import Calendar, Due, due, local_day
from timescales.deadlines import DeadlineFact
from timescales.rulebook import Rulebook

SUBJECT = "casework.plan"
ROOT = "casework.episode"
PLANNING, REVIEW, VISIT_IN_NEED, VISIT_PROTECTION = "C12", "C13", "C14", "C11"


@dataclass(frozen=True)
class Happened:
    """A review or a visit that counts: which, and when."""

    key: str
    on: date


@dataclass(frozen=True)
class Pattern:
    """From a day on the plan says how often the child is visited, in working days."""

    from_on: date
    every: int


@dataclass(frozen=True)
class PlanFacts:
    plan_id: UUID
    episode_id: UUID
    reference: str
    kind: str
    decided_on: date
    starts_on: date
    ends_on: date | None
    planned_on: date | None
    reviews: tuple[Happened, ...]
    visits: tuple[Happened, ...]
    patterns: tuple[Pattern, ...]
    owner_id: UUID | None
    copy_to: tuple[UUID, ...]

    def holds(self, day: date) -> bool:
        """Both the first and the last day belong to the plan."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def deadlines(plan: PlanFacts) -> list[DeadlineFact]:
    if plan.kind == Kind.CHILD_PROTECTION:
        return _chain(plan, VISIT_PROTECTION, "visit", "Child protection visit", plan.visits)
    after_start = [row for row in plan.reviews if row.on > plan.starts_on]
    return [
        _planning(plan),
        *_chain(plan, REVIEW, "review", "Child in need review", after_start),
        *_chain(plan, VISIT_IN_NEED, "visit", "Child in need visit", plan.visits),
    ]


def latest_lawful_review(held_on: date, rulebook: Rulebook, calendar: Calendar) -> Due:
    """When the review after one held on that day is due."""
    return due(rulebook.on(REVIEW, held_on).spec, held_on, calendar)


def _planning(plan: PlanFacts) -> DeadlineFact:
    return _fact(
        plan,
        PLANNING,
        "planning",
        "Plan agreed at a meeting and shared",
        plan.decided_on,
        plan.planned_on,
    )


def _chain(
    plan: PlanFacts, rule: str, noun: str, title: str, happened: Iterable[Happened]
) -> list[DeadlineFact]:
    """One clock from the plan's start, and one from each thing that happened, to the next one."""
    found, since, after = [], plan.starts_on, "start"
    for row in sorted(happened, key=lambda row: (row.on, row.key)):
        if not plan.holds(row.on):
            continue
        found.append(_fact(plan, rule, f"{noun}:{after}", title, since, row.on))
        since, after = row.on, row.key
    return [*found, _fact(plan, rule, f"{noun}:{after}", title, since, None)]


def _fact(
    plan: PlanFacts, rule: str, key: str, title: str, starts: date, met: date | None
) -> DeadlineFact:
    is_visit = rule in (VISIT_IN_NEED, VISIT_PROTECTION)
    return DeadlineFact(
        rule=rule,
        key=key,
        starts=starts,
        met=max(met, starts) if met else None,
        cancelled=met is None and plan.ends_on is not None,
        local_limit=_every(plan, starts) if is_visit else None,
        root_id=plan.episode_id,
        reference=plan.reference,
        owner_id=plan.owner_id,
        copy_to=plan.copy_to,
        title=title,
    )


def _every(plan: PlanFacts, starts: date) -> int | None:
    """What the plan itself says, as of the day the clock began; the council's rule otherwise."""
    said = [row for row in plan.patterns if row.from_on <= starts]
    return max(said, key=lambda row: row.from_on).every if said else None


def facts(plan_ids: Sequence[UUID]) -> dict[UUID, PlanFacts]:
    """Facts of many plans in a constant number of queries."""
    plans = list(Plan.objects.filter(pk__in=plan_ids).select_related("child"))
    return facts_of(plans)


def facts_of(plans: Sequence[Plan]) -> dict[UUID, PlanFacts]:
    """The same for plans that were read already, as they stand in memory."""
    ids, children = [row.pk for row in plans], [row.child_id for row in plans]
    reviews, visits, shared = _reviews(ids), _visits(plans), _shared(ids)
    patterns, met = _versions(ids)
    _add_meetings(plans, reviews, met)
    today = timezone.localdate()
    accountable, beside = accountable_workers(children, today), co_workers(children, today)
    return {
        row.pk: PlanFacts(
            plan_id=row.pk,
            episode_id=row.episode_id,
            reference=row.child.reference,
            kind=row.kind,
            decided_on=row.decided_on,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            planned_on=_both(met.get(row.pk), shared.get(row.pk)),
            reviews=tuple(reviews[row.pk]),
            visits=tuple(visits[row.pk]),
            patterns=tuple(patterns[row.pk]),
            owner_id=accountable[row.child_id].pk if row.child_id in accountable else None,
            copy_to=tuple(person.pk for person in beside.get(row.child_id, [])),
        )
        for row in plans
    }


def _reviews(plan_ids: Sequence[UUID]) -> dict[UUID, list[Happened]]:
    found: dict[UUID, list[Happened]] = defaultdict(list)
    rows = PlanReview.objects.counted().filter(plan__in=plan_ids)
    for plan_id, review_id, held_on in rows.values_list("plan", "pk", "held_on"):
        found[plan_id].append(Happened(str(review_id), held_on))
    return found


def _add_meetings(
    plans: Sequence[Plan], reviews: dict[UUID, list[Happened]], met: dict[UUID, date]
) -> None:
    """Planning and review meetings that were held: such a review counts before it is written up."""
    in_need: dict[UUID, list[Meeting]] = {
        row.episode_id: [] for row in plans if row.kind == Kind.CHILD_IN_NEED
    }
    if not in_need:
        return
    rows = Meeting.objects.held().filter(
        episode__in=in_need, kind__in=(MeetingKind.CIN_PLANNING, MeetingKind.CIN_REVIEW)
    )
    for row in rows.only("episode", "kind", "held_on").order_by("held_on"):
        in_need[row.episode_id].append(row)
    for plan in plans:
        known = {one.on for one in reviews[plan.pk]}
        for row in in_need.get(plan.episode_id, ()) if plan.kind == Kind.CHILD_IN_NEED else ():
            if row.held_on is None:
                continue
            if row.kind == MeetingKind.CIN_REVIEW and row.held_on not in known:
                reviews[plan.pk].append(Happened(str(row.pk), row.held_on))
            elif row.kind == MeetingKind.CIN_PLANNING and plan.decided_on <= row.held_on:
                met.setdefault(plan.pk, row.held_on)


def _visits(plans: Sequence[Plan]) -> dict[UUID, list[Happened]]:
    """Visits that a plan of its kind counts, those outside its days too: a correction asks."""
    found: dict[UUID, list[Happened]] = defaultdict(list)
    by_kind = {
        Kind.CHILD_PROTECTION: Visit.objects.counting_for_cp(),
        Kind.CHILD_IN_NEED: Visit.objects.counting_for_cin(),
    }
    for kind, rows in by_kind.items():
        wanted = [row for row in plans if row.kind == kind]
        if not wanted:
            continue
        seen: dict[UUID, list[Happened]] = defaultdict(list)
        counted = rows.filter(episode__in={row.episode_id for row in wanted})
        for episode_id, visit_id, happened_on in counted.values_list(
            "episode", "pk", "happened_on"
        ):
            if happened_on:
                seen[episode_id].append(Happened(str(visit_id), happened_on))
        for plan in wanted:
            found[plan.pk] = seen[plan.episode_id]
    return found


def _versions(
    plan_ids: Sequence[UUID],
) -> tuple[dict[UUID, list[Pattern]], dict[UUID, date]]:
    """How often the child is visited, by date of authorisation; and the first meeting's day."""
    patterns: dict[UUID, list[Pattern]] = defaultdict(list)
    met: dict[UUID, date] = {}
    rows = PlanVersion.objects.filter(
        plan__in=plan_ids, state__in=(State.AUTHORISED, State.SUPERSEDED)
    )
    for row in rows.only("plan", "visit_every", "authorised_at", "meeting_on").order_by("number"):
        if row.visit_every and row.authorised_at:
            patterns[row.plan_id].append(Pattern(local_day(row.authorised_at), row.visit_every))
        if row.meeting_on:
            met.setdefault(row.plan_id, row.meeting_on)
    return patterns, met


def _shared(plan_ids: Sequence[UUID]) -> dict[UUID, date]:
    """The first day on which a version of each plan was given to somebody of the family."""
    rows = Sharing.objects.filter(version__plan__in=plan_ids).exclude(who=Who.PROFESSIONAL)
    firsts = rows.order_by().values("version__plan").annotate(first=Min("shared_on"))
    return dict(firsts.values_list("version__plan", "first"))


def _both(met: date | None, shared: date | None) -> date | None:
    return max(met, shared) if met and shared else None
