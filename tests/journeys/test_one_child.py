"""One child's journey through every room: a school asks, a manager decides, a student works.

The seven steps stand in one test, as in life: each needs what the one before left.
"""

import re
from datetime import timedelta

import pytest

from tests.journeys import steps
from tests.journeys.conftest import EMAILS, TODAY
from tests.journeys.mailbox import mail_to, mails

pytestmark = pytest.mark.journey

FIRST, LAST = "Wilfred", "Tamblyn"
WORDS = "When the bell goes my legs want to run and I do not know where."
DECISION = "Walk the way home with him on Thursday"
PRIVATE = "Sleeps badly since the exam and said so."


@pytest.fixture(scope="module")
def names_are_nowhere(stack):
    """Afterwards: no mail and no log of this portal has the child's name in it."""
    yield
    for mail in mails(stack):
        assert LAST not in mail.as_string()
    logs = list((stack.data / "log").glob("*.log"))
    assert logs
    for log in logs:
        text = log.read_text(errors="replace")
        assert LAST not in text, f"{log.name} names the child"


def test_one_childs_journey_through_every_room(at_screen, stack, names_are_nowhere):
    reference = steps.ask(at_screen, first=FIRST, last=LAST)
    steps.accept(at_screen, reference)
    child_page = steps.allocate(at_screen, FIRST)
    the_school_reads_the_answer(at_screen, reference)
    somebody_with_a_conflict_cannot_be_chosen(at_screen)
    the_work_cannot_be_sent_without_consent(at_screen, child_page)
    steps.record_consent(at_screen, child_page)
    the_session_is_sent_returned_and_signed(at_screen, child_page)
    supervision_leaves_a_decision_and_keeps_the_rest(at_screen, child_page)
    reminders_are_mailed(at_screen, stack)
    the_manager_sees_it_all(at_screen)


# 1 and 2. A school asks; the manager decides, opens the episode, allocates two people


def the_school_reads_the_answer(at_screen, reference: str) -> None:
    lead = at_screen("imran", phone=True)
    lead.open("/requests/").sees(reference, "Accepted").follow(reference)
    lead.sees("Accepted on", "A worker will be").look()


def somebody_with_a_conflict_cannot_be_chosen(at_screen) -> None:
    """In the demo Chloe has declared that she knows the Lockyer family."""
    manager = at_screen("tm")
    manager.open("/children/find/")
    manager.page.fill("main form input[type=text] >> nth=0", "Lockyer")
    manager.press(re.compile("Find|Search"))
    manager.tap(manager.page.locator("main a[href*='/children/']").filter(has_text="Lockyer"))
    manager.tap(manager.page.locator("a[href*='/episodes/']"))
    workers = manager.page.locator("main a[href*='/workers/']")
    manager.tap(workers)
    assert manager.page.get_by_label("Chloe Marsh").count() == 0
    assert manager.page.get_by_label("Harry Lunn").count() == 1


# 3. Consent


def write_the_session(student) -> None:
    student.write(
        childs_words=WORDS,
        what_happened="Walked the corridor with him at break, twice round.",
        purpose="Find out what happens before he leaves a lesson",
        analysis="It is the crowd and not the lesson.",
        what_next="Try the side stairs for a week.",
        started_at="10:45",
        minutes="40",
    )
    student.choose(seen_alone="yes", scale_child="4", worry="False", place="school")


def the_work_cannot_be_sent_without_consent(at_screen, child_page: str) -> None:
    student = at_screen("ewa", phone=True)
    student.open(child_page + "sessions/new/").sees("Consent is not in place")
    write_the_session(student)
    student.press(re.compile("^Send to"))
    student.sees("onsent").look()
    assert student.page.input_value('[name="childs_words"]') == WORDS


# 4. The student records, the social worker returns it, and signs the second version


def the_session_is_sent_returned_and_signed(at_screen, child_page: str) -> None:
    student = at_screen("ewa", phone=True)
    student.open("/").look("student-today-phone")
    open_own_text(student, child_page)
    student.sees("Consent is in place").look("direct-work-phone")
    student.page.fill('[name="childs_words"]', WORDS + " But the stairs are quiet.")
    student.page.get_by_text("Saved").first.wait_for()
    student.page.reload()
    assert student.page.input_value('[name="childs_words"]').endswith("stairs are quiet.")
    student.press(re.compile("^Send to")).sees("Waiting to be signed")
    worker = at_screen("lorna")
    worker.open("/sessions/to-sign/").look("to-sign")
    open_session(worker)
    worker.sees("stairs are quiet")
    worker.follow(re.compile("Return"))
    worker.write(comment="Which lesson was it before? Please add that.")
    worker.press(re.compile("Return"))
    student.open("/")
    open_own_text(student, child_page)
    student.sees("Which lesson was it before?")
    student.write(what_happened="It was maths. Walked the corridor with him at break, twice round.")
    student.press(re.compile("^Send to"))
    worker.open("/sessions/to-sign/")
    open_session(worker)
    worker.sees("It was maths").look("session-second-version")
    worker.press(re.compile("Sign|Countersign"))
    worker.open(child_page + "chronology/").sees("stairs are quiet").look("chronology")


