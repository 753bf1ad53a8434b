"""A child in need from request to closure: assessed, planned for, visited, said goodbye to."""

import re
from datetime import timedelta

import pytest

from tests.journeys import steps
from tests.journeys.conftest import TODAY

pytestmark = pytest.mark.journey

FIRST, LAST = "Barnaby", "Holloway"
# Written down late, so that the plan has run for two weeks when it is reviewed.
REFERRED, PLANNED = TODAY - timedelta(days=21), TODAY - timedelta(days=14)
OWN_WORDS = "I want somebody at home when I wake up."


def test_a_child_in_need_from_request_to_closure(at_screen):
    reference = steps.ask(at_screen, first=FIRST, last=LAST)
    steps.accept(at_screen, reference, referred_on=REFERRED)
    child_page = steps.allocate(at_screen, FIRST)
    steps.record_consent(at_screen, child_page)
    the_assessment_is_written_and_authorised(at_screen, child_page)
    the_plan_is_written_with_the_family(at_screen, child_page)
    the_plan_is_reviewed(at_screen, child_page)
    the_child_is_visited_and_the_plan_ends(at_screen, child_page)
    what_stands_in_the_way_is_shown(at_screen, child_page)
    the_student_says_goodbye(at_screen, child_page)
    the_manager_closes_the_work(at_screen, child_page)


def test_a_councils_referral_keeps_the_date_that_was_typed(at_screen):
    manager = at_screen("tm")
    manager.open("/referrals/new/").write(first_name="Bryony", last_name="Ashcombe")
    manager.date("dob", TODAY.replace(year=TODAY.year - 9, day=1))
    manager.press("Look for this child").look("referral")
    if manager.page.locator('[name="who"][value="new"]').count():
        manager.choose(who="new")
    if manager.page.locator('[name="not_a_duplicate_because"]').count():
        manager.write(not_a_duplicate_because="Another date of birth.")
    # Typed before the answer that asks for it is looked at once more, as people do.
    manager.choose(sex="F", decision="in_need", referral_source="1A")
    manager.date("referral_date", REFERRED).date("opened_on", PLANNED)
    manager.choose(decision="early_help").choose(decision="in_need")
    manager.write(why="The council asks us to work with her; her needs are known.")
    manager.press("Record it").does_not_see("There is a problem").sees("Allocate")
    manager.open(manager.page.url.replace("/workers/", "/"))
    manager.sees(f"opened {PLANNED:%-d %B %Y}")
    manager.follow(re.compile(r"^\s*Work\s*$")).sees(f"Referral of {REFERRED:%-d %b %Y}")


# 1. The assessment


def the_assessment_is_written_and_authorised(at_screen, child_page: str) -> None:
    worker = at_screen("lorna")
    worker.open(child_page + "assessments/new/").press(re.compile("Begin|Start"))
    path = worker.page.url.removeprefix(worker.url)
    worker.look("assessment")
    sections = worker.page.eval_on_selector_all(
        "main a[href*='/sections/']", "all => [...new Set(all.map(a => a.getAttribute('href')))]"
    )
    assert len(sections) == 33, "three domains, twenty dimensions, and what stands around them"
    for section in sections:
        write_section(worker.open(section), section.split("/")[-2])
    worker.open(path).follow("Check and send").press("Sign it").sees("waits for your manager")
    manager = at_screen("tm")
    manager.open("/assessments/to-sign/").follow(FIRST).sees(OWN_WORDS).look("assessment-to-sign")
    manager.follow(re.compile("^Authorise")).sees("It stops today.").press("Authorise this")
    worker.open(child_page + "chronology/").sees("authorised")
    worker.open(child_page + "assessments/").sees("Authorised").look("assessments")


def write_section(worker, key: str) -> None:
    """One page of the task list: what it asks for is given, then it is finished."""
    if key == "sources":
        worker.choose(kind="parent").write(who="Mum").date("on", TODAY).press("Add")
    elif key == "seen":
        worker.date("seen_on", TODAY).choose(seen_alone="True").write(place="School")
        worker.press("Add").write(own_words=OWN_WORDS)
    elif key == "dangers":
        worker.write(danger_1="Mum and school worry that he is alone in the mornings.")
        worker.write(goal_1="For three months somebody is there every morning.")
    elif key == "scales":
        worker.choose(said_by="child", value="4").date("on", TODAY).press("Add")
    elif key == "factors":
        worker.page.check("main input[type=checkbox] >> nth=0")
    elif key == "outcome":
        worker.choose(outcomes="services").write(more="A child in need plan, agreed with Mum.")
    else:
        worker.write(text="Seen at home and at school; Mum was open about the mornings.")
        if worker.page.locator('main [name="more"]').count():
            worker.write(more="Tired by noon, and late on most days.")
    worker.press(re.compile("^Finish")).does_not_see("There is a problem")


# 2. The plan


