"""Ask of each migration whether the code before it could live with the schema after it.

What has never been released is free: only migrations that come after a room's first one are asked.
"""

import sys

import django
from django_migration_linter import MigrationLinter

OURS = (
    "accounts", "casework", "notices", "oversight", "partners", "placements", "records", "schools",
    "supervision", "timescales",
)  # fmt: skip


def main() -> int:
    django.setup()
    linter = MigrationLinter(
        include_apps=OURS, no_cache=True, ignore_initial_migrations=True, quiet=["ok", "ignore"]
    )
    linter.lint_all_migrations()
    linter.print_summary()
    return int(linter.has_errors)


if __name__ == "__main__":
    sys.exit(main())