def open_own_text(student, child_page: str) -> None:
    """From the child's sessions to the words themselves, by way of the session's page."""
    student.open(child_page + "sessions/")
    student.tap(student.page.locator("main .app-timeline a[href*='/sessions/']"))
    if "/text/" not in student.page.url:
        student.tap(student.page.locator("main a[href*='/text/']"))


def open_session(worker) -> None:
    worker.tap(worker.page.locator("main tr").filter(has_text=FIRST).locator("a"))


# 5. Supervision


def supervision_leaves_a_decision_and_keeps_the_rest(at_screen, child_page: str) -> None:
    educator = at_screen("nadia")
    educator.open("/supervision/").look("supervision-list")
    educator.open("/supervision/new/")
    educator.page.get_by_label("Ewa Nowak").check()
    educator.choose(kind="planned", took_place="yes")
    educator.press("Go on to the record")
    educator.write(wellbeing=PRIVATE, reflection="Noticed how long the silence was.", minutes="90")
    child = child_page.split("/")[2].replace("-", "")
    what = educator.page.locator(f'[name*="{child}"][name*="what"]')
    if what.count() == 0:
        educator.choose(next_child=child)
        educator.press("Add another child")
    for part, text in (
        ("discussed", "What the stairs change."),
        ("what", DECISION),
        ("why", "Nobody has seen the way home."),
    ):
        educator.page.fill(f'[name*="{child}"][name$="{part}"]', text)
    owner = educator.page.locator(f'select[name*="{child}"][name$="owner"]')
    owner.select_option(index=1)
    by = TODAY + timedelta(days=7)
    for part in ("day", "month", "year"):
        field = f'[name*="{child}"][name$="due_on_{part}"]'
        educator.page.fill(field, str(getattr(by, part)))
    educator.look("supervision")
    educator.press(re.compile("ask Ewa to agree"))
    student = at_screen("ewa", phone=True)
    student.open("/supervision/")
    student.tap(student.page.locator("main a[href*='/sessions/']")).sees(PRIVATE, DECISION)
    if "/answer/" not in student.page.url:
        student.tap(student.page.locator("main a[href*='/answer/']"))
    student.choose(answer="agree").press("Send my answer")
    worker = at_screen("lorna")
    worker.open(child_page + "chronology/").sees(DECISION).does_not_see(PRIVATE)
    worker.open("/decisions/mine/").sees(DECISION).look("decisions")
    worker.tap(worker.page.locator("main a[href*='/decisions/']").filter(has_text=DECISION)).press(
        re.compile("Confirm|Agree")
    )
    worker.open(child_page).sees(DECISION).look("child-overview")
    manager = at_screen("tm")
    manager.open(child_page + "chronology/").sees(DECISION).does_not_see(PRIVATE)


# 6. A deadline nears, one goes overdue


NEARING = re.compile(r"\S+: .+, due \w{3} \d+ \w{3} \d{4}")
CLIMBED = re.compile(
    r"^(?:- )?(\S+: .+, was due \w{3} \d+ \w{3} \d{4}(?: at \d\d:\d\d)?) and is still open", re.M
)


def reminders_are_mailed(at_screen, stack) -> None:
    """Beat and worker have run all the while: the owner is reminded, the manager hears what is
    late, by mail, in one digest or at once; the same line stands in the portal and leads to the
    record."""
    late = CLIMBED.search(mail_to(stack, EMAILS["tm"], CLIMBED))[1]
    owners = [at_screen(key).open("/notices/").page for key in ("lorna", "ewa")]
    assert any(NEARING.search(page.inner_text("main")) for page in owners)
    digests = [mail for mail in mails(stack) if mail["To"] == EMAILS["tm"] and is_digest(mail)]
    assert len(digests) == 1, "one digest a day"
    manager = at_screen("tm").open("/notices/").look("notices")
    while late not in manager.page.inner_text("main"):
        manager.tap(manager.page.get_by_role("link", name="Next page"))
    reference = late.split(":")[0]
    manager.tap(manager.page.locator("main a").filter(has_text=reference)).look()
    assert "/notices/" not in manager.page.url


def is_digest(mail) -> bool:
    return "due item" in mail["Subject"]


# 7. The manager's page


def the_manager_sees_it_all(at_screen) -> None:
    manager = at_screen("tm")
    manager.open("/").sees("Team today", "overdue", "without a worker 5 days", "Ben Whitlock")
    manager.look("team-today")
    for text in ("overdue", "due in 5 working days", "without a worker"):
        manager.open("/oversight/team/")
        manager.tap(manager.page.locator("a.app-stat__link").filter(has_text=text)).look()
    manager.open("/oversight/team/").follow("Ben Whitlock")
    manager.sees("Over the limit").look("student-work")
