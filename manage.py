#!/usr/bin/env python
"""Run a management command; those that change the schema connect as the database owner."""

import os
import sys

OWNER_COMMANDS = {"migrate", "grant_web_role", "bench", "flush"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pop_portal.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        from pop_portal.addresses import connect_as_owner

        connect_as_owner(os.environ)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
