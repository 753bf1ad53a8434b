"""The mail catcher: takes every message over SMTP, keeps it in a Maildir, shows it in the browser.

Nothing leaves this machine. Run as a module: `python -m pop_portal.servers.mail FOLDER SMTP WEB`.
"""

import asyncio
import contextlib
import mailbox
import re
import signal
import sys
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote

from aiosmtpd.smtp import SMTP, Envelope, Session

from pop_portal.servers.mail_pages import STYLE, inbox_page, message_page, missing_page
from pop_portal.servers.ports import HOST

MAX_MESSAGE_BYTES = 25 * 1024 * 1024


# More than one person reads in one sitting.
SHOWN = 200
# A Maildir key: the second it was kept in, the microsecond, the process, a counter.
KEY = re.compile(r"(\d+)\.M(\d+)P\d+Q(\d+)\.")


class Mailbox:
    """The messages in one Maildir."""

    def __init__(self, folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._box = mailbox.Maildir(folder, create=True)
        # One at a time: a Maildir keeps its table of contents in memory.
        self._lock = threading.Lock()

    def keep(self, content: bytes) -> None:
        with self._lock:
            self._box.add(content)

    def newest_first(self) -> list[tuple[str, EmailMessage]]:
        with self._lock:
            keys = sorted(self._box.keys(), key=_age, reverse=True)
        found = [(key, self.read(key)) for key in keys[:SHOWN]]
        return [(key, message) for key, message in found if message is not None]

    def read(self, key: str) -> EmailMessage | None:
        with self._lock, contextlib.suppress(KeyError, FileNotFoundError):
            return message_from_bytes(self._box.get_bytes(key), policy=policy.default)
        return None


def _age(key: str) -> tuple[int, ...]:
    found = KEY.match(key)
    return tuple(map(int, found.groups())) if found else (0,)


class Catcher:
    """What aiosmtpd hands each message to."""

    def __init__(self, box: Mailbox) -> None:
        self.box = box

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        self.box.keep(content if isinstance(content, bytes) else str(content).encode())
        return "250 Message kept"


class Inbox(BaseHTTPRequestHandler):
    """The read-only pages over the mailbox: `/`, `/message/KEY` and their stylesheet."""

    box: Mailbox

    def do_GET(self) -> None:  # noqa: N802
        path = unquote(self.path.partition("?")[0])
        if path == "/":
            rows = [(quote(key), message) for key, message in self.box.newest_first()]
            self._answer(HTTPStatus.OK, inbox_page(rows))
        elif path == "/inbox.css":
            self._answer(HTTPStatus.OK, STYLE, "text/css")
        elif path.startswith("/message/") and (
            message := self.box.read(path.removeprefix("/message/"))
        ):
            self._answer(HTTPStatus.OK, message_page(message))
        else:
            self._answer(HTTPStatus.NOT_FOUND, missing_page())

    def _answer(self, status: HTTPStatus, text: str, kind: str = "text/html") -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header(
            "Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src data:"
        )
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: a request here is nobody's business."""


async def _serve(folder: Path, smtp_port: int, web_port: int) -> None:
    box = Mailbox(folder)
    inbox = type("OneInbox", (Inbox,), {"box": box})
    web = ThreadingHTTPServer((HOST, web_port), inbox)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stopped.set)
    smtp = await loop.create_server(
        lambda: SMTP(Catcher(box), data_size_limit=MAX_MESSAGE_BYTES, loop=loop), HOST, smtp_port
    )
    async with smtp:
        await stopped.wait()
    web.shutdown()


def main() -> None:
    folder, smtp_port, web_port = sys.argv[1:4]
    asyncio.run(_serve(Path(folder), int(smtp_port), int(web_port)))


if __name__ == "__main__":
    main()
