"""A placement's hard parts in the browser: days lost, a concern, another educator, the tutor."""

import re
from datetime import date

import pytest

from tests.journeys.conftest import TODAY

pytestmark = pytest.mark.journey

LEARNED = "We looked at what waiting is for, and how to end a session on time."
OWN_WORDS = "The bus changed in September; I leave at six now."


def placement_of(at_screen, key: str) -> str:
    """A student's own placement, where its first page leads; the address of it."""
    student = at_screen(key, phone=True)
    student.open("/placements/")
    found = re.search(r"/placements/[0-9a-f-]{36}/", student.page.url)
    assert found, student.page.url
    return found[0]


# 1. Days lost


def test_lost_days_move_the_reports_and_the_educator_confirms_the_week(at_screen):
    own = placement_of(at_screen, "ewa")
    student = at_screen("ewa", phone=True)
    student.open(own).look("placement-phone")
    student.open(own + "calendar/").look("placement-days-phone")
    student.open(own + "what-if/").write(missed="4")
    student.press(re.compile("Show|What")).sees("Final report", "Interim report").look("what-if")
    before = ends(student, own)
    student.open(own + "days/new/").date("on", TODAY).choose(kind="sick").press("Save this day")
    student.open(own + "calendar/").sees("Sick").look()
    assert ends(student, own) >= before, "a lost day never brings the end forward"
    educator = at_screen("nadia")
    educator.open(own + "calendar/").look("placement-days")
    waiting = educator.page.get_by_role("button", name=re.compile("^Confirm"))
    weeks = waiting.count()
    assert weeks, "the demo leaves a week to confirm"
    educator.tap(waiting)
    assert educator.page.get_by_role("button", name=re.compile("^Confirm")).count() == weeks - 1
    educator.open(own + "timeline/").sees("Interim review", "Final meeting").look("timeline")


def ends(student, own: str) -> date:
    """The last day as the page of the placement projects it now."""
    student.open(own)
    said = student.page.inner_text("main")
    days = [date(int(y), MONTHS[m], int(d)) for d, m, y in DAY.findall(said)]
    return max(days)


DAY = re.compile(r"(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* (\d{4})")
NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS = {name: number for number, name in enumerate(NAMES, 1)}


# 2. A concern


def test_a_concern_is_heard_from_both_sides_and_seen_by_few(at_screen):
    own = placement_of(at_screen, "ewa")
    educator = at_screen("nadia")
    educator.open(own + "concerns/new/").look("concern-new")
    educator.write(about="Late on three Mondays", said="She was late; we looked at the bus.")
    educator.date("held_on", TODAY).press("Write it down").sees("Late on three Mondays")
    educator.look("concern")
    concern = educator.page.url.removeprefix(educator.url)
    student = at_screen("ewa", phone=True)
    student.open("/placements/concerns/").follow("Late on three Mondays")
    student.follow("Say it in your own words").write(text=OWN_WORDS).press("Add your words")
    student.sees(OWN_WORDS).look("concern-phone")
    educator.open(concern).sees(OWN_WORDS)
    educator.tap(educator.page.locator("main a[href*='/moves/']")).look("concern-move")
    for key in ("lorna", "chloe", "frost", "pat"):
        other = at_screen(key)
        answer = other.page.goto(other.url + concern)
        assert answer.status in (403, 404), key
        other.does_not_see("Late on three Mondays", OWN_WORDS)


# 3. Another practice educator


def test_another_educator_takes_over_with_the_open_work(at_screen):
    own = placement_of(at_screen, "kofi")
    manager = at_screen("tm")
    manager.open(own + "educator/").look("educator-change")
    manager.page.get_by_label("Practice educator").select_option(label="Nadia Rahman")
    manager.date("from_on", TODAY).write(why="Sian Evans is away until spring.")
    if manager.page.locator('[name="override_reason"]').is_visible():
        manager.write(override_reason="Agreed with Nadia; a placement of hers ends in December.")
    manager.press("Show what changes").look("educator-change-preview")
    manager.press("Yes, change it")
    manager.open(own).sees("Nadia Rahman")
    at_screen("nadia").open(own).sees("Kofi Asante")
    manager.open(own + "changes/").sees("Sian Evans is away until spring.").look("changes")


# 4. The tutor


def test_the_tutor_reads_the_learning_and_never_a_child(at_screen):
    tutor = at_screen("frost")
    tutor.open("/placements/").look("tutor-placements")
    tutor.tap(tutor.page.locator("main table a[href^='/placements/']")).look("tutor-placement")
    page = tutor.page.url.removeprefix(tutor.url)
    for part in ("calendar/", "timeline/", "agreement/"):
        tutor.open(page + part).look()
    for path in ("/children/", "/requests/queue/", "/oversight/team/", "/supervision/new/"):
        assert tutor.page.goto(tutor.url + path).status in (403, 404), path
    tutor.open("/").does_not_see("POP10", "Children")


def test_the_tutor_is_given_the_learning_of_a_supervision(at_screen):
    own = placement_of(at_screen, "ben")
    extracts = f"/supervision{own}extracts/"
    educator = at_screen("nadia").open(extracts).look("extracts")
    educator.follow("Prepare an extract").look("extract-new")
    educator.write(learning="Musa taught us what waiting is for.").choose(checked="on")
    educator.press("Release it to Alan Frost").sees("“Musa” is the name of somebody").look()
    educator.write(learning=LEARNED).press("Release it to Alan Frost").sees(LEARNED).look("extract")
    path = educator.page.url.removeprefix(educator.url)
    tutor = at_screen("frost")
    tutor.open(own).follow("Supervision extracts").look("tutor-extracts")
    tutor.tap(tutor.page.locator(f"main table a[href='{path}']")).sees(LEARNED).look(
        "tutor-extract"
    )
    educator.follow("Take it back").write(why="Two sentences were too long.").look()
    educator.press("Take it back").sees("Taken back", LEARNED, "Two sentences were too long.")
    tutor.open(path).does_not_see(LEARNED, "Two sentences").sees("no longer open to the university")
    student = at_screen("ben", phone=True)
    student.open(own).follow("Supervision extracts").look().open(path).sees(LEARNED).look()
