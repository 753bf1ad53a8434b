"""Import the national school register, or say what an import would change."""

import csv
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.actions.school_import import import_file
from partners.presenters import failed_rows, summary_line
from partners.register import FileRefused


class Command(BaseCommand):
    help = (
        "Imports schools from the national register's CSV: all its columns or some of them (URN, "
        "EstablishmentName and EstablishmentStatus (name) at least), in any order, as UTF-8 or "
        "Windows-1252. A column the file does not have is left as it is stored. Rows that cannot "
        "be taken are listed with their line and the reason; the others are imported, all at "
        "once, and the exit code is 0. With --strict one such row means that nothing is imported "
        "and the exit code is 1. A file that cannot be read changes nothing and exits with 1. "
        "The last line of the output is the summary."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the CSV file, or - for standard input")
        parser.add_argument(
            "--dry-run", action="store_true", help="change nothing, say what would change"
        )
        parser.add_argument(
            "--strict", action="store_true", help="import nothing if any row is refused"
        )
        parser.add_argument("--refused", metavar="FILE", help="write the refused rows to this CSV")
        parser.add_argument(
            "--progress-every",
            type=int,
            default=5_000,
            metavar="N",
            help="report on standard error about every N rows (default 5000)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with self._open(options["file"]) as stream:
                done, refusals = import_file(
                    stream=stream,
                    file_name=Path(options["file"]).name,
                    by=None,
                    dry_run=options["dry_run"],
                    strict=options["strict"],
                    progress=self._progress(options["progress_every"]),
                )
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except FileRefused as refused:
            raise CommandError(f"{refused} Nothing was imported.") from refused
        for refusal in refusals:
            self.stdout.write(f"line {refusal.line}: {refusal.reason}")
        if options["refused"]:
            # The byte order mark makes spreadsheets read it as UTF-8.
            with open(options["refused"], "w", encoding="utf-8-sig", newline="") as out:
                csv.writer(out).writerows(failed_rows(done, refusals))
        stopped = options["strict"] and refusals
        if options["dry_run"] or stopped:
            self.stdout.write("Nothing was changed. An import would give:")
        self.stdout.write(summary_line(done))
        if stopped:
            raise CommandError("Some rows were refused and --strict was asked for.")

    def _progress(self, every: int):
        told = 0

        def tell(rows: int) -> None:
            nonlocal told
            if rows // every > told:
                told = rows // every
                self.stderr.write(f"{rows} rows read")

        return tell

    def _open(self, name: str) -> BinaryIO:
        if name != "-":
            return open(name, "rb")
        # The file is read twice (its encoding, then its rows), which a pipe cannot be.
        spool = tempfile.TemporaryFile()  # noqa: SIM115
        shutil.copyfileobj(sys.stdin.buffer, spool)
        spool.seek(0)
        return spool
