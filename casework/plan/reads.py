"""Questions about plans that pages, clocks and other wings ask; each costs few queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.prepared import prepared
from casework.child.models import Child
from casework.decision.models import Decision
from casework.direct_work.models import DirectWorkSession, ScaleReading
from casework.direct_work.visit.models import Visit
from casework.family.models import HouseholdMember, Relationship
from casework.plan.completeness import Branch
from casework.plan.models import (
    Agreement,
    ItemChange,
    Need,
    Outcome,
    OutcomeProgress,
    Plan,
    PlanAction,
    PlanCategory,
    PlanCorrection,
    PlanVersion,
    SafetyPlan,
    Sharing,
    Status,
    Who,
)
from records.actions import record_type
from records.models import SignedRecord, StateChange
from records.states import Move, State
from timescales.models import Deadline

ACTION_SOURCE = "casework.plan_action"


@dataclass
class ActionRow:
    """One action with what the list of actions knows of it."""

    pk: UUID
    line: UUID
    what: str
    owner: str
    owner_id: UUID | None
    due_on: date
    status: str
    decision: Decision | None = None

    @property
    def is_done(self) -> bool:
        done = self.decision is not None and self.decision.status == Decision.Status.DONE
        return self.status == Status.ACHIEVED or done


@dataclass
class OutcomeRow:
    pk: UUID
    line: UUID
    words: str
    how_we_know: str
    easy_words: str
    status: str
    scale: int | None = None
    scale_was: int | None = None
    times_moved: int = 0
    actions: list[ActionRow] = field(default_factory=list)

    @property
    def standing_actions(self) -> list[ActionRow]:
        return [row for row in self.actions if row.status != Status.REMOVED]


@dataclass
class NeedRow:
    pk: UUID
    line: UUID
    words: str
    whose_words: str
    status: str
    outcomes: list[OutcomeRow] = field(default_factory=list)

    @property
    def standing_outcomes(self) -> list[OutcomeRow]:
        return [row for row in self.outcomes if row.status != Status.REMOVED]


def tree(version: PlanVersion | UUID) -> list[NeedRow]:
    """Needs with their outcomes and actions, in order; one query, whatever their number."""
    needs: dict[UUID, NeedRow] = {}
    outcomes: dict[UUID, OutcomeRow] = {}
    for row in _written(version if isinstance(version, UUID) else version.pk):
        need = needs.setdefault(row["pk"], _need(row))
        if row["outcomes__pk"] is None:
            continue
        if row["outcomes__pk"] not in outcomes:
            outcomes[row["outcomes__pk"]] = _outcome(row)
            need.outcomes.append(outcomes[row["outcomes__pk"]])
        if row["outcomes__actions__pk"] is not None:
            outcomes[row["outcomes__pk"]].actions.append(_action(row))
    return list(needs.values())


@prepared
def _written(version: UUID) -> QuerySet[Need, Any]:
    readings = ScaleReading.objects.filter(about=OuterRef("outcomes__line"))
    latest = readings.order_by("-on", "-pk").values("value")
    return (
        Need.objects.filter(version=version)
        .annotate(
            scale=Subquery(latest[:1]),
            scale_said_by=Subquery(readings.order_by("-on", "-pk").values("said_by")[:1]),
            scale_was=Subquery(
                readings.filter(said_by=OuterRef("scale_said_by"))
                .order_by("-on", "-pk")
                .values("value")[1:2]
            ),
            moved_on=Subquery(
                Outcome.objects.filter(line=OuterRef("outcomes__line"))
                .order_by()
                .values("line")
                .annotate(number=Count("progress"))
                .values("number")
            ),
            owner=F("outcomes__actions__owner__name"),
            listed=Subquery(
                Decision.objects.filter(
                    source_type=ACTION_SOURCE, source_id=OuterRef("outcomes__actions__line")
                )
                .order_by("-made_on", "-pk")
                .values(listed=JSONObject(pk="pk", status="status", due_on="due_on"))[:1]
            ),
        )
        .order_by(
            "position", "pk", "outcomes__position", "outcomes__pk",
            "outcomes__actions__position", "outcomes__actions__pk",
        )
        .values(
            "pk", "line", "words", "whose_words", "status", "scale", "scale_was", "moved_on",
            "owner", "listed", "outcomes__pk", "outcomes__line", "outcomes__words",
            "outcomes__how_we_know", "outcomes__easy_words", "outcomes__status",
            "outcomes__actions__pk", "outcomes__actions__line", "outcomes__actions__what",
            "outcomes__actions__owner_name", "outcomes__actions__owner_id",
            "outcomes__actions__due_on", "outcomes__actions__status",
        )
    )  # fmt: skip


def _need(row: Mapping[str, Any]) -> NeedRow:
    return NeedRow(row["pk"], row["line"], row["words"], row["whose_words"], row["status"])


def _outcome(row: Mapping[str, Any]) -> OutcomeRow:
    return OutcomeRow(
        pk=row["outcomes__pk"],
        line=row["outcomes__line"],
        words=row["outcomes__words"],
        how_we_know=row["outcomes__how_we_know"],
        easy_words=row["outcomes__easy_words"],
        status=row["outcomes__status"],
        scale=row["scale"],
        scale_was=row["scale_was"],
        times_moved=row["moved_on"] or 0,
    )


def _action(row: Mapping[str, Any]) -> ActionRow:
    return ActionRow(
        pk=row["outcomes__actions__pk"],
        line=row["outcomes__actions__line"],
        what=row["outcomes__actions__what"],
        owner=row["owner"] or row["outcomes__actions__owner_name"],
        owner_id=row["outcomes__actions__owner_id"],
        due_on=row["outcomes__actions__due_on"],
        status=row["outcomes__actions__status"],
        decision=_listed(row["listed"]),
    )


def _listed(found: Mapping[str, str] | None) -> Decision | None:
    """The action's newest entry in the one list, as far as a plan's page needs it."""
    if found is None:
        return None
    due_on = date.fromisoformat(found["due_on"])
    return Decision(pk=UUID(found["pk"]), status=found["status"], due_on=due_on)


def decisions_of(lines: Iterable[UUID]) -> dict[UUID, Decision]:
    """The newest entry of the one list of actions for each of these actions of a plan."""
    rows = Decision.objects.from_source(ACTION_SOURCE, list(lines)).with_people()
    return {row.source_id: row for row in rows if row.source_id}


def branches(needs: Iterable[NeedRow]) -> list[list[Branch]]:
    """What completeness asks of a version: the outcomes of each need that stands."""
    return [
        [Branch(one.words, len(one.standing_actions)) for one in need.standing_outcomes]
        for need in needs
        if need.status != Status.REMOVED
    ]


def standing_agreements(agreements: Iterable[Agreement]) -> list[Agreement]:
    """The latest answer of each person, in the order in which people were first asked."""
    latest: dict[tuple[str, str], Agreement] = {}
    for row in agreements:
        latest[row.who, row.name.casefold()] = row
    return list(latest.values())


def agreements_of(paper: PlanVersion | SafetyPlan) -> list[Agreement]:
    """The standing answers to one paper; one query."""
    return standing_agreements(paper.agreements.all())


def sharings_of(paper: PlanVersion | SafetyPlan) -> list[Sharing]:
    """Who was given it, newest first; nobody, before it may leave."""
    return list(paper.sharings.all()) if paper.may_leave else []


def current_plan(child_id: UUID, on: date) -> Plan | None:
    return Plan.objects.filter(child=child_id).current(on).first()


def standings(child_ids: Iterable[UUID], on: date) -> dict[UUID, Plan]:
    """The plan in force of each child that has one, in one query."""
    rows = Plan.objects.filter(child__in=list(child_ids)).current(on)
    return {row.child_id: row for row in rows}


def version_in_force(plan: Plan) -> PlanVersion | None:
    """What the plan says today; of an ended plan, what it said last."""
    rows = plan.versions.filter(state__in=(State.AUTHORISED, State.SUPERSEDED))
    return rows.order_by("-number").first()


def safety_plan_in_force(child_id: UUID) -> SafetyPlan | None:
    return SafetyPlan.objects.filter(child=child_id, state=State.COUNTERSIGNED).first()


def signed_work(child_id: UUID, since: date) -> list[DirectWorkSession | Visit]:
    """Countersigned sessions and visits that may be named as progress, newest first."""
    sessions = DirectWorkSession.objects.final().filter(child=child_id, happened_on__gte=since)
    visits = Visit.objects.final().seen().filter(child=child_id, happened_on__gte=since)
    rows: list[DirectWorkSession | Visit]
    rows = [*sessions.select_related("tool", "author")[:50], *visits.select_related("author")[:50]]
    return sorted(rows, key=lambda row: row.happened_on or since, reverse=True)


def progress_of(outcome: Outcome) -> list[OutcomeProgress]:
    """What moved an outcome on, in whichever version it was noted, newest first."""
    rows = OutcomeProgress.objects.filter(outcome__line=outcome.line)
    found = rows.select_related("session__tool", "visit", "by")
    return sorted(found, key=lambda row: row.happened_on, reverse=True)


def readings_of(outcome: Outcome) -> list[ScaleReading]:
    """How near it felt, oldest first."""
    return list(ScaleReading.objects.near(outcome.line).order_by("on", "pk"))


@dataclass(frozen=True)
class Somebody:
    """A person who is asked about a plan, as far as the family is known."""

    who: str
    name: str
    member_id: UUID | None = None


_PARENTS = frozenset(
    {
        Relationship.Kind.MOTHER,
        Relationship.Kind.FATHER,
        Relationship.Kind.STEP_PARENT,
        Relationship.Kind.FOSTER_CARER,
        Relationship.Kind.GUARDIAN,
    }
)


def people_to_ask(child: Child, on: date) -> list[Somebody]:
    """The child, then each parent, those who live elsewhere last; one query."""
    living = HouseholdMember.objects.in_force(on)
    homes = living.filter(member__known_child=child).values("household")
    theirs = living.filter(member=OuterRef("member"))
    rows = (
        Relationship.objects.filter(child=child, kind__in=_PARENTS, member__is_deceased=False)
        .current(on)
        .annotate(
            is_at_home=Exists(theirs.filter(household__in=homes)),
            is_elsewhere=Exists(theirs) & Exists(homes),
        )
        .select_related("member")
        .order_by("-is_at_home", "pk")
    )
    asked = [Somebody(Who.CHILD, child.known_as or child.first_name)]
    for row in rows:
        is_absent = row.is_elsewhere and not row.is_at_home
        name = f"{row.member.full_name} ({row.get_kind_display().lower()})"
        asked.append(Somebody(Who.ABSENT_PARENT if is_absent else Who.PARENT, name, row.member_id))
    return asked


def moves_of(record: SignedRecord) -> list[StateChange]:
    """How the record came to where it is, first move first."""
    rows = StateChange.objects.filter(record_type=record_type(record), record_id=record.pk)
    return list(rows.select_related("by"))


def latest_return(moves: Iterable[StateChange]) -> StateChange | None:
    returned = [row for row in moves if row.move == Move.RETURN]
    return returned[-1] if returned else None


def actions_of(version: PlanVersion) -> list[PlanAction]:
    return list(version.actions.select_related("owner", "outcome").order_by("position", "pk"))


def history_of(plan: Plan) -> list[ItemChange]:
    """Every step of every need, outcome and action of a plan, newest first."""
    return list(plan.item_changes.select_related("by").order_by("-at", "-pk"))


def lines_in_force(episode: Any, on: date) -> QuerySet[Outcome, str]:
    """What the plan of today wants to be different and is not yet, in the child's words, in order.

    `episode` may be an OuterRef: whoever draws the child's page asks for it in a query of theirs.
    """
    rows = Outcome.objects.filter(
        version__state=State.AUTHORISED,
        version__plan__episode=episode,
        version__plan__in=Plan.objects.current(on).values("pk"),
        status=Status.OPEN,
        need__status=Status.OPEN,
    )
    return rows.order_by("need__position", "position", "pk").values_list("easy_words", flat=True)


def running_clocks(plan: Plan) -> list[Deadline]:
    """The clocks of this plan that run, due first."""
    return _running(plan.pk)


@prepared
def _running(plan_id: UUID) -> QuerySet[Deadline]:
    rows = Deadline.objects.running().with_rule()
    return rows.filter(subject_type="casework.plan", subject_id=plan_id)


def corrections_of(plan: Plan) -> list[PlanCorrection]:
    """How the plan's days were put right, first time first."""
    return list(plan.corrections.select_related("by"))


def categories_of(plan: Plan) -> list[PlanCategory]:
    """The categories of abuse by date."""
    return list(plan.categories.select_related("by"))
