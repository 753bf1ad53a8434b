"""`make manage`: any management command against the portal's own servers.

They are started for its time where they are down. The command has this terminal's standard input
and output to itself and its exit code is ours; what we say goes to the standard error.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from pop_portal.servers.foundations import Foundations, tell
from pop_portal.servers.leash import end_with_parent
from pop_portal.servers.postgres import CannotStart
from pop_portal.servers.stack import FIRST_PORT, read_state, supervisor_lives


def run(arguments: list[str], *, data: Path | None = None) -> int:
    """Run `manage.py ARGUMENTS…`; the exit code as a shell gives it."""
    foundations = Foundations(data=data, say=lambda words: None)
    try:
        foundations.open()
        foundations.name_site(FIRST_PORT)
        foundations.env |= read_state(foundations.data).get("env", {})
        if not supervisor_lives(foundations.data):
            foundations.open_mailbox()
        if foundations.is_unprepared:
            foundations.prepare()
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=foundations.root, env=foundations.owner_env)
        return done.returncode if done.returncode >= 0 else 128 - done.returncode
    except CannotStart as problem:
        tell(str(problem))
        return 1
    finally:
        foundations.close()


def main() -> int:
    if "MAKELEVEL" in os.environ:
        end_with_parent()
    # Ctrl-C is the command's to answer; we wait for it and then leave the servers in order.
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
