"""Start a program that is asked to stop when the process that started it dies, however it dies.

Run as a file: `python leash.py PARENT_PID PROGRAM ARGUMENT…`. Linux keeps the request over the
exec, so nothing of this stays in the program's way. Elsewhere the next start ends what was left.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Ask the kernel for SIGTERM when this process's parent is gone. Linux only, else nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


if __name__ == "__main__":
    end_with_parent()
    if os.getppid() != int(sys.argv[1]):
        sys.exit("the process that started this one is gone already")
    os.execvp(sys.argv[2], sys.argv[2:])
