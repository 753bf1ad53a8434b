"""The shapes of a shipped rule: guidance, law and local default."""

from datetime import date
from typing import Any

WT2023 = "Working Together 2023"
WT2026 = "Working Together 2026"
WT2026_FROM = date(2026, 3, 18)
DEFAULT = "Shipped default"

UNVERIFIED_LOCAL = (
    "Local default, unverified: no national figure exists. Replace it with your own policy."
)
CARRIED_OVER = (
    "Limit carried over from the 2023 guidance; not yet checked against the text of 2026."
)
FROM_MEMORY = "Stated from memory of the law; to be checked against its text."

IN_NEED = "Children in need, from the council's referral"
PROTECTION = "Child protection"
LOOKED_AFTER = "Looked-after children; a rule only, until legal status is recorded here"


def guidance(**rule: Any) -> list[dict[str, Any]]:
    """One entry for each edition of Working Together; the older holds for earlier starts too."""
    note, status = rule.pop("note", ""), rule.pop("status")
    return [
        rule
        | {
            "kind": "legal",
            "edition": WT2023,
            "effective_to": date(2026, 3, 17),
            "status": status,
            "note": note,
        },
        rule
        | {
            "kind": "legal",
            "edition": WT2026,
            "effective_from": WT2026_FROM,
            "status": "part",
            "note": f"{CARRIED_OVER} {note}".strip(),
        },
    ]


def law(**rule: Any) -> list[dict[str, Any]]:
    return [{"kind": "legal", "status": "verified"} | rule]


def local(**rule: Any) -> list[dict[str, Any]]:
    return [
        {
            "kind": "local",
            "edition": DEFAULT,
            "status": "unverified",
            "is_pausable": True,
            "note": UNVERIFIED_LOCAL,
        }
        | rule
    ]
