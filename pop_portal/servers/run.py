"""`make run`: start the portal with all it needs, say where it is, tend it until Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

from pop_portal.servers.foundations import tell
from pop_portal.servers.leash import end_with_parent
from pop_portal.servers.postgres import CannotStart
from pop_portal.servers.stack import Stack


class _Stop(BaseException):
    """Ctrl-C, or a friendly kill."""


def _stop(_: int, __: FrameType | None) -> None:
    # A second one while stopping changes nothing: what is stopping stops as fast as it may.
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
    raise _Stop


def _wanted_port() -> int:
    given = os.environ.get("PORT", "").strip()
    if not given:
        return 0
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise CannotStart(f"PORT must be a number from 1 to 65535, not {given!r}.")
    return int(given)


def _greet(stack: Stack, began: float) -> None:
    lines = ["", f"POP Portal is ready after {time.monotonic() - began:.0f} seconds", ""]
    lines.append(f"  Portal   {stack.url}")
    if stack.mail_url:
        lines.append(f"  Mail     {stack.mail_url}")
    lines.append(f"  Logs     {stack.foundations.logs}")
    print("\n".join(lines), flush=True)
    if stack.demo:
        print("\nSign in as:\n", flush=True)
        subprocess.run(
            [sys.executable, "manage.py", "demo_sign_ins"],
            cwd=stack.root,
            env=stack.env,
            stdin=subprocess.DEVNULL,
        )
    print("\nCtrl-C stops it and keeps the data.", flush=True)


def main() -> int:
    if "MAKELEVEL" in os.environ:
        # make was killed: nobody is left who could press Ctrl-C.
        end_with_parent()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, _stop)
    began = time.monotonic()
    stack = None
    try:
        stack = Stack(port=_wanted_port(), demo=os.environ.get("DEMO", "1") != "0")
        stack.start()
        _greet(stack, began)
        while True:
            time.sleep(1)
            stack.tend()
    except CannotStart as problem:
        tell(str(problem))
        return 1
    except _Stop:
        tell("\nStopping")
        return 0
    finally:
        if stack is not None:
            stack.stop()


if __name__ == "__main__":
    sys.exit(main())
