"""Worker, beat and broker die at random moments while clocks run out; no reminder is lost.

Nothing doubles either, outside the moment between the mail server's yes and our commit; such a
repeat is the same mail with the same Message-ID.
"""

import mailbox
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing

import psycopg2
import pytest

from pop_portal.servers.stack import Stack
from tests.portal import data_folder, environment

pytestmark = pytest.mark.faults

CLOCKS = 60
RUN_OUT_SECONDS = 30
FAULTS = 9
PATIENCE_SECONDS = 150
SEED = 20261122

# The sweep's own notices of a clock in hours: told as due today, then as overdue.
TOLD_OVERDUE = """
    SELECT count(*) FROM notices_notice WHERE key LIKE 'deadline:%:3' AND line LIKE 'HOUR%'
"""
NOT_YET_SENT = """
    SELECT count(*) FROM notices_notice n LEFT JOIN notices_mail m ON m.id = n.mail_id
    WHERE m.sent_at IS NULL AND n.urgency = 'urgent'
"""


@pytest.fixture
def portal() -> Iterator[Stack]:
    """An empty portal whose beat asks every second, and whose morning is midnight."""
    given = environment() | {"SWEEP_SECONDS": "1", "SEND_SECONDS": "1", "DIGEST_TIME": "00:00"}
    with data_folder() as data, Stack(data=data, given=given, demo=False) as stack:
        yield stack


def ask(stack: Stack, question: str) -> list[tuple]:
    with closing(psycopg2.connect(stack.env["DATABASE_URL"])) as line, line.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()


def wait_until(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.5)


def mails(stack: Stack) -> list[mailbox.MaildirMessage]:
    return list(mailbox.Maildir(stack.mail_folder, create=False))


def test_nothing_is_lost_and_nothing_doubled_when_parts_die(portal):
    subprocess.run(
        [sys.executable, "-m", "tests.faults.stage", str(CLOCKS), str(RUN_OUT_SECONDS)],
        env=portal.env,
        check=True,
    )
    kills = torment(portal)
    wait_until(lambda: ask(portal, TOLD_OVERDUE) == [(CLOCKS,)], "a clock ran out unnoticed")
    wait_until(lambda: ask(portal, NOT_YET_SENT) == [(0,)], "a reminder was never sent")
    wait_until(
        lambda: ask(portal, "SELECT count(*) FROM notices_mail WHERE urgency = 'digest'") == [(5,)],
        "a digest is missing",
    )
    taken = Counter(str(message["Message-ID"]) for message in mails(portal))
    sent = ask(portal, "SELECT id FROM notices_mail WHERE sent_at IS NOT NULL")
    expected = {f"<{mail}@localhost>" for (mail,) in sent}
    assert set(taken) == expected
    repeats = sum(taken.values()) - len(taken)
    # A repeat needs a worker that died between the server's yes and our commit.
    assert repeats <= kills["worker"]
    each_line_once(portal)
    assert not any("Zebedee" in str(m) or "Quartermaine" in str(m) for m in mails(portal))


def torment(stack: Stack) -> Counter[str]:
    """Kill parts at seeded moments for as long as clocks run out; everything runs afterwards."""
    dice = random.Random(SEED)
    kills: Counter[str] = Counter()
    began = time.monotonic()
    victims = ["worker", "beat", "valkey"] * (FAULTS // 3)
    dice.shuffle(victims)
    for number, victim in enumerate(victims, 1):
        time.sleep(dice.uniform(1.0, 2.0 * RUN_OUT_SECONDS / FAULTS - 1.0))
        stack.kill(victim)
        kills[victim] += 1
        time.sleep(dice.uniform(0.1, 1.0))
        stack.restart(victim)
        if number == FAULTS:
            break
    time.sleep(max(0.0, RUN_OUT_SECONDS - (time.monotonic() - began)))
    return kills


def each_line_once(stack: Stack) -> None:
    """Each reminder of each clock stands in exactly one mail, however often that was delivered."""
    told = ask(stack, "SELECT line FROM notices_notice WHERE urgency = 'urgent'")
    once = {str(message["Message-ID"]): message for message in mails(stack)}
    texts = [message.get_payload(decode=True).decode() for message in once.values()]
    for (line,) in told:
        assert sum(line in text for text in texts) == 1, line
