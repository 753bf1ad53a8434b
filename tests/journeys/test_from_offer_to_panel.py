"""Two placements, of 70 and of 100 days, from a university's offer to the panel.

They happened in the months before today and are written down late, as they were: so every step can
be taken at once, and each is asked whether its day fits the days before it.
"""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from pop_portal.demo import cast
from tests.journeys.conftest import TODAY
from tests.journeys.mailbox import mail_to

pytestmark = pytest.mark.journey

WEEK = timedelta(weeks=1)
STARTS_ON = TODAY - timedelta(days=TODAY.weekday()) - 40 * WEEK
NAME = "Spring students"
UNIVERSITY = "Severn Vale University"
HEAD = ["Name", "E-mail", "University", "Days", "Programme"]
OWN_WORDS = "I learned to sit with not knowing, and to ask."
LINK = re.compile(r"https?://\S+/password/new/\S+/")


@dataclass(frozen=True)
class Coming:
    """A student on the university's list."""

    name: str
    days: int

    @property
    def email(self) -> str:
        return cast.address_of(self.name)

    @property
    def row(self) -> list[str]:
        return [self.name, self.email, UNIVERSITY, str(self.days), "MA Social Work"]


COMING = (Coming("Tilda Brook", 70), Coming("Marek Vance", 100))


def test_two_placements_from_the_offer_to_the_panel(at_screen, stack):
    intake = the_university_is_offered_places(at_screen)
    the_list_is_imported_undone_and_imported(at_screen, intake)
    for one in COMING:
        placement = the_student_is_matched(at_screen, intake, one)
        every_check_is_verified(at_screen, placement)
        a_password_is_set(at_screen, stack, one)
        the_agreement_comes_into_force(at_screen, placement, one)
        last_day = every_day_is_entered_and_confirmed(at_screen, placement, one)
        the_steps_are_taken(at_screen, placement, one, last_day)
        the_placement_ends_and_goes_to_the_panel(at_screen, placement, one, last_day)


# 1. The offer, and the university's list


def the_university_is_offered_places(at_screen) -> str:
    manager = at_screen("tm")
    manager.open("/placements/intakes/new/").look("intake-new")
    manager.write(name=NAME, expected_work="12", expected_work_why="As last year.")
    manager.date("starts_on", STARTS_ON).date("ends_on", TODAY + 8 * WEEK)
    manager.press("Plan the intake").sees(NAME, "No place is offered yet")
    intake = manager.page.url.removeprefix(manager.url)
    support = at_screen("pat")
    for one in COMING:
        support.open(intake).follow("Offer places").choose_person("university", UNIVERSITY)
        support.choose(days_total=str(one.days)).write(places="1")
        support.write(over_reason="Two educators take one more.")
        support.date("offered_on", STARTS_ON - 22 * WEEK).date("answer_by", STARTS_ON - 16 * WEEK)
        support.press("Offer").sees("Late")
    for _ in COMING:
        waiting = support.page.locator("#offers tr").filter(has_text="Late")
        support.tap(waiting.get_by_role("link", name="Record the answer"))
        support.write(accepted="1", declined="0").date("answered_on", STARTS_ON - 17 * WEEK)
        support.press("Record the answer")
    assert not support.open(intake).page.locator("#offers tr").filter(has_text="Late").count()
    support.look("intake")
    return intake