def the_plan_is_written_with_the_family(at_screen, child_page: str) -> None:
    worker = at_screen("lorna")
    worker.open(child_page + "plan/").look("plan-none").follow("Start a child in need plan")
    worker.date("decided_on", PLANNED).date("starts_on", PLANNED)
    worker.press("Check what this changes").sees("Child in need visit", "No clock")
    worker.look("plan-preview").press("Start the plan").press("Write the plan")
    worker.press("Sign and finish").sees("Before it can be sent", "Say when the plan can end.")
    worker.follow("Write the text")
    worker.write(
        why_plan="Alone in the mornings since July.",
        must_change="Somebody is there each school morning.",
        childs_version=OWN_WORDS,
        contingency="School rings Lorna before nine.",
        ends_when="Six weeks on time.",
        visit_every="20",
    ).press(re.compile("^Save and go back"))
    worker.follow("Add a need").write(words="Somebody there in the mornings", whose_words=FIRST)
    worker.press("Save the need").follow("Add an outcome")
    worker.write(
        words="Up and dressed by eight",
        how_we_know="On time four days of five",
        easy_words="On time",
    ).press("Save the outcome")
    worker.follow("Add an action").write(what="Ring the house at seven on school days")
    worker.date("due_on", TODAY + timedelta(days=14)).page.get_by_label("Lorna Grant").check()
    worker.press("Save the action")
    for person, more in (("0", {}), ("else", {"who": "parent"})):
        worker.follow("Record what somebody says")
        worker.choose(person=person, answer="yes", **more).write(own_words="Fine with me.")
        if more:
            worker.write(name="Mum")
        worker.press("Save")
    worker.look("plan-draft").press("Sign and finish").does_not_see("Before it can be sent")
    worker.follow("One page for").sees(OWN_WORDS, "On time").look("plan-for-the-child")


# 3. The review


def the_plan_is_reviewed(at_screen, child_page: str) -> None:
    worker = at_screen("lorna")
    worker.open(child_page + "plan/").follow("Record a review").look("plan-review-form")
    worker.date("held_on", TODAY).choose(result="continue")
    worker.write(
        chaired_by="Marian Holt",
        better="On time on eight days of ten.",
        worries="Mondays.",
        result_why="It holds, and not for long enough yet.",
    )
    worker.choose(row_0_how="there").write(row_0_view="It is better on Fridays.", row_0_scale="7")
    worker.choose(row_1_who="parent", row_1_how="there").write(row_1_name="Mum")
    worker.press("Sign and finish").does_not_see("There is a problem").look("plan-review")
    worker.sees("On time on eight days of ten.")
    worker.open(child_page + "chronology/").sees("eview")


# 4. A visit, and the plan's end


def the_child_is_visited_and_the_plan_ends(at_screen, child_page: str) -> None:
    worker = at_screen("lorna", phone=True)
    worker.open(child_page + "visits/new/").look("visit-phone")
    worker.choose(
        outcome="seen",
        seen_alone="yes",
        bedroom_seen="yes",
        worry="False",
        kind="child_in_need",
        place="home",
    ).write(
        childs_words="It is better now.",
        what_happened="Breakfast at the table.",
        analysis="The mornings hold.",
        what_next="Leave it a week.",
        started_at="07:30",
        minutes="30",
    )
    worker.press("Sign and finish").sees("It is on the chronology").look()
    worker.open(child_page + "plan/").follow(re.compile("^End"))
    worker.choose(reason="needs_met").date("ends_on", TODAY).write(note="The mornings hold.")
    worker.press("Check what this changes").press(re.compile("^End"))


# 5. The end of the work


def ending_of(screen, child_page: str):
    screen.open(child_page + "work/")
    return screen.tap(screen.page.locator("main a[href$='/ending/']"))


def what_stands_in_the_way_is_shown(at_screen, child_page: str) -> None:
    manager = at_screen("tm")
    ending_of(manager, child_page).sees("What stands in the way").look("closing")
    manager.sees("Ewa Nowak has not said goodbye yet.")
    manager.follow("Close this work").sees("Choose the reason why the services ended.")


def the_student_says_goodbye(at_screen, child_page: str) -> None:
    student = at_screen("ewa", phone=True)
    ending_of(student, child_page).follow("Open it")
    student.date("last_session_on", TODAY).date("told_on", TODAY).choose(told_by="together")
    student.write(
        what_told="The mornings work now, so I stop coming.", handover="Ring before eight."
    ).look("goodbye-phone")
    student.press("Save this plan").follow("It was said")
    student.date("said_on", TODAY).write(how_it_went="He shook my hand.")
    student.press("The goodbye was said").does_not_see("There is a problem")


def the_manager_closes_the_work(at_screen, child_page: str) -> None:
    manager = at_screen("tm")
    ending_of(manager, child_page).does_not_see("Ewa Nowak has not said").follow("Close this work")
    manager.choose(reason="RC7").write(
        what_changed="Somebody is there in the mornings.", child_told="On Friday, by Ewa and Lorna."
    )
    manager.press("Check before you close it").look("closing-check")
    manager.press(re.compile("^Close"))
    day = f"{TODAY:%-d %b %Y}"
    manager.open(child_page + "work/").sees(f"{day} to {day}", "Services ended").look("closed")
    manager.open(child_page + "plan/").sees("Ended", "The needs are met").look()
    manager.open(child_page).does_not_see("Allocation to a registered worker").look()
