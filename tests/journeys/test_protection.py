"""A child's way through child protection: from the strategy discussion to the step-down.

The worker, the manager and the student each do their part. It happens in order of date, on days of
the last weeks, since a conference cannot decide on the day it is asked for.
"""

import re
from datetime import date, timedelta

import pytest

from tests.journeys.conftest import TODAY

pytestmark = pytest.mark.journey

WORKER, STUDENT, MANAGER = "meera", "grace", "tm"
CHILD, FIRST, MOTHER = "Brooke F", "Brooke", "Stacey Farrow"
LEAD, LEARNER = "Meera Joshi", "Grace Mensah"
PART = "First referral four years ago, closed with advice. Her gran has had her at weekends since."


def weekday(back: int) -> date:
    """The day `back` days from Monday to Friday before today."""
    day = TODAY
    while back:
        day -= timedelta(days=1)
        back -= day.weekday() < 5
    return day


ASKED, TALKED, CONCLUDED = weekday(18), weekday(17), weekday(14)
CONFERRED, CORE_GROUP, REVIEWED = weekday(12), weekday(7), weekday(2)


def test_from_the_strategy_discussion_to_the_step_down(at_screen):
    worker, student, manager = at_screen(WORKER), at_screen(STUDENT, phone=True), at_screen(MANAGER)
    child = child_page(worker)
    meeting = a_discussion_is_asked_for(worker, child)
    enquiry = it_begins_an_enquiry(worker, meeting)
    the_student_writes_a_part(worker, student, enquiry)
    the_lead_concludes(worker, enquiry)
    the_manager_agrees(manager, child, enquiry)
    the_conference_begins_a_plan(worker, child)
    the_core_group_meets(worker, student, child)
    the_review_steps_down(worker, manager, child)


def child_page(worker) -> str:
    worker.open("/children/").follow(CHILD)
    return re.search(r"/children/[0-9a-f-]{36}/", worker.page.url)[0]


def a_discussion_is_asked_for(worker, child: str) -> str:
    worker.open(child + "protection/").sees("There was no enquiry").look()
    worker.follow("Ask for a strategy discussion").look()
    worker.write(concern="A bruise on her ear. “Mum was cross and then she cried.”")
    worker.date("arose_on", ASKED).press("Ask for a strategy discussion")
    plan(worker, TALKED, "Marian Holt")
    worker.sees("Strategy discussion", "Nobody is asked yet")
    meeting = worker.page.url
    invite(worker, meeting, known=[LEAD], contacts=["Helen Marlow", "Ros Tandy"])
    return meeting


def it_begins_an_enquiry(worker, meeting: str) -> str:
    worker.open(meeting).follow("Record that it was held")
    everybody_came(worker, TALKED)
    worker.choose(threshold="section_47", conduct="single", medical="no", parents_told="told")
    worker.choose_person("lead", LEAD)
    worker.write(safety="Brooke is at her gran's.", threshold_why="Her words and the mark.")
    worker.press("Check your answers").sees("Her words and the mark.").look()
    worker.press("Record the decision").sees("Section 47 enquiry").look()
    return worker.page.url


def the_student_writes_a_part(worker, student, enquiry: str) -> None:
    worker.tap(part(worker, "What happened before").get_by_role("link", name="Who writes it"))
    worker.choose_person("writer", LEARNER).press("Give it to them")
    student.open(enquiry).does_not_see("Conclude the enquiry").look()
    assert student.page.request.get(enquiry + "conclusion/").status == 403
    student.tap(part(student, "What happened before").get_by_role("link", name="Write"))
    student.write(text=PART).look().press("Save for the lead to read")
    student.sees("For the lead to read")


def the_lead_concludes(worker, enquiry: str) -> None:
    worker.open(enquiry).sees(PART)
    for _ in range(5):
        link = worker.page.locator("main a[href*='/enquiry-parts/']")
        worker.tap(link.filter(has_text=re.compile("^Write")))
        worker.write(text="Seen and heard, each by themselves.").press("Save")
    for _ in range(6):
        worker.press(re.compile("^Take it over"))
    worker.follow("Conclude the enquiry").look()
    worker.choose(child_seen="yes", child_seen_alone="yes", finding="continuing_risk")
    worker.choose_person("child_seen_by", LEAD)
    worker.date("child_seen_on", TALKED).date("concluded_on", CONCLUDED)
    worker.write(finding_why="It can happen again tonight.")
    worker.press("Check your answers").press(re.compile("Conclude|Confirm"))
    worker.sees("Waits for a manager to agree")


