"""The mail catcher: what is sent over SMTP can be read in the browser, and is only text there."""

import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import EmailMessage
from http.client import HTTPConnection

import pytest

from pop_portal.servers.foundations import ROOT
from pop_portal.servers.ports import HOST, Ports

PATIENCE_SECONDS = 30


@pytest.fixture(scope="module")
def catcher(tmp_path_factory) -> Iterator[tuple[int, int]]:
    """The ports of a running catcher: SMTP and web."""
    ports = Ports()
    smtp, web = ports.free(19025), ports.free(18025)
    folder = tmp_path_factory.mktemp("mail") / "box"
    command = [sys.executable, "-m", "pop_portal.servers.mail", str(folder), str(smtp), str(web)]
    with subprocess.Popen(command, cwd=ROOT) as process:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                with smtplib.SMTP(HOST, smtp):
                    break
            except OSError:
                time.sleep(0.05)
        yield smtp, web
        process.terminate()
    ports.release()


def send(port: int, subject: str, text: str) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "portal@example.org", "sam@example.org"
    message["Subject"] = subject
    message.set_content(text)
    with smtplib.SMTP(HOST, port) as line:
        line.send_message(message)


def read(port: int, path: str) -> tuple[int, str]:
    line = HTTPConnection(HOST, port)
    line.request("GET", path)
    answer = line.getresponse()
    return answer.status, answer.read().decode()


def test_mail_makes_the_round_trip(catcher):
    smtp, web = catcher
    send(smtp, "First", "One clock is due.")
    send(smtp, "Second", "See http://localhost:8000/notices/?due=1&more=2.\nThat is all – Żółć.")
    status, inbox = read(web, "/")
    assert status == 200
    assert inbox.index("Second") < inbox.index("First"), "newest first"
    path = inbox.split('href="/message/')[1].split('"')[0]
    status, message = read(web, f"/message/{path}")
    assert status == 200
    assert "That is all – Żółć." in message
    address = "http://localhost:8000/notices/?due=1&amp;more=2"
    assert f'<a href="{address}">{address}</a>.' in message


def test_a_message_cannot_bring_markup(catcher):
    smtp, web = catcher
    send(smtp, "<script>alert(1)</script>", "<img src=x onerror=alert(2)>")
    _, inbox = read(web, "/")
    _, message = read(web, "/message/" + inbox.split('href="/message/')[1].split('"')[0])
    for page in (inbox, message):
        assert "<script" not in page
        assert "<img" not in page
    assert "&lt;img src=x onerror=alert(2)&gt;" in message


@pytest.mark.parametrize("path", ["/message/none", "/message/../../secret-key", "/else"])
def test_what_is_not_there_is_not_found(catcher, path):
    status, page = read(catcher[1], path)
    assert status == 404
    assert "Back to all mail" in page
