"""A plan with something in it, written through the same actions people use."""

from datetime import date
from typing import Any

from casework.plan.actions import (
    add_action,
    add_need,
    add_outcome,
    authorise_version,
    countersign_version,
    new_version,
    record_agreement,
    save_version,
    submit_version,
)

TEXT = {
    "why_plan": "Nobody sleeps when Mum and Dad shout.",
    "working_well": "Tomasz is at school every day.",
    "must_change": "Nights are quiet. Tomasz says so himself.",
    "family_network": "Nan takes Tomasz on Fridays.",
    "contingency": "Nan rings us and Tomasz sleeps at hers.",
    "ends_when": "Three months of quiet nights.",
    "visit_every": 15,
    "childs_version": "I want to sleep.",
}


def a_draft(plan, *, by, owner=None, due_on=None, asked_on=date(2026, 4, 1), **changes: Any):
    """A version that is complete enough to be sent."""
    version = new_version(plan=plan, by=by)
    fill(version, by=by, owner=owner or by, due_on=due_on or date(2026, 7, 1), asked_on=asked_on)
    return save_version(
        version=version, began_from=version.lock_version, fields=TEXT | changes, by=by
    )


def fill(version, *, by, owner, due_on, asked_on):
    need = add_need(
        version=version,
        fields={"words": "I need quiet nights", "whose_words": "Tomasz"},
        by=by,
    )
    outcome = add_outcome(
        need=need,
        fields={
            "words": "Arguments stay away from bedtime",
            "how_we_know": "Tomasz sleeps six nights of seven",
            "easy_words": "Quiet nights",
        },
        by=by,
    )
    add_action(
        outcome=outcome,
        fields={"what": "See Mum and Dad together", "owner": owner, "due_on": due_on},
        by=by,
    )
    add_action(
        outcome=outcome,
        fields={
            "what": "Go for a walk before shouting", "owner": None, "owner_name": "Dad",
            "due_on": due_on,
        },
        by=by,
    )  # fmt: skip
    agree(version, by=by, on=asked_on)


def agree(paper, *, by, on=date(2026, 4, 1)):
    said = {"paper": paper, "asked_on": on, "by": by}
    record_agreement(who="child", name="Tomasz", answer="yes", own_words="Good.", **said)
    record_agreement(who="parent", name="Mum", answer="yes", **said)
    record_agreement(
        who="absent_parent", name="Dad", answer="could_not", why="No answer to three letters",
        **said,
    )  # fmt: skip


def in_force(plan, *, by, sw, tm, on=None, **changes: Any):
    """Drafted, countersigned and authorised."""
    version = a_draft(plan, by=by, **changes)
    submit_version(version=version, by=by)
    version.refresh_from_db()
    if by != sw:
        countersign_version(version=version, by=sw)
    return authorise_version(version=version, by=tm, on=on)
