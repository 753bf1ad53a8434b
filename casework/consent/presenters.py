"""How the ledger is read: what stands for each activity, and every answer ever given."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from casework.consent.codes import Activity, Answer, GiverKind
from casework.consent.ledger import Standing, withdrawn_on
from casework.consent.models import ConsentEntry

KINDS = {Answer.YES: "green", Answer.NO: "red", Answer.COULD_NOT: "grey"}


def standing_rows(found: dict[str, Standing], asked: set[str]) -> list[dict[str, Any]]:
    """One row an activity: its sentence; what nobody asked about yet says so quietly."""
    return [
        {
            "title": Activity(activity).label,
            "sentence": standing.sentence,
            "kind": "green" if standing.is_in_place else ("amber" if activity in asked else "grey"),
            "tag": "In place"
            if standing.is_in_place
            else ("Not in place" if activity in asked else "Not asked yet"),
        }
        for activity, standing in found.items()
    ]


def entry_rows(entries: Iterable[ConsentEntry], on: date) -> list[dict[str, Any]]:
    """Every answer, newest first, each with how it stands now."""
    rows = []
    for entry in entries:
        tag, kind = _stands(entry, on)
        rows.append(
            {
                "entry": entry,
                "giver": giver(entry),
                "tag": tag,
                "kind": kind,
                "withdrawn_on": withdrawn_on(entry),
                "may_withdraw": entry.answer == Answer.YES and withdrawn_on(entry) is None,
            }
        )
    return rows


def giver(entry: ConsentEntry) -> str:
    """ "Mum (parent or carer)"; the child by name alone."""
    if entry.giver_kind == GiverKind.CHILD:
        return entry.giver_name
    return f"{entry.giver_name} ({str(entry.get_giver_kind_display()).lower()})"


def _stands(entry: ConsentEntry, on: date) -> tuple[str, str]:
    taken_back = withdrawn_on(entry)
    if taken_back is not None:
        return f"Withdrawn {taken_back:%-d %b %Y}", "red"
    if entry.expires_on is not None and entry.expires_on < on:
        return f"Ended {entry.expires_on:%-d %b %Y}", "grey"
    return str(entry.get_answer_display()), KINDS[Answer(entry.answer)]
