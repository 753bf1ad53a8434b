"""Make database and pages ready, as the owner: schema, grants, static files. Safe to run again.

Run as a module by the supervisor: `python -m pop_portal.servers.prepare [--grant] [--static]`.
"""

import os
import sys

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from pop_portal.addresses import connect_as_owner


def main() -> None:
    connect_as_owner(os.environ)
    django.setup()
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        print(f"  applying {len(waiting)} migrations", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    if "--grant" in sys.argv[1:]:
        call_command("grant_web_role", verbosity=0)
    if "--static" in sys.argv[1:]:
        print("  collecting the pages' styles and scripts", flush=True)
        call_command("collectstatic", interactive=False, verbosity=0)


if __name__ == "__main__":
    main()
