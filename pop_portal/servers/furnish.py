"""Load the demo where nobody is yet, through the same actions and the same role as people.

Run as a module by the supervisor: `python -m pop_portal.servers.furnish`.
"""

import django
from django.core.management import call_command, get_commands


def main() -> None:
    django.setup()
    if "load_demo" in get_commands():
        call_command("load_demo", if_empty=True)


if __name__ == "__main__":
    main()
