"""Load the demo where nobody is yet, through the same actions and the same role as people.

Run as a module by the supervisor: `python -m pop_portal.servers.furnish`.
"""

import django
from django.core.management import call_command
from django.db import transaction


def main() -> None:
    django.setup()
    # All or nothing: half a demo would be taken for a whole one at the next start.
    with transaction.atomic():
        call_command("load_demo", if_empty=True)


if __name__ == "__main__":
    main()