def as_csv(*rows: list[str]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([HEAD, *rows])
    return file.getvalue().encode()


def the_list_is_imported_undone_and_imported(at_screen, intake: str) -> None:
    support = at_screen("pat")
    refused = ["Nobody Known", "nobody@pop.example", "Elsewhere University", "70", ""]
    upload(support, intake, as_csv(*(one.row for one in COMING), refused))
    support.sees(*(one.name for one in COMING), "No university is called Elsewhere University")
    support.look("cohort")
    with support.page.expect_download() as download:
        support.page.get_by_role("link", name="Download the refused rows").click()
    failed = download.value.path().read_text(encoding="utf-8-sig")
    assert "Nobody Known" in failed
    assert COMING[0].name not in failed
    support.press("Import the rest without the refused rows").sees("Imported")
    support.press("Undo this import").sees("Undone")
    support.open(intake).does_not_see(COMING[0].name)
    upload(support, intake, as_csv(*(one.row for one in COMING)))
    support.press("Import").sees("Imported")
    support.open(intake).sees(*(one.name for one in COMING))


def upload(support, intake: str, content: bytes) -> None:
    support.open(intake).follow("Import a list").page.set_input_files(
        "main input[type=file]",
        {"name": "students.csv", "mimeType": "text/csv", "buffer": content},
    )
    support.press("Upload and look")


# 2. The match, the checks, the way in


def the_student_is_matched(at_screen, intake: str, one: Coming) -> str:
    manager = at_screen("tm")
    manager.open(intake)
    row = manager.page.locator("#students tr").filter(has_text=one.name)
    manager.tap(row.locator("a[href*='/match/']")).look("match")
    manager.page.get_by_label("Nadia Rahman").check()
    manager.choose_person("tutor", "Alan Frost")
    manager.write(reason="Knows the schools they come from.", override_reason="Agreed with Nadia.")
    manager.press("Match and arrange the placement").sees(one.name, "Nadia Rahman")
    return manager.page.url.removeprefix(manager.url)


def every_check_is_verified(at_screen, placement: str) -> None:
    manager = at_screen("tm")
    manager.open(placement + "checks/").look("checks")
    critical = manager.page.locator("main tr").filter(has_text="(critical)")
    paths = [
        link.get_attribute("href")
        for link in critical.get_by_role("link", name="Verify", exact=True).all()
    ]
    assert len(paths) == 7
    for path in paths:
        manager.open(path).date("verified_on", STARTS_ON - WEEK)
        manager.write(evidence="Seen at the office.").press("Verified")
    manager.open(placement + "checks/").does_not_see("Not verified (critical)").look()


def a_password_is_set(at_screen, stack, one: Coming) -> None:
    """The administrator sends a link; the student sets a password with it, and is in."""
    admin = at_screen("dan")
    admin.open("/people/?q=" + one.name.split()[0]).follow(one.name)
    admin.follow("Send a link to set a password").press(re.compile("^Send"))
    link = LINK.search(mail_to(stack, one.email, LINK))[0]
    guest = at_screen(None)
    guest.open(link).look("password")
    guest.write(password1=cast.PASSWORD, password2=cast.PASSWORD).press("Set")
    at_screen(one.email, phone=True).open("/").sees(one.name.split()[0])


# 3. The agreement


def the_agreement_comes_into_force(at_screen, placement: str, one: Coming) -> None:
    educator = at_screen("nadia")
    educator.open(placement + "agreement/").press("Begin")
    educator.write(
        learning_needs="To plan direct work and to end it well.",
        opportunities="Groups in two schools; a plan from its first meeting.",
        roles="Nadia supervises; Alan comes to both meetings.",
        supervision_hours_per_five_days="1.5",
        workload_cap="6",
        working_pattern="Nine to five, Friday afternoons for study.",
        absence="Ring Nadia before nine.",
        lone_working="The board by the door, and a text when home.",
        escalation="Nadia first, then Marian, then Alan.",
    ).choose(supervision_every="week")
    educator.press("Save").press("Agree and send to the others").look("agreement-sent")
    path = educator.page.url.removeprefix(educator.url)
    for who in (one.email, "frost"):
        other = at_screen(who, phone=who == one.email)
        other.open(path).follow("Answer").choose(answer="agreed").press("Send this answer")
    educator.open(path).sees("In force").look("agreement")


# 4. The days


def every_day_is_entered_and_confirmed(at_screen, placement: str, one: Coming) -> date:
    """Week by week, by the buttons of the calendar, until the days are done; the last day."""
    student, educator = at_screen(one.email, phone=True), at_screen("nadia")
    monday, done = STARTS_ON, False
    while not done:
        month = f"{placement}calendar/?month={monday:%Y-%m}"
        week = f"[name=week][value='{monday:%Y-%m-%d}']"
        if month not in student.page.url:
            student.open(month)
        student.tap(student.page.locator(f"form:has({week}) button"))
        educator.open(month).tap(educator.page.locator(f"form:has({week}) button"))
        monday += WEEK
        done = f"day {one.days} of {one.days}" in educator.page.inner_text("main")
    return monday - timedelta(days=3)


# 5. Meetings, observations, reports


def the_steps_are_taken(at_screen, placement: str, one: Coming, last_day: date) -> None:
    educator = at_screen("nadia")
    middle = STARTS_ON + (last_day - STARTS_ON) // 2
    meeting_was_held(educator, placement, "informal", STARTS_ON - 3 * WEEK)
    meeting_was_held(educator, placement, "agreement", STARTS_ON + WEEK)
    meeting_was_held(educator, placement, "interim", middle)
    record_each(educator, placement, "observation", middle)
    record_each(at_screen(one.email, phone=True), placement, "people", middle)
    record_each(at_screen(one.email, phone=True), placement, "colleague", middle)
    report_is_written_and_signed(at_screen, placement, one, "interim")
    meeting_was_held(educator, placement, "final", last_day)
    report_is_written_and_signed(at_screen, placement, one, "final")
    record_each(at_screen(one.email, phone=True), placement, "portfolio", last_day + 2 * WEEK)
    educator.open(placement + "timeline/").look("timeline-with-steps")


def meeting_was_held(educator, placement: str, kind: str, on: date) -> None:
    educator.open(placement + f"meetings/{kind}/").date("held_on", on)
    for who in ("student", "educator", "tutor"):
        educator.choose(attended=who)
    educator.write(notes="What went well, and where to go on.", agreed="A plan for the next weeks.")
    educator.press("Save this record").does_not_see("There is a problem")


def record_each(screen, placement: str, kind: str, on: date) -> None:
    """As often as the university asks for it."""
    link = screen.page.locator(f"main a[href$='/steps/{kind}/']")
    while (
        screen.open(placement + "timeline/").page.locator(f"main a[href$='/steps/{kind}/']").count()
    ):
        screen.tap(link).date("on", on)
        if kind in ("observation", "people", "colleague"):
            screen.write(who="A parent" if kind == "people" else "Lorna")
        if kind == "panel":
            screen.choose(outcome="pass")
        screen.press("Record it").does_not_see("There is a problem")


def report_is_written_and_signed(at_screen, placement: str, one: Coming, kind: str) -> None:
    educator = at_screen("nadia")
    educator.open(placement + f"reports/{kind}/").press(re.compile("Begin|Write"))
    educator.write(
        progress="Plans direct work, and asks what it did.",
        strengths="Calm in loud rooms.",
        to_develop="Writing on the same day.",
        plan="A piece of life story work.",
    )
    if kind == "final":
        educator.choose(recommendation="pass")
    educator.press(re.compile("^Save")).press(re.compile("^Send")).look()
    path = educator.page.url.removeprefix(educator.url)
    student = at_screen(one.email, phone=True)
    student.open(path).follow("Comment and sign").write(comment=OWN_WORDS)
    student.press(re.compile("^Sign")).sees(OWN_WORDS).look(f"report-{kind}")


# 6. The end, the panel, and afterwards


def the_placement_ends_and_goes_to_the_panel(
    at_screen, placement: str, one: Coming, last_day: date
) -> None:
    student = at_screen(one.email, phone=True)
    feedback_is_given(student, placement)
    student.open(placement + "timeline/").follow("Tell us").choose(went_to="here")
    student.page.get_by_label("I agree that you keep this").check()
    student.press("Save").sees("Social worker with us").look()
    manager = at_screen("tm")
    manager.open(placement + "end/").date("on", last_day).choose(outcome="completed")
    manager.press("Show what changes").look("placement-end-preview").press("Yes, end it")
    record_each(at_screen("nadia"), placement, "panel", last_day + 6 * WEEK)
    for who in ("nadia", "frost"):
        feedback_is_given(at_screen(who), placement)
    manager.open(placement + "timeline/").look("timeline-ended")
    manager.sees("Pass", "Practice assessment panel", "Social worker with us")
    manager.does_not_see("Overdue")


def feedback_is_given(screen, placement: str) -> None:
    screen.open(placement + "timeline/").follow("Give it")
    screen.write(worked_well="Work that fitted.").choose(again="yes")
    screen.press("Send this feedback").does_not_see("There is a problem")
