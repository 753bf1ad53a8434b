"""What a container engine asks: `python -m pop_portal.probe web|beat`. Exit code 0 is well.

Asked every half minute, so it starts nothing of Django's. The worker is asked by Celery itself.
"""

import contextlib
import http.client
import os
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

# Beat looks at its timetable at least every thirty seconds.
BEAT_MAY_BE_SILENT = 120


def web() -> bool:
    """Whether the web server of this container answers that it is well."""
    host = urlsplit(os.environ.get("SITE_URL", "")).hostname or "localhost"
    line = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=5)
    with contextlib.closing(line), contextlib.suppress(OSError, http.client.HTTPException):
        line.request("GET", "/health/", headers={"Host": host})
        return line.getresponse().status == http.HTTPStatus.OK
    return False


def beat() -> bool:
    """Whether beat has looked at its timetable lately."""
    with contextlib.suppress(OSError, KeyError):
        return (
            time.time() - Path(os.environ["BEAT_ALIVE_FILE"]).stat().st_mtime < BEAT_MAY_BE_SILENT
        )
    return False


if __name__ == "__main__":
    sys.exit(0 if {"web": web, "beat": beat}[sys.argv[1]]() else 1)