def the_manager_agrees(manager, child: str, enquiry: str) -> None:
    manager.open("/").sees("to sign or agree")
    manager.open("/protection/").sees(CHILD, "To agree").look("protection-queue")
    manager.open(child).sees("waits for you to agree", "has no day yet")
    manager.open(enquiry).press("Agree the conclusion").sees("Conference awaited")


def the_conference_begins_a_plan(worker, child: str) -> None:
    worker.open(child).follow("Name the day")
    plan(worker, CONFERRED, "Hilary Dunmore")
    meeting = worker.page.url
    invite(
        worker,
        meeting,
        known=[FIRST, MOTHER, LEARNER],
        contacts=["Helen Marlow", "Ros Tandy"],
    )
    worker.open(meeting).sees("Invitation for calendars").look("conference-ahead")
    worker.follow("Record that it was held")
    everybody_came(worker, CONFERRED)
    worker.choose(quorate="yes", participation="PN6", decided="begins", category="PHY")
    worker.write(why="Everybody who knows her agrees.")
    worker.look().press("Check your answers").press("Record what the conference decided")
    worker.sees("A child protection plan begins", "What follows")
    worker.look("conference")
    worker.open(child).sees("First core group")
    assert "Child protection plan" in worker.page.inner_text("body")


def the_core_group_meets(worker, student, child: str) -> None:
    worker.open(child + "meetings/").follow("Core group")
    meeting = worker.page.url
    worker.follow("Record that it was held")
    worker.date("held_on", CORE_GROUP)
    worker.write(chair=LEAD, family_not_invited_why="Ill; asked by phone.")
    worker.press("Record that it was held").sees("Held")
    student.open(meeting).follow("Write the minutes")
    student.write(text="The plan was read line by line. Gran has her on Fridays.")
    student.press(re.compile("^Send")).sees("Sent to sign")
    worker.open("/protection/").sees("Minutes: Core group")
    worker.open(meeting).press("Countersign the minutes").sees(f"approved by {LEAD}").look()


def the_review_steps_down(worker, manager, child: str) -> None:
    worker.open(child + "meetings/").follow("Review child protection conference")
    invite(worker, worker.page.url, known=[FIRST], contacts=["Ros Tandy"])
    worker.follow("The list is complete").follow("Record that it was held")
    everybody_came(worker, REVIEWED)
    worker.choose(quorate="no", participation="PN1", decided="step_down")
    worker.write(
        chair="Hilary Dunmore",
        quorum_note="Police sent their view; the chair went on.",
        why="Calm weeks, seen by everybody and said by her.",
    )
    worker.press("Check your answers").press("Record what the conference decided")
    worker.sees("step down to a child in need plan")
    worker.open(child + "protection/").sees("Initial child protection conference", "Core groups")
    worker.look("protection-story")
    manager.open(child + "plan/").sees("Child in need plan", "Stepped down", "Physical abuse")
    manager.look()


# What several steps do alike


def plan(worker, on: date, chair: str) -> None:
    worker.date("day", on).choose(how="phone")
    worker.write(starts_at="10:00", chair=chair).press("Plan this meeting")


def invite(worker, meeting: str, *, known: list[str], contacts: list[str]) -> None:
    worker.open(meeting + "invitees/")
    for name in known:
        worker.page.locator("main").get_by_label(name).first.check()
    worker.press("Put on the list")
    for name in contacts:
        worker.choose_person("contact", name).press("Put on the list")
    worker.sees(*contacts)


def everybody_came(worker, on: date) -> None:
    worker.date("held_on", on)
    came = worker.page.locator('main [name^="attendance_"][value="attended"]')
    for number in range(came.count()):
        came.nth(number).check(force=True)


def part(screen, title: str):
    return screen.page.locator("main section.app-card").filter(has_text=title)
