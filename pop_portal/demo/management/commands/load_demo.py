"""`manage.py load_demo`: fill an empty practice database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pop_portal.celery import app
from pop_portal.demo.loading import NotHere, is_loaded, load

STEP = 200


class Command(BaseCommand):
    help = "Plays two invented years of one team into an empty database. Refuses where DEMO is off."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where people exist")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and is_loaded():
            return
        # The past nudges nobody: beat's first sweep finds what stands.
        app.conf.broker_url = "memory://"
        try:
            load(self._progress)
        except NotHere as error:
            raise CommandError(str(error)) from error
        self.stderr.write("The demo is loaded.")

    def _progress(self, played: int, known: int) -> None:
        if played % STEP == 0:
            self.stderr.write(f"  {played} events played, {known - played} known to come")
