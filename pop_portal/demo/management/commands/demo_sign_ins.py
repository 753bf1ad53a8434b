"""`manage.py demo_sign_ins`: one sign-in for each role of the practice copy."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pop_portal.demo import cast

SHOWN = ("tm", "nadia", "lorna", "karen", "pat", "ruth", "frost", "gm", "dan")


class Command(BaseCommand):
    help = "Lists one sign-in for each role of the demo, and the password they share."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a practice copy: DEMO is off.")
        by_key = {one.key: one for one in cast.STAFF}
        student = next(one for one in cast.STUDENTS if one.key == "ewa")
        rows = [("Student social worker", student.email, student.name)]
        rows += [(by_key[key].role.label, by_key[key].email, by_key[key].name) for key in SHOWN]
        width = max(len(role) for role, _, _ in rows)
        for role, email, name in rows:
            self.stdout.write(f"  {role:<{width}}  {email:<28} {name}")
        self.stdout.write(f"  Password for all of them: {cast.PASSWORD}")
