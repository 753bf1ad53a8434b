"""The bar above every page of a child: who it is, and who answers for what."""

from datetime import date
from typing import Any, Protocol, cast
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, FilteredRelation, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.models import Person, ReportingLine, in_force
from accounts.prepared import prepared
from accounts.roles import Role
from casework.assessment.models import Assessment
from casework.child.models import Child, ChildQuerySet
from casework.episode.models import Allocation, Episode
from casework.meeting.models import Meeting
from casework.plan.models import Plan, PlanVersion
from casework.plan.presenters import badge
from casework.plan.reads import lines_in_force
from casework.protection.models import EnquiryPart, Section47

Fact = dict[str, Any]
_CASE_KINDS = (ReportingLine.Kind.CASE, ReportingLine.Kind.COVER)


class _Carried(Protocol):
    carrying: list[dict[str, Any]]


def with_workers(children: ChildQuerySet, on: date) -> ChildQuerySet:
    """Children that carry what `identity` needs, so that it asks nothing more."""
    return children.annotate(carrying=ArraySubquery(_carrying.build(OuterRef("pk"), on)))


def identity(person: Person, child: Child, on: date) -> dict[str, Any]:
    """Name, reference, facts in fixed order, and the staff-safety flag last. One query at most."""
    carrying = workers_of(child, on)
    educators = sorted({row["educator"] for row in carrying if row["educator"]})
    facts = [
        _life(child, on),
        {"label": "School", "value": _school(child)},
        {"label": "Language", "value": child.languages},
        {"label": "Communication", "value": child.communication_needs},
        _status(carrying),
        {"label": "You", "value": _you(person, carrying)},
        _accountable(carrying),
        {"label": "Practice educator", "value": ", ".join(educators)},
    ]
    flags = []
    if child.staff_safety_note:
        flags = [{"text": f"Staff safety: {child.staff_safety_note}", "kind": "amber"}]
    return {
        "name": child.short_name,
        "reference": child.reference,
        "facts": [fact for fact in facts if fact["value"]],
        "flags": flags,
    }


def workers_of(child: Child, on: date) -> list[dict[str, Any]]:
    """The open episode once for each of its workers of today; once without, if it has none."""
    carried = cast(_Carried, child)
    if not hasattr(carried, "carrying"):
        carried.carrying = _carrying(child.pk, on)
    return carried.carrying


def open_episode(child: Child, on: date) -> dict[str, Any] | None:
    """The spell of work that is open: its id, kind in words, first day and team."""
    for row in workers_of(child, on):
        return {
            "id": row["episode"],
            "kind": Episode.Kind(row["kind"]).label,
            "opened_on": date.fromisoformat(row["opened_on"]),
            "team": row["team"],
        }
    return None


def plan_panel(person: Person, child: Child, on: date) -> dict[str, Any] | None:
    """The plan in three lines, for the overview; no query of its own, nothing without a plan."""
    aims: list[str] = next((row["aims"] for row in workers_of(child, on)), [])
    return {"child": child, "lines": aims[:3], "more": len(aims[3:])} if aims else None


def open_assessment(child: Child, on: date) -> dict[str, Any] | None:
    """The assessment that is open on the spell of work: its id, state, author and who signed."""
    return next((row["assessment"] for row in workers_of(child, on)), None)


def open_enquiry(child: Child, on: date) -> dict[str, Any] | None:
    """The enquiry that runs: its id, state and lead, and who has a part of it still to write."""
    return next((row["enquiry"] for row in workers_of(child, on)), None)


def meetings_ahead(child: Child, on: date) -> list[dict[str, Any]]:
    """Meetings that are proposed or planned: id, kind, the day to hold it by, and when it is."""
    return next((row["ahead"] for row in workers_of(child, on)), [])


def waiting_version(child: Child, on: date) -> dict[str, Any] | None:
    """The version of the plan that waits for a hand: its id, state, author and who signed."""
    return next((row["version"] for row in workers_of(child, on)), None)


def is_accountable(person: Person, child: Child, on: date) -> bool:
    return any(
        row["worker"] == str(person.pk) and row["as"] == Allocation.Role.ACCOUNTABLE
        for row in workers_of(child, on)
    )


