"""`manage.py clock RULE START`: when a clock runs out, and why."""

import sys
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from timescales.calendars import load_calendar
from timescales.clock import Counting, Due, LaterFrom, Unit, due, local_day, parse_start
from timescales.rulebook import Edition, Rulebook, UnknownRule


class Command(BaseCommand):
    help = (
        "Print when a clock runs out (first line, ISO) and the explanation after it. "
        "Rules in hours take and print a date-time with its offset."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rule", help="C1 to C23, or KPISC1")
        parser.add_argument(
            "start", nargs="?", help="2026-12-10, or 2026-12-18T16:30+00:00 for rules in hours"
        )
        parser.add_argument("--edition", help="an edition by its name, or a part of it: 2023")
        parser.add_argument("--limit", type=int, help="try a local limit, in the rule's own unit")
        parser.add_argument(
            "--counting",
            choices=[counting.value for counting in Counting],
            help="try the other way to count the day of the start event",
        )
        parser.add_argument(
            "--stdin", action="store_true", help="one START a line; prints START DUE for each"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["stdin"] == bool(options["start"]):
            raise CommandError("Give one START, or --stdin and none.", returncode=2)
        self.book, self.calendar = Rulebook.load(), load_calendar()
        self.code, self.edition = options["rule"], options["edition"]
        self.limit = options["limit"]
        self.counting = Counting(options["counting"]) if options["counting"] else None
        try:
            self.book.editions(self.code)
            if self.edition:
                self.book.named(self.code, self.edition)
            if self.limit is not None and self.limit < 0:
                raise ValueError("A limit cannot be negative.")
        except (UnknownRule, ValueError) as error:
            raise CommandError(str(error), returncode=2) from error
        if options["stdin"]:
            self._answer_lines()
        else:
            self._answer(options["start"])

    def _answer(self, text: str) -> None:
        try:
            start = parse_start(text)
            edition = self._edition(start)
            first = self._due(edition, start)
            lines = [printed(first), f"{edition.spec.title}: {first.explanation}"]
            lines += self._later(edition, start, first)
        except (UnknownRule, ValueError) as error:
            raise CommandError(str(error), returncode=2) from error
        lines.append(f"{edition.row.edition}, {edition.row.get_status_display().lower()}.")
        self.stdout.write("\n".join(lines))

    def _answer_lines(self) -> None:
        bad = 0
        answers: list[str] = []
        for number, line in enumerate(sys.stdin, 1):
            text = line.strip()
            if not text:
                continue
            try:
                start = parse_start(text)
                answers.append(f"{text} {printed(self._due(self._edition(start), start))}")
            except (UnknownRule, ValueError) as error:
                bad += 1
                self.stderr.write(f"line {number}: {error}")
            if len(answers) >= 1000:
                self.stdout.write("\n".join(answers))
                answers.clear()
        if answers:
            self.stdout.write("\n".join(answers))
        if bad:
            raise CommandError(
                f"{bad} line{'' if bad == 1 else 's'} could not be answered.", returncode=1
            )

    def _edition(self, start: date | datetime) -> Edition:
        if self.edition:
            return self.book.named(self.code, self.edition)
        return self.book.on(self.code, local_day(start))

    def _due(self, edition: Edition, start: date | datetime, stage: int = 0) -> Due:
        return due(
            edition.spec,
            start,
            self.calendar,
            stage=stage,
            limit=self.limit,
            counting=self.counting,
        )

    def _later(self, edition: Edition, start: date | datetime, first: Due) -> list[str]:
        """The other limits of a rule with several; a tried limit stands alone."""
        spec = edition.spec
        if self.limit is not None or len(spec.limits) == 1:
            return []
        if spec.later_from is LaterFrom.START:
            return [
                f"then {self._due(edition, start, stage).explanation}"
                for stage in range(1, len(spec.limits))
            ]
        following = self._due(edition, first.due_at or first.due_on, 1)
        return [
            (
                f"then {spec.unit.in_words(spec.limits[1])} each time, "
                f"if met on the day: {following.explanation}"
            )
        ]


def printed(found: Due) -> str:
    """ISO: the day, or the instant with its offset."""
    if found.unit is Unit.HOURS and found.due_at is not None:
        return found.due_at.isoformat()
    return found.due_on.isoformat()
