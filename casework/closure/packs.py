"""The handover pack: what another agency, or the next worker, is given. Official work only.

A session that nobody has countersigned, or a plan in draft, is never part of it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from accounts.models import in_force
from casework.child.models import Child
from casework.consent.codes import Activity
from casework.consent.ledger import Standing, standings
from casework.decision.reads import open_for
from casework.direct_work.models import DirectWorkSession
from casework.episode.models import Allocation, Episode
from casework.family.models import Relationship

LATEST_SESSIONS = 3


class Part(TypedDict):
    """One headed part of a pack."""

    title: str
    lines: list[str]


def build_pack(child: Child, on: date, consent: Mapping[str, Standing] | None = None) -> list[Part]:
    """The parts that have something to say, in the order a reader needs them.

    `consent` is what `consent_of` says, where the caller has asked it.
    """
    spells = _spells(child, on)
    parts: list[Part] = [
        {"title": "The child", "lines": _child(child, on)},
        {"title": "People around the child", "lines": _people(child, on)},
        {"title": "Who works with the child", "lines": _workers(spells)},
        {"title": "The work so far", "lines": _work(spells)},
        {"title": "In the child's own words", "lines": _words(child)},
        {"title": "What is still to be done", "lines": _open(child)},
        {"title": "Consent", "lines": _consent(consent or consent_of(child, on))},
    ]
    return [part for part in parts if part["lines"]]


def _child(child: Child, on: date) -> list[str]:
    born = child.dob or child.expected_dob
    facts = [
        f"{child.full_name}, {child.reference}",
        f"Born {born:%-d %B %Y}, aged {child.age(on)}" if born and child.dob else "",
        f"Expected {born:%-d %B %Y}" if born and not child.dob else "",
        f"School: {child.school.name}" if child.school else "",
        f"Languages: {child.languages}" if child.languages else "",
        f"Communication: {child.communication_needs}" if child.communication_needs else "",
    ]
    return [fact for fact in facts if fact]


def _people(child: Child, on: date) -> list[str]:
    rows = Relationship.objects.filter(child=child).current(on).select_related("member")
    return [f"{row.member.full_name}, {row.get_kind_display().lower()}" for row in rows]


def _spells(child: Child, on: date) -> list[Any]:
    """Every episode in order, each with `workers`: who works in it on `on`, in order of arrival."""
    workers = Allocation.objects.filter(in_force(on), episode=OuterRef("pk"))
    told = JSONObject(id="person", name="person__name", role="role", part="part")
    return list(
        Episode.objects.filter(child=child)
        .annotate(workers=ArraySubquery(workers.order_by("starts_on", "pk").values(told=told)))
        .order_by("opened_on")
    )


def _workers(spells: list[Any]) -> list[str]:
    # On the day work steps up or down, who goes on is in both spells: the later one counts.
    latest = {row["id"]: row for spell in spells for row in spell.workers}
    return [
        f"{row['name']}, {Allocation.Role(row['role']).label.lower()}"
        + (f": {row['part']}" if row["part"] else "")
        for row in latest.values()
    ]


def _work(spells: list[Any]) -> list[str]:
    return [
        f"{row.get_kind_display()} from {row.opened_on:%-d %B %Y}"
        + (
            f" to {row.closed_on:%-d %B %Y}: {row.get_closure_reason_display().lower()}"
            if row.closed_on
            else ""
        )
        for row in spells
    ]


def _words(child: Child) -> list[str]:
    rows = DirectWorkSession.objects.filter(child=child).final().exclude(childs_words="")
    return [f"{row.happened_on:%-d %B %Y}: “{row.childs_words}”" for row in rows[:LATEST_SESSIONS]]


def _open(child: Child) -> list[str]:
    return [
        f"{row.what} ({row.owner.name}, by {row.due_on:%-d %B})" for row in open_for([child.pk])
    ]


def consent_of(child: Child, on: date) -> dict[str, Standing]:
    """How consent stands to what a pack speaks of."""
    return standings([child], [Activity.ONE_TO_ONE, Activity.SHARING], on)[child.pk]


def _consent(found: Mapping[str, Standing]) -> list[str]:
    return [one.sentence for one in found.values()]
