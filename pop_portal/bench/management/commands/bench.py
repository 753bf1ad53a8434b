"""`manage.py bench`: seeds by scale; measures pages, search, the sweep and the schools' import."""

import json
import logging
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.test.utils import override_settings
from django.urls import clear_url_caches, reverse, set_urlconf

from accounts.models import Person
from placements.models import PlacementDay, PracticePlacement
from pop_portal.bench.database import own_database
from pop_portal.bench.importing import measure_import
from pop_portal.bench.measure import Cost, Visitor
from pop_portal.bench.multiply import PLACEMENT_ROOMS, lengthen, multiply
from pop_portal.bench.pages import BenchPage, long_child, pages, placement_pages
from pop_portal.bench.report import (
    ImportRow,
    PageRow,
    SearchRow,
    SweepRow,
    as_json,
    import_lines,
    page_lines,
    search_lines,
    sweep_lines,
)
from pop_portal.bench.searching import measure_search
from pop_portal.bench.sweeping import measure_sweep
from pop_portal.demo import cast
from pop_portal.demo.loading import load

BENCH_URLS = "pop_portal.bench.urls"
# Entries on the chronology of the child whose pages are measured.
LONG_RECORD = 2_000
DAYS_EACH = 100
# More than the demo is ever multiplied by.
STEP = 1_000


def numbers(text: str) -> list[int]:
    return sorted(int(part) for part in text.split(","))


class Command(BaseCommand):
    help = "Measures pages, the sweep and the import in a database of its own, dropped afterwards."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scales", type=numbers, default=[1, 10, 100], help="times the demo")
        parser.add_argument(
            "--deadlines", type=numbers, default=[10_000, 100_000, 1_000_000], help="to sweep"
        )
        parser.add_argument(
            "--placements", type=int, default=5_000, help="placements to measure their pages at"
        )
        parser.add_argument(
            "--schools", type=int, default=50_000, help="rows of the register to import"
        )
        parser.add_argument("--json", type=Path, help="write the figures to this file as well")

    def handle(self, *args: Any, **options: Any) -> None:
        logging.disable(logging.INFO)
        with own_database(), override_settings(DEMO=True, ROOT_URLCONF=BENCH_URLS):
            clear_url_caches()
            set_urlconf(None)
            self._say("Making the bench's own database")
            call_command("migrate", verbosity=0)
            self._say("Loading the demo")
            load(lambda played, known: None)
            searched: list[SearchRow] = []
            measured = self._pages(options["scales"], searched)
            placed = self._placements(options["placements"], max(options["scales"]))
            swept = self._sweeps(options["deadlines"])
            imported = self._imports(options["schools"])
        if options["json"]:
            options["json"].write_text(
                json.dumps(as_json(measured, placed, searched, swept, imported), indent=2) + "\n"
            )

    def _pages(self, scales: list[int], searched: list[SearchRow]) -> list[PageRow]:
        rows, size = [], 1
        for scale in scales:
            if scale > size:
                self._say(f"Growing to {scale} times the demo")
                # Copies are copied too: each step takes everything there is so far.
                multiply(range(size, scale, size))
                size = scale
            lengthen(long_child(), LONG_RECORD)
            self._say(f"Measuring pages at {scale} times the demo")
            at_scale = self._at_scale(scale, pages())
            found = measure_search(Person.objects.get(email=cast.STAFF[0].email), scale)
            self._show(page_lines(at_scale), search_lines(found))
            rows += at_scale
            searched += found
        return rows

    def _placements(self, wanted: int, size: int) -> list[PageRow]:
        """Pages of the placements among at least so many, with a hundred days for each of them."""
        held, days = PracticePlacement.objects.count(), PlacementDay.objects.count()
        copies = 1 + max(
            max(wanted - held, 0) // held, max(wanted * DAYS_EACH - days, 0) // max(days, 1)
        )
        self._say(f"Growing to {wanted} placements")
        # Copies are copied too: in steps, so that no number is given twice.
        multiply(range(STEP, STEP * copies + 1, STEP), PLACEMENT_ROOMS)
        placed = (
            f"{PracticePlacement.objects.count()} placements, {PlacementDay.objects.count()} days"
        )
        rows = self._at_scale(size, placement_pages())
        self._show([f"at {placed}", *page_lines(rows)])
        return rows

    def _at_scale(self, scale: int, measured: Iterable[BenchPage]) -> list[PageRow]:
        visitors: dict[Person, Visitor] = {}
        rows = []
        for page in measured:
            if page.person not in visitors:
                visitors[page.person] = Visitor(page.person)
            costs = visitors[page.person].costs(page.path, reverse("empty"))
            rows.append(self._row(scale, page, *costs))
        return rows

    def _row(self, scale: int, page: BenchPage, cost: Cost, empty: Cost) -> PageRow:
        return PageRow(
            scale=scale,
            page=page.name,
            role=page.person.role,
            queries=cost.queries,
            sql_ms=round(cost.sql_ms, 2),
            server_ms=round(cost.server_ms, 2),
            ratio=round(cost.ratio(empty), 3),
            size=cost.size,
        )

    def _sweeps(self, counts: list[int]) -> list[SweepRow]:
        rows = []
        for count in counts:
            self._say(f"Sweeping {count} deadlines")
            rows.append(measure_sweep(count))
        self._show(sweep_lines(rows))
        return rows

    def _imports(self, count: int) -> list[ImportRow]:
        self._say(f"Importing {count} schools")
        rows = measure_import(count)
        self._show(import_lines(rows))
        return rows

    def _show(self, *tables: Iterable[str]) -> None:
        """Each table as soon as it is measured: the whole takes long, and may be stopped."""
        for lines in tables:
            self.stdout.write("\n".join(["", *lines]))

    def _say(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)
