"""Days when something is taken back, two people write at once, or a record is closed to most."""

import re
from datetime import timedelta

import pytest

from pop_portal.demo import cast
from tests.journeys import steps
from tests.journeys.conftest import TODAY

pytestmark = pytest.mark.journey

FIRST, LAST = "Ferdinand", "Ashworth"


def test_two_editors_a_withdrawn_consent_and_a_closed_record(at_screen):
    reference = steps.ask(at_screen, first=FIRST, last=LAST)
    steps.accept(at_screen, reference)
    child_page = steps.allocate(at_screen, FIRST)
    steps.record_consent(at_screen, child_page)
    two_people_write_at_once(at_screen, child_page)
    a_parent_takes_consent_back(at_screen, child_page)
    the_record_is_closed_to_all_but_a_few(at_screen, child_page)
    somebody_opens_it_in_an_emergency(at_screen, child_page)


# 1. Two editors


def two_people_write_at_once(at_screen, child_page: str) -> None:
    worker, manager = at_screen("lorna"), at_screen("tm")
    worker.open(child_page + "details/")
    manager.open(child_page + "details/").look("child-details")
    worker.write(languages="Polish", communication_needs="A quiet room").press("Save")
    manager.write(languages="English", communication_needs="Pictures help").press("Save")
    manager.sees("Somebody saved before you", "Polish", "English", "A quiet room", "Pictures help")
    manager.look("conflict")
    manager.choose(**{"pick-languages": "theirs", "pick-communication_needs": "mine"})
    manager.press("Go on to the form")
    assert manager.page.input_value('main [name="languages"]') == "Polish"
    manager.press("Save").open(child_page + "details/")
    assert manager.page.input_value('main [name="languages"]') == "Polish"
    assert manager.page.input_value('main [name="communication_needs"]') == "Pictures help"


# 2. A withdrawn consent


def a_parent_takes_consent_back(at_screen, child_page: str) -> None:
    student, worker = at_screen("ewa", phone=True), at_screen("lorna")
    tomorrow = TODAY + timedelta(days=1)
    student.open(child_page + "visits/plan/").choose(
        kind="other", place="school", checks_in="False"
    )
    student.date("day", tomorrow).write(at="10:00", purpose="A walk at break").press(
        "Plan the visit"
    )
    worker.open(child_page + "consent/").sees("Consent is in place for one-to-one work")
    row = worker.page.locator("main tr, main li, main .govuk-summary-list__row").filter(
        has_text="Mum"
    )
    worker.tap(row.locator("a[href*='/withdrawal/']")).sees("This stops one-to-one work only.")
    worker.look("consent-withdrawal").press("Withdraw this consent")
    worker.open(child_page + "consent/").sees("agreement of a parent or carer").look()
    student.open("/notices/").sees("onsent")
    student.open(child_page + "sessions/new/").sees("Consent is not in place").look("no-consent")
    student.write(childs_words="I still want to talk.", what_happened="At the school gate.")
    student.press(re.compile("^Send to")).sees("onsent")
    assert student.page.input_value('[name="childs_words"]') == "I still want to talk."


# 3. A closed record


def the_record_is_closed_to_all_but_a_few(at_screen, child_page: str) -> None:
    manager = at_screen("tm")
    manager.open(child_page).follow("Restrict this record").look("restriction")
    manager.write(why="Family of a member of staff.").page.get_by_label("Lorna Grant").check()
    manager.press("Check before you close it")
    manager.sees("Lorna Grant", "Ewa Nowak works with this child and no longer opens it.")
    manager.look("restriction-check").press("Close this record").sees("Opened in an emergency")
    at_screen("lorna").open(child_page).sees(FIRST)
    for key in ("ewa", "nadia", "rob", "gm"):
        outside = at_screen(key)
        answer = outside.page.goto(outside.url + child_page)
        assert answer.status == 404, key
        outside.does_not_see(FIRST)
    student = at_screen("ewa")
    student.open("/children/").does_not_see(FIRST, "Restricted")


def somebody_opens_it_in_an_emergency(at_screen, child_page: str) -> None:
    other = at_screen("rob")
    other.open("/children/").sees("Restricted – ask Marian Holt").does_not_see(FIRST)
    other.look("restricted-row")
    # In the order of their references: the newest child stands last.
    other.tap(other.page.locator("main a[href*='/emergencies/new/']").last)
    other.look("emergency").write(reason="Police at the door and no answer.", password="wrong")
    other.press("Open this record").sees("There is a problem")
    assert other.page.input_value('main [name="reason"]') == "Police at the door and no answer."
    other.write(password=cast.PASSWORD).press("Open this record").sees(FIRST, "Emergency access")
    other.press("I am done with it")
    assert other.page.goto(other.url + child_page).status == 404
    manager = at_screen("tm")
    manager.open("/emergencies/").sees("Rob Hale").look("emergencies")
    manager.open("/notices/").sees("emergency")
