"""How a merge is shown: what would move, where the records differ, and what became of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.text import capfirst

from casework.child.codes import Disability
from casework.child.models import Child
from casework.family.merging.models import ChildMerge, MergeMove

STATE_KIND = {
    ChildMerge.State.PROPOSED: "amber",
    ChildMerge.State.DONE: "green",
    ChildMerge.State.UNDONE: "grey",
}


def label_of(name: str) -> str:
    return str(capfirst(Child._meta.get_field(name).verbose_name))


def in_words(child: Child, name: str) -> str:
    """One fact of a child as a person reads it."""
    field = Child._meta.get_field(name)
    if name == "school_id":
        return child.school.name if child.school else "None"
    if name == "disabilities":
        return ", ".join(str(Disability(code).label) for code in child.disabilities)
    display = getattr(child, f"get_{field.name}_display", None)
    value = display() if display else getattr(child, name)
    return f"{value:%-d %B %Y}" if isinstance(value, date) else str(value or "None")


def side_by_side(kept: Child, dropped: Child, names: Iterable[str]) -> list[list[str]]:
    """Rows of a table: what it is, here, there; facts that neither knows are left out."""
    rows = []
    for name in names:
        here, there = in_words(kept, name), in_words(dropped, name)
        if (here, there) != ("None", "None") and (here or there):
            rows.append([label_of(name), here or "None", there or "None"])
    return rows


def move_rows(counts: Iterable[tuple[str, int]]) -> list[list[str]]:
    return [[str(capfirst(noun)), str(count)] for noun, count in counts]


def moved(moves: Iterable[MergeMove]) -> list[list[str]]:
    """What a merge moved: nouns with their number."""
    counted: dict[str, int] = {}
    for move in moves:
        counted[move.noun] = counted.get(move.noun, 0) + len(move.ids)
    return move_rows(sorted(counted.items()))


def state_tag(merge: ChildMerge) -> dict[str, Any]:
    return {
        "text": merge.get_state_display(),
        "kind": STATE_KIND[ChildMerge.State(merge.state)],
    }
