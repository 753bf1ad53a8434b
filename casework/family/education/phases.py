"""Attendance before, during and after the work, counted in sessions. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class Reading(Protocol):
    """Sessions possible and attended from one day to another."""

    starts_on: date
    ends_on: date
    possible: int
    attended: int


class Phase(StrEnum):
    BEFORE = "Before the work"
    DURING = "During the work"
    AFTER = "After the work"


@dataclass(frozen=True)
class Share:
    """What was attended of what could be, over every reading that lies wholly in one phase."""

    phase: Phase
    possible: int
    attended: int

    @property
    def percent(self) -> float | None:
        return round(100 * self.attended / self.possible, 1) if self.possible else None


def phase_of(reading: Reading, spells: Sequence[tuple[date, date | None]]) -> Phase | None:
    """The phase a reading lies in; None where it lies across an edge, and so in neither.

    `spells` are the first and last days of work, in order. Between two spells counts as during: the
    child was known, and what was done went on working.
    """
    if not spells:
        return None
    first = spells[0][0]
    last = None if any(end is None for _, end in spells) else max(end for _, end in spells if end)
    if reading.ends_on < first:
        return Phase.BEFORE
    if last is not None and reading.starts_on > last:
        return Phase.AFTER
    if reading.starts_on >= first and (last is None or reading.ends_on <= last):
        return Phase.DURING
    return None


def shares(
    readings: Iterable[Reading], spells: Sequence[tuple[date, date | None]]
) -> tuple[list[Share], int]:
    """Each phase in order, and how many readings lie across an edge and are counted in none."""
    totals = {phase: [0, 0] for phase in Phase}
    across = 0
    for reading in readings:
        phase = phase_of(reading, spells)
        if phase is None:
            across += 1
            continue
        totals[phase][0] += reading.possible
        totals[phase][1] += reading.attended
    return [Share(phase, *totals[phase]) for phase in Phase], across