@prepared
def _carrying(child: UUID | OuterRef, on: date) -> QuerySet[Any, Any]:
    current = in_force(on, "allocations__")
    educator = (
        ReportingLine.objects.filter(
            in_force(on),
            person=OuterRef("now__person_id"),
            kind__in=_CASE_KINDS,
            answers_to__role=Role.PRACTICE_EDUCATOR,
        )
        .order_by("kind", "starts_on")  # "case" sorts before "cover"
        .values("answers_to__name")[:1]
    )
    plan = Plan.objects.filter(episode=OuterRef("pk")).current(on).values("kind")
    assessment = (
        Assessment.objects.open()
        .filter(episode=OuterRef("pk"))
        .values_list(
            JSONObject(
                id=F("pk"), state=F("state"), author=F("author"), signer=F("countersigned_by")
            )
        )
    )
    unwritten = EnquiryPart.objects.filter(enquiry=OuterRef("pk"), text="").values("writer")
    enquiry = (
        Section47.objects.open()
        .filter(episode=OuterRef("pk"))
        .values_list(
            JSONObject(
                id=F("pk"), state=F("state"), author=F("author"), unwritten=ArraySubquery(unwritten)
            )
        )
    )
    ahead = (
        Meeting.objects.ahead()
        .filter(episode=OuterRef("pk"))
        .values_list(
            JSONObject(id=F("pk"), kind=F("kind"), book_by=F("book_by"), at=F("planned_for"))
        )
    )
    version = (
        PlanVersion.objects.waiting()
        .filter(plan__episode=OuterRef("pk"))
        .values_list(
            JSONObject(
                id=F("pk"), state=F("state"), author=F("author"), signer=F("countersigned_by")
            )
        )
    )
    row = JSONObject(
        episode=F("pk"),
        plan=Subquery(plan[:1]),
        aims=ArraySubquery(lines_in_force(OuterRef("pk"), on)),
        assessment=Subquery(assessment[:1]),
        enquiry=Subquery(enquiry[:1]),
        ahead=ArraySubquery(ahead),
        version=Subquery(version[:1]),
        kind=F("kind"),
        opened_on=F("opened_on"),
        team=F("team__name"),
        worker=F("now__person_id"),
        name=F("now__person__name"),
        educator=Subquery(educator),
        **{"as": F("now__role")},
    )
    return (
        Episode.objects.filter(child=child)
        .in_force(on)
        .annotate(now=FilteredRelation("allocations", condition=current))
        .order_by("now__starts_on", "now__pk")
        .values_list(row, flat=True)
    )


def _life(child: Child, on: date) -> Fact:
    if child.date_of_death and child.dob:
        aged = f"aged {child.age(child.date_of_death)} (born {child.dob:%-d %b %Y})"
        return {"label": "Died", "value": f"{child.date_of_death:%-d %b %Y}, {aged}"}
    if child.dob is None:
        due = f"Unborn, due {child.expected_dob:%-d %b %Y}" if child.expected_dob else ""
        return {"label": "Age", "value": due}
    return {"label": "Age", "value": f"{child.age(on)} ({child.dob:%-d %b %Y})"}


def _school(child: Child) -> str:
    school = child.school.name if child.school else ""
    return ", ".join(part for part in (child.year_group, school) if part)


def _status(carrying: list[dict[str, Any]]) -> Fact:
    if not carrying:
        return {"label": "Status", "value": "No open work", "kind": "grey"}
    if plan := carrying[0]["plan"]:
        said = badge(plan)
        return {"label": "Status", "value": said.text, "kind": said.kind}
    kind = Episode.Kind(carrying[0]["kind"])
    in_need = kind == Episode.Kind.IN_NEED
    return {"label": "Status", "value": kind.label, "kind": "blue" if in_need else "green"}


def _you(person: Person, carrying: list[dict[str, Any]]) -> str:
    mine = {row["as"] for row in carrying if row["worker"] == str(person.pk)}
    if Allocation.Role.ACCOUNTABLE in mine:
        return "Accountable"
    if mine:
        return "Co-worker"
    if any(row["educator"] == person.name for row in carrying):
        return ""
    return person.get_role_display()


def _accountable(carrying: list[dict[str, Any]]) -> Fact:
    for row in carrying:
        if row["as"] == Allocation.Role.ACCOUNTABLE:
            return {"label": "Accountable", "value": row["name"]}
    if not carrying:
        return {"label": "Accountable", "value": ""}
    return {"label": "Accountable", "value": "Nobody yet", "kind": "red"}
