#!/usr/bin/env python
"""Run a management command; those that change the schema connect as the database owner."""

import os
import sys

OWNER_COMMANDS = {"migrate", "grant_web_role", "bench", "flush"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pop_portal.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS and os.environ.get("DATABASE_OWNER_URL"):
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
