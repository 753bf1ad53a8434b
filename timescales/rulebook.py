"""All rules, read once: which edition of a rule holds on a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from timescales.clock import RuleSpec
from timescales.models import ClockRule


class UnknownRule(LookupError):
    """No rule, or no edition of it, goes by that name; the message says which there are."""


@dataclass(frozen=True)
class Edition:
    """One edition with what the pure clock needs of it."""

    row: ClockRule
    spec: RuleSpec


class Rulebook:
    """Built from rows in one query; make a fresh one for every piece of work that writes."""

    def __init__(self, rules: Iterable[ClockRule]) -> None:
        self._editions: dict[str, list[Edition]] = defaultdict(list)
        self._by_pk: dict[int, Edition] = {}
        for row in sorted(rules, key=lambda row: row.effective_from or date.min):
            edition = Edition(row, row.spec())
            self._editions[row.code].append(edition)
            self._by_pk[row.pk] = edition

    @classmethod
    def load(cls) -> "Rulebook":
        return cls(ClockRule.objects.all())

    def codes(self) -> list[str]:
        return sorted(self._editions, key=_natural)

    def editions(self, code: str) -> list[Edition]:
        """Oldest first. Raises UnknownRule."""
        found = self._editions.get(code.upper())
        if not found:
            raise UnknownRule(f"There is no rule {code}. Rules: {', '.join(self.codes())}.")
        return found

    def on(self, code: str, day: date) -> Edition:
        """The edition in force on `day`; before the first known one, the first.

        Raises UnknownRule when the rule has ended by then.
        """
        editions = self.editions(code)
        begun = [e for e in editions if (e.row.effective_from or date.min) <= day]
        chosen = begun[-1] if begun else editions[0]
        if chosen.row.effective_to is not None and chosen.row.effective_to < day:
            raise UnknownRule(f"No edition of {chosen.row.code} is in force on {day:%Y-%m-%d}.")
        return chosen

    def named(self, code: str, edition: str) -> Edition:
        """The edition of that name, or the only one whose name holds it. Raises UnknownRule."""
        editions = self.editions(code)
        wanted = edition.casefold()
        exact = [e for e in editions if e.row.edition.casefold() == wanted]
        found = exact or [e for e in editions if wanted in e.row.edition.casefold()]
        if len(found) != 1:
            names = ", ".join(e.row.edition for e in editions)
            raise UnknownRule(
                f"{code.upper()} has no single edition {edition!r}. Editions: {names}."
            )
        return found[0]

    def of(self, rule_id: int) -> Edition:
        return self._by_pk[rule_id]


def _natural(code: str) -> tuple[int, int, str]:
    """C2 before C10, indicators after."""
    number = code[1:]
    return (0, int(number), code) if code[:1] == "C" and number.isdigit() else (1, 0, code)
