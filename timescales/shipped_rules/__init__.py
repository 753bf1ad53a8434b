"""The clock rules the portal ships with, each with its source and how far it was checked.

Read by a migration, which turns each entry into a `ClockRule`. A change of law or guidance is a new
edition in a new migration, never an edit here: running deadlines keep the edition they began under.
Local rules are defaults that nobody at the council has confirmed; an administrator replaces them.
"""

from typing import Any

from timescales.shipped_rules.access import ACCESS_AND_ONWARD_RULES
from timescales.shipped_rules.children import CHILDREN_RULES
from timescales.shipped_rules.intakes import INTAKE_RULES
from timescales.shipped_rules.placements import PLACEMENT_RULES

SHIPPED_RULES: list[dict[str, Any]] = [
    *CHILDREN_RULES,
    *ACCESS_AND_ONWARD_RULES,
    *INTAKE_RULES,
    *PLACEMENT_RULES,
]

# Who is told when: (root type, stage, moment, wait in working days, whom). An empty root type holds
# for every kind of root that has no steps of its own.
SHIPPED_STEPS: list[tuple[str, int, str, int, str]] = [
    ("", 1, "nearing", 0, "owner"),
    ("", 2, "due", 0, "owner"),
    ("", 3, "overdue", 0, "owner"),
    ("", 4, "overdue", 1, "manager"),
    ("", 4, "overdue", 1, "team"),
    ("", 4, "overdue", 1, "copied"),
    *(
        (root_type, *step)
        for root_type in ("placements.placement", "placements.checks", "placements.concern")
        for step in (
            (1, "nearing", 0, "owner"),
            (2, "due", 0, "owner"),
            (3, "overdue", 0, "owner"),
            (4, "overdue", 1, "answers"),
            (4, "overdue", 1, "copied"),
            (5, "overdue", 3, "team"),
        )
    ),
]
