"""Make `.venv` and bring what the portal needs, with nothing but Python's standard library.

Run as a file, never imported, by whatever `python3` the machine has:
`python3 pop_portal/servers/bootstrap.py runtime|dev [--assets] [--browser]`. Everything it says
goes to the standard error, so that `make manage` can be piped. A second run costs a moment: each
step leaves a stamp made from the lock file it was done for.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections import deque

if sys.version_info < (3, 11):  # noqa: UP036 - this file is what older Pythons meet first
    for name in ("python3.13", "python3.12", "python3.11", "python3.14"):
        if shutil.which(name):
            os.execvp(name, [name, *sys.argv])
    sys.exit(
        "POP Portal needs Python 3.11 or newer; this is {}.{}. Install it, or say which one to "
        "use: make run PYTHON=/path/to/python3.11".format(*sys.version_info[:2])
    )

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
LOCKS = {name: os.path.join(ROOT, "requirements", name + ".txt") for name in ("runtime", "dev")}
# The dev lock holds all of the runtime lock, so having it is enough for both.
COVERED_BY = {"runtime": ("runtime", "dev"), "dev": ("dev",)}
NO_VENV = """\
This Python cannot make a virtual environment that holds pip, and no other pip or uv was found.
On Debian or Ubuntu: apt install python3-venv
On Fedora: dnf install python3-pip
Or say which Python to use: make run PYTHON=/path/to/python3.11"""


def say(words):
    print(words, file=sys.stderr, flush=True)


def lock_mark(kind):
    with open(LOCKS[kind], "rb") as lock:
        return hashlib.sha256(lock.read()).hexdigest()


def stamp(kind):
    return os.path.join(VENV, "pop-portal-" + kind)


def is_installed(kind):
    try:
        with open(stamp(kind)) as found:
            return found.read() == lock_mark(kind)
    except FileNotFoundError:
        return False


def works(*command):
    try:
        return not subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL).returncode
    except OSError:
        return False


def make_venv():
    """`.venv` with pip in it where this Python can, without where another installer can fill it."""
    if works(VENV_PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"):
        return
    say("Making .venv with Python {}.{}.{}".format(*sys.version_info[:3]))
    options = ["--clear"]
    if importlib.util.find_spec("ensurepip") is None:
        options.append("--without-pip")
    if importlib.util.find_spec("venv") is None or not works(
        sys.executable, "-m", "venv", *options, VENV
    ):
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(NO_VENV)


def installer():
    """The command that installs into `.venv`: its own pip, else the system's, else uv's."""
    if works(VENV_PYTHON, "-m", "pip", "--version"):
        return [VENV_PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
    if works(sys.executable, "-m", "pip", "--python", VENV_PYTHON, "--version"):
        return [sys.executable, "-m", "pip", "--python", VENV_PYTHON, "install"]
    if shutil.which("uv"):
        return ["uv", "pip", "install", "--python", VENV_PYTHON, "--no-python-downloads"]
    sys.exit(NO_VENV)


def install(kind):
    with open(LOCKS[kind]) as lock:
        total = sum(1 for line in lock if "==" in line and not line.startswith((" ", "#")))
    say(f"Installing {total} packages; the first time this takes a minute or two")
    command = [*installer(), "--require-hashes", "--only-binary", ":all:", "-r", LOCKS[kind]]
    tail = deque(maxlen=25)
    seen = 0
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
    ) as process:
        for line in process.stdout:
            tail.append(line)
            if line.startswith(("Collecting ", "Requirement already satisfied: ")):
                seen += 1
                if seen % 10 == 0 and seen < total:
                    say(f"  {seen} of {total} found")
            elif line.startswith("Installing collected packages"):
                say(f"  {total} of {total} found, unpacking")
    if process.returncode:
        say("".join(tail))
        sys.exit(
            "The packages could not be installed. Nothing is lost: put it right and run it again."
        )
    for covered in ("runtime", "dev") if kind == "dev" else ("runtime",):
        with open(stamp(covered), "w") as mark:
            mark.write(lock_mark(covered))


def main():
    kind, options = sys.argv[1], sys.argv[2:]
    folder = os.path.join(ROOT, ".data")
    os.makedirs(folder, exist_ok=True)
    # Two commands at once in one checkout: the second waits, then finds everything done.
    with open(os.path.join(folder, "bootstrap.lock"), "w") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        make_venv()
        if not any(is_installed(cover) for cover in COVERED_BY[kind]):
            install(kind)
        if options:
            browser = ["--browser"] if "--browser" in options else []
            command = [VENV_PYTHON, "-m", "pop_portal.servers.assets", *browser]
            return subprocess.run(command, cwd=ROOT, stdout=sys.stderr).returncode
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
