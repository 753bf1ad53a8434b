"""What every child's journey begins with: a request, a decision, people to do the work, consent."""

import re
from datetime import date

from tests.journeys.conftest import TODAY


def ask(at_screen, *, first: str, last: str) -> str:
    """A school asks for a pupil; the reference of its request."""
    lead = at_screen("imran", phone=True)
    lead.open("/").look("school-today").follow("Ask for POP work")
    lead.sees("Level 4 today?").look("request")
    lead.choose(level_of_need="3", topics="wellbeing", consent_said="both", urgency="routine")
    lead.write(pupil_first_name=first, pupil_last_name=last, year_group="Year 8")
    lead.date("pupil_dob", date(TODAY.year - 12, 3, 9))
    lead.write(worries="Leaves lessons without a word, four times this week.", consent_from="Mum")
    lead.press("Send the request")
    found = re.search(r"REQ\d+", lead.page.inner_text("main"))
    assert found, lead.page.inner_text("main")
    lead.sees("Received").look()
    return found[0]


def accept(at_screen, reference: str, *, referred_on: date | None = None) -> None:
    """The manager finds a possible duplicate, says why it is none, and opens the work."""
    manager = at_screen("tm")
    manager.open("/requests/queue/").sees(reference).look("request-queue")
    manager.follow(reference)
    manager.tap(manager.page.locator('a[href*="/decision/"], form[action*="/check/"] button')).look(
        "request-decision"
    )
    manager.choose(decision="accepted")
    if manager.page.locator('[name="who"][value="new"]').count():
        manager.choose(who="new")
    if manager.page.locator('[name="not_a_duplicate_because"]').count():
        manager.write(not_a_duplicate_because="Another date of birth; the school confirmed it.")
    manager.choose(sex="M", kind="in_need" if referred_on else "early_help")
    if referred_on:
        manager.date("referral_date", referred_on)
    manager.write(why_yes="Level 3, and a student has room for it.")
    manager.press("Decide, and tell the requester").does_not_see("There is a problem")


def allocate(at_screen, first: str) -> str:
    """The child that waits is given a social worker and a student; the address of its record."""
    manager = at_screen("tm")
    manager.open("/unallocated/").sees(first).look("unallocated")
    row = manager.page.locator("main tr").filter(has_text=first)
    manager.tap(row.locator("a[href*='/workers/']")).look("allocate")
    manager.page.get_by_label("Lorna Grant").check()
    manager.page.get_by_label("Ewa Nowak").check()
    override = manager.page.locator('[name="override_reason"]')
    if override.count() and override.is_visible():
        manager.write(override_reason="The school asked for her, and a case closes next week.")
    manager.write(
        learning="A first piece of work with an older child.",
        why="Ewa knows the school; his year head asked for her.",
    )
    manager.press("Allocate").does_not_see("There is a problem").sees("Lorna Grant", "Ewa Nowak")
    links = manager.page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    found = re.search(r"/children/[0-9a-f-]{36}/", " ".join(links))
    assert found, links
    return found[0]


def record_consent(at_screen, child_page: str) -> None:
    """Mum and the child agree to one-to-one work."""
    worker = at_screen("lorna")
    for kind, name, basis in (("parent_carer", "Mum", "pr"), ("child", "", "assent")):
        worker.open(child_page + "consent/new/")
        worker.choose(giver_kind=kind, capacity_basis=basis)
        worker.choose(answer_one_to_one="yes", method="in_person")
        worker.write(giver_name=name, evidence="Explained what the sessions are for.")
        worker.press("Record these answers")
    worker.open(child_page + "consent/").sees("Mum").look("consent")
