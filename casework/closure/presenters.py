"""How the end of work with a child is shown."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from casework.closure.models import Goodbye, OnwardReferral
from casework.closure.rules import ClosingFacts, refusals
from casework.episode.codes import CENSUS_REASONS, EARLY_HELP_REASONS, ClosureReason
from casework.episode.models import Allocation, Episode, Referral

GOODBYE_HEAD = ("Child", "Who leaves", "Last session", "Goodbye")
NFA_HEAD = ("Child", "Referral", "Made by", "Why nothing more was done")
ONWARD_KINDS = {
    OnwardReferral.State.SENT: "blue",
    OnwardReferral.State.ACCEPTED: "green",
    OnwardReferral.State.REJECTED: "red",
    OnwardReferral.State.REVOKED: "grey",
}


def reasons(facts: ClosingFacts, on: date) -> dict[str, str]:
    """Each reason of this kind of work, with why it cannot be chosen, or nothing."""
    of_kind = CENSUS_REASONS if facts.kind == Episode.Kind.IN_NEED else EARLY_HELP_REASONS
    return {
        reason: " ".join(
            one.sentence
            for one in refusals(facts, on=on, reason=reason, today=on)
            if one.field == "reason"
        )
        for reason in of_kind
        if reason != ClosureReason.EH_STEPPED_UP
    }


def reasons_in_the_way(facts: ClosingFacts, on: date) -> list[dict[str, str]]:
    """Reasons this record cannot bear now, in words; a dead child's closing is its own story."""
    found = reasons(facts, on)
    unsaid = {ClosureReason.DIED} if facts.died_on is None else set()
    return [
        {"key": str(ClosureReason(reason).label), "value": why}
        for reason, why in found.items()
        if why and reason not in unsaid
    ]


def onward_tag(referral: OnwardReferral) -> dict[str, str]:
    state = OnwardReferral.State(referral.state)
    return {"text": str(state.label), "kind": ONWARD_KINDS[state]}


def onward_facts(referral: OnwardReferral) -> list[dict[str, Any]]:
    facts = [
        ("To", str(referral.agency)),
        ("Asked on", f"{referral.asked_on:%-d %B %Y} by {referral.made_by.name}"),
        ("What is asked for", referral.purpose),
        ("Why we may share", referral.get_basis_display()),
        ("Because", referral.basis_note),
        ("Answered on", f"{referral.settled_on:%-d %B %Y}" if referral.settled_on else ""),
        ("By", referral.replied_by),
        ("What they said", referral.reply if referral.replied_by else ""),
        ("Why it was taken back", "" if referral.replied_by else referral.reply),
    ]
    return [{"key": key, "value": value} for key, value in facts if value]


def goodbye_facts(goodbye: Goodbye) -> list[dict[str, Any]]:
    after = goodbye.handover_to.name if goodbye.handover_to else "Not decided yet"
    facts = [
        ("Who leaves", goodbye.allocation.person.name),
        ("Last session", f"{goodbye.last_session_on:%A %-d %B %Y}"),
        ("Who tells the child", f"{goodbye.get_told_by_display()}, {goodbye.told_on:%-d %B}"),
        ("What the child is told", goodbye.what_told),
        ("What the child keeps", goodbye.keeps),
        ("Who comes next", after),
        ("What they need to know", goodbye.handover),
        ("Said on", f"{goodbye.said_on:%-d %B %Y}" if goodbye.said_on else ""),
        ("How the child took it", goodbye.how_it_went),
    ]
    return [{"key": key, "value": value} for key, value in facts if value]


def goodbye_rows(allocations: Iterable[Allocation], on: date) -> list[list[Any]]:
    """Who leaves whom, the soonest last day first; `leaves_on` is the last day of their access."""
    rows = []
    for row in allocations:
        planned = getattr(row, "goodbye", None)
        if planned is None:
            tag, kind = "Not planned", "red"
        elif planned.is_said:
            tag, kind = "Said", "green"
        else:
            tag, kind = "Planned", "blue"
        leaves_on = getattr(row, "leaves_on", None)
        last = planned.last_session_on if planned else leaves_on
        where = (
            reverse("casework:goodbye-detail", args=[planned.pk])
            if planned
            else reverse("casework:goodbye-plan", args=[row.pk])
        )
        child = row.episode.child
        rows.append(
            [
                {"text": child.short_name, "href": where, "hint": child.reference},
                {
                    "text": row.person.name,
                    "hint": f"leaves on {leaves_on:%-d %B}" if leaves_on else "",
                },
                f"{last:%-d %B %Y}" if last else "",
                {"tag": tag, "kind": kind},
            ]
        )
    return rows


def nfa_rows(referrals: Iterable[Referral]) -> list[list[Any]]:
    return [
        [
            {
                "text": row.child.short_name,
                "href": reverse("casework:child-work", args=[row.child_id]),
                "hint": row.child.reference,
            },
            f"{row.referred_on:%-d %B %Y}",
            str(row.get_source_display()),
            row.note,
        ]
        for row in referrals
    ]
