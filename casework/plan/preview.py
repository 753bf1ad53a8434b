"""What starting, ending or correcting a plan would change, told before anything is saved. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework.plan.clocks import Happened, PlanFacts, deadlines
from timescales.clock import Calendar, due, local_day
from timescales.deadlines import DeadlineFact
from timescales.rulebook import Rulebook


@dataclass(frozen=True)
class Stands:
    """One deadline as it stands on a day: when it is due, and what is to be said of it."""

    due_on: date
    words: str


@dataclass(frozen=True)
class Moved:
    """One deadline that is not as it was; None where there is none before, or after."""

    title: str
    since: date
    before: Stands | None
    after: Stands | None

    @property
    def becomes_late(self) -> bool:
        late = ("overdue", "met late")
        was = self.before.words if self.before else ""
        return bool(self.after and self.after.words in late and was not in late)


@dataclass(frozen=True)
class Preview:
    moved: tuple[Moved, ...]
    visits_out: tuple[Happened, ...]
    visits_in: tuple[Happened, ...]
    reviews_out: tuple[Happened, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.moved or self.visits_out or self.visits_in or self.reviews_out)


def preview(
    before: PlanFacts | None,
    after: PlanFacts,
    *,
    rulebook: Rulebook,
    calendar: Calendar,
    on: date,
) -> Preview:
    """The difference between two states of one plan; `before` is None for a plan that starts."""
    was = _standing(deadlines(before), rulebook, calendar, on) if before else {}
    will = _standing(deadlines(after), rulebook, calendar, on)
    moved = [
        Moved(title, since, was.get(key, (None,))[0], will.get(key, (None,))[0])
        for key, (_, title, since) in {**was, **will}.items()
        if was.get(key, (None,))[0] != will.get(key, (None,))[0]
    ]
    return Preview(
        moved=tuple(sorted(moved, key=lambda row: (row.since, row.title))),
        visits_out=_lost(before, after, after.visits),
        visits_in=_lost(after, before, after.visits) if before else _inside(after, after.visits),
        reviews_out=_lost(before, after, after.reviews),
    )


def _lost(
    had: PlanFacts | None, has: PlanFacts | None, rows: Iterable[Happened]
) -> tuple[Happened, ...]:
    if had is None or has is None:
        return ()
    return tuple(row for row in rows if had.holds(row.on) and not has.holds(row.on))


def _inside(plan: PlanFacts, rows: Iterable[Happened]) -> tuple[Happened, ...]:
    return tuple(row for row in rows if plan.holds(row.on))


def _standing(
    facts: Iterable[DeadlineFact], rulebook: Rulebook, calendar: Calendar, on: date
) -> dict[tuple[str, str], tuple[Stands, str, date]]:
    found = {}
    for fact in facts:
        if fact.cancelled:
            continue
        spec = rulebook.on(fact.rule, local_day(fact.starts)).spec
        due_on = due(spec, fact.starts, calendar, limit=fact.local_limit).due_on
        stands = Stands(due_on, _words(fact, due_on, on))
        found[fact.rule, fact.key] = (stands, fact.title, local_day(fact.starts))
    return found


def _words(fact: DeadlineFact, due_on: date, on: date) -> str:
    if fact.met is not None:
        return "met late" if local_day(fact.met) > due_on else "met in time"
    return "overdue" if due_on < on else "running"
