"""Decisions in words: one tag for where each stands, the same everywhere."""

from dataclasses import dataclass
from datetime import date

from casework.decision.models import Decision


@dataclass(frozen=True)
class Tag:
    text: str
    kind: str


def tag(decision: Decision, on: date, accountable: str = "") -> Tag:
    """ "Overdue 2 days", "Due today", "Advice, awaiting Lorna Grant", "Done", "Not agreed"."""
    if decision.is_advice:
        return Tag(f"Advice, awaiting {accountable or 'the manager'}", "blue")
    if decision.status == Decision.Status.DECLINED:
        return Tag("Not agreed", "grey")
    if decision.status == Decision.Status.DONE:
        return Tag("Done", "green")
    if decision.status in (Decision.Status.REPLACED, Decision.Status.DROPPED):
        return Tag(decision.get_status_display(), "grey")
    return due_tag((decision.due_on - on).days)


def due_tag(days: int) -> Tag:
    """Calendar days: the date was agreed by people, no law counts it in working days."""
    if days < 0:
        return Tag(f"Overdue {counted(-days)}", "red")
    if days == 0:
        return Tag("Due today", "amber")
    if days <= 3:
        return Tag(f"Due in {counted(days)}", "amber")
    return Tag(f"Due in {counted(days)}", "grey")


def counted(days: int) -> str:
    return f"{days} day" if days == 1 else f"{days} days"
