"""The pages of a placement's steps: arranged, held, recorded, written, signed, told."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from notices.models import Notice
from placements.models import Destination, PlacementFeedback, PlacementReport
from placements.timeline import actions
from records.states import State
from tests.casework.scene import a_child, an_episode
from tests.partners.factories import TutorFactory
from tests.placements import scene
from tests.placements.factories import PlacementFactory
from tests.stage import staged
from timescales.actions import refresh

pytestmark = pytest.mark.django_db


@staged
def placement(student, pe, team, tutor, today):
    link = TutorFactory(person=tutor, name=tutor.name)
    made = PlacementFactory(
        student=student,
        practice_educator=pe,
        team=team,
        university=link.university,
        tutor=link,
        weekdays=[0, 1, 2, 3],
        starts_on=today - timedelta(days=20),
        planned_ends_on=today + timedelta(days=100),
    )
    refresh("placements.timeline", [made.pk])
    return made


def at(record, page, *more):
    return reverse(f"placements:{page}", args=[record.pk, *more])


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def seen(browser, record, page, *more):
    return browser.get(at(record, page, *more)).content.decode()


def test_every_step_stands_with_its_planned_day_and_todays(sign_in, student, placement):
    text = seen(sign_in(student), placement, "timeline")
    for words in (
        "Informal meeting",
        "Learning agreement in force",
        "Direct observation 1 of 2",
        "Interim report signed",
        "Portfolio handed in",
        "Practice assessment panel",
        "Placement feedback: the university",
        "the default is used, which is not verified",
    ):
        assert words in text, words


def test_whoever_reads_is_offered_only_what_they_may_do(sign_in, cast, placement):
    def offered(person):
        text = seen(sign_in(person), placement, "timeline")
        words = ("Arrange or record", "Write it", "Record it")
        return {word for word in words if f">{word}<" in text}

    assert offered(cast.pe) == {"Arrange or record", "Write it", "Record it"}
    assert offered(cast.tm) == {"Arrange or record", "Record it"}
    assert offered(cast.student) == {"Record it"}
    for reader in (cast.tutor, cast.auditor, cast.business_support):
        assert offered(reader) == set()


def test_a_meeting_is_arranged_then_held(sign_in, pe, tutor, placement, today):
    browser, day = sign_in(pe), today + timedelta(days=3)
    browser.post(
        at(placement, "meeting-plan", "agreement"),
        {**boxes("day", day), "at": "14:30", "place": "Room 2"},
    )
    text = seen(browser, placement, "timeline")
    assert f"Arranged for {day:%a} {day.day} {day:%b %Y} at 14:30" in text
    assert Notice.objects.filter(recipient=tutor, key__startswith="placements.meeting").exists()
    held = {**boxes("held_on", today), "attended": ["student", "tutor"], "agreed": "We meet again."}
    browser.post(at(placement, "meeting-hold", "agreement"), held)
    meeting = placement.meetings.get()
    text = seen(sign_in(tutor), meeting, "meeting-detail")
    assert "We meet again." in text
    assert "The university tutor" in text


def test_a_meeting_is_not_arranged_for_a_day_that_has_passed(sign_in, pe, placement, today):
    passed = boxes("day", today - timedelta(days=1)) | {"at": "14:30", "place": "Room 2"}
    refused = sign_in(pe).post(at(placement, "meeting-plan", "agreement"), passed)
    assert "must be today or in the future" in refused.content.decode()
    assert not placement.meetings.exists()


def test_what_was_said_is_for_those_who_read_reports(sign_in, cast, placement, today):
    meeting = actions.hold_meeting(
        placement=placement, kind="interim", held_on=today, attended=["student"],
        notes="They find court hard.", by=cast.pe, today=today,
    )  # fmt: skip
    scene.a_step(placement, "observation", on=today, note="In a core group.")
    for person, reads in (
        (cast.student, True),
        (cast.tutor, True),
        (cast.tm, True),
        (cast.business_support, False),
        (cast.auditor, False),
    ):
        browser = sign_in(person)
        assert ("find court hard" in seen(browser, meeting, "meeting-detail")) == reads
        assert ("In a core group." in seen(browser, placement, "timeline")) == reads


def test_a_meeting_to_come_is_not_held_yet(sign_in, pe, placement, today):
    answer = sign_in(pe).post(
        at(placement, "meeting-hold", "interim"),
        {**boxes("held_on", today + timedelta(days=1)), "attended": ["student"]},
    )
    assert "This day has not come yet." in answer.content.decode()


def test_a_kind_that_is_none_is_a_wrong_address(sign_in, pe, placement):
    for page in ("meeting-plan", "step-record", "report-start"):
        assert sign_in(pe).get(at(placement, page, "party")).status_code == 404


def test_the_student_records_what_they_collect_and_no_observation(
    sign_in, student, placement, today
):
    browser = sign_in(student)
    browser.post(at(placement, "step-record", "people"), {**boxes("on", today), "who": "A parent"})
    assert placement.done_steps.get().who == "A parent"
    assert browser.get(at(placement, "step-record", "observation")).status_code == 403


def test_a_step_recorded_by_mistake_is_removed(sign_in, pe, placement, today):
    step = scene.a_step(placement, "observation", on=today)
    sign_in(pe).post(at(step, "step-remove"))
    assert not placement.done_steps.exists()


def test_the_panel_says_what_it_decided(sign_in, pe, placement, today):
    browser = sign_in(pe)
    answer = browser.post(at(placement, "step-record", "panel"), boxes("on", today))
    assert answer.status_code == 200
    browser.post(at(placement, "step-record", "panel"), {**boxes("on", today), "outcome": "pass"})
    assert placement.done_steps.get().outcome == "pass"


def test_no_child_is_named_where_the_university_reads(
    sign_in, pe, student, sw, tm, team, placement, today
):
    child = a_child(by=tm, first_name="Krystian", last_name="Zawada")
    an_episode(child, team=team, by=tm, opened_on=today, sw=sw, student=student)
    answer = sign_in(pe).post(
        at(placement, "meeting-hold", "agreement"),
        {**boxes("held_on", today), "attended": ["student"], "notes": "Krystian did well."},
    )
    assert "is the name of a child the student works with" in answer.content.decode()
    assert not placement.meetings.exists()


# Reports


def answers(report, **more):
    return {
        **scene.REPORT,
        "recommendation": "pass" if report.kind == "final" else "",
        "lock_version": report.lock_version,
        **more,
    }


def test_a_report_from_its_first_word_to_the_universitys_eyes(
    sign_in, pe, student, tutor, placement
):
    browser = sign_in(pe)
    browser.post(at(placement, "report-start", "interim"))
    report = placement.reports.get()
    browser.post(at(report, "report-edit"), answers(report))
    for person in (student, tutor):
        assert sign_in(person).get(at(report, "report-detail")).status_code == 404
    sign_in(pe).post(at(report, "report-send"))
    assert sign_in(tutor).get(at(report, "report-detail")).status_code == 404
    assert "Sign" in seen(sign_in(student), report, "report-detail")
    report.refresh_from_db()
    sign_in(student).post(
        at(report, "report-sign"),
        {"comment": "I would add the group.", "lock_version": report.lock_version},
    )
    report.refresh_from_db()
    assert report.state == State.COUNTERSIGNED
    assert "I would add the group." in seen(sign_in(tutor), report, "report-detail")


def test_a_report_comes_back_with_the_students_words(sign_in, pe, student, placement, today):
    report = scene.a_report(placement, "interim", on=today)
    sign_in(student).post(at(report, "report-return"), {"comment": "The group is missing."})
    report.refresh_from_db()
    assert report.state == State.RETURNED
    assert "The group is missing." in seen(sign_in(pe), report, "report-detail")


def test_a_final_report_recommends(sign_in, pe, placement, today):
    report = scene.a_report(placement, "final", on=today, sent=False)
    browser = sign_in(pe)
    browser.post(at(report, "report-edit"), answers(report, recommendation=""))
    browser.post(at(report, "report-send"))
    report.refresh_from_db()
    assert report.state == State.DRAFT


def test_a_signed_report_is_locked(sign_in, pe, student, placement, today):
    report = scene.a_report(placement, "interim", on=today)
    actions.sign_report(report=report, by=student, comment="")
    answer = sign_in(pe).get(at(report, "report-edit"))
    assert answer.url == at(report, "report-detail")


def test_nobody_signs_a_report_they_did_not_read_last(sign_in, pe, student, placement, today):
    report = scene.a_report(placement, "interim", on=today)
    answer = sign_in(student).post(
        at(report, "report-sign"), {"comment": "", "lock_version": report.lock_version - 1}
    )
    assert answer.status_code == 200
    report.refresh_from_db()
    assert report.state == State.SUBMITTED


def test_one_report_of_each_kind(placement, pe, today):
    first = actions.start_report(placement=placement, kind="interim", by=pe, on=today)
    assert actions.start_report(placement=placement, kind="interim", by=pe, on=today) == first
    assert PlacementReport.objects.count() == 1


# Feedback and afterwards


def test_the_three_say_how_it_was_once(sign_in, student, pe, tutor, placement):
    said = {"worked_well": "The team.", "again": "yes"}
    for person in (student, pe, tutor):
        sign_in(person).post(at(placement, "feedback-give"), said)
        again = sign_in(person).get(at(placement, "feedback-give"))
        assert again.url == at(placement, "timeline")
    givers = PlacementFeedback.objects.values_list("giver", flat=True)
    assert set(givers) == {"student", "educator", "university"}


def test_where_a_student_went_is_kept_while_they_agree(sign_in, student, tm, tutor, placement):
    browser = sign_in(student)
    told = {"went_to": "council", "employer": "Teme Council", "agrees": "on"}
    browser.post(at(placement, "destination-keep"), told | boxes("since", date(2027, 9, 1)))
    listed = reverse("placements:destination-list")
    assert "Teme Council" in sign_in(tm).get(listed).content.decode()
    assert "Teme Council" not in seen(sign_in(tutor), placement, "timeline")
    destination = placement.destination
    sign_in(student).post(at(destination, "destination-withdraw"))
    assert "You took your agreement back on" in seen(sign_in(student), placement, "timeline")
    destination.refresh_from_db()
    assert (destination.went_to, destination.employer) == ("", "")
    assert "Teme Council" not in sign_in(tm).get(listed).content.decode()
    history = destination._meta.get_field("events").related_model
    assert "employer" not in {field.name for field in history._meta.fields}


def test_a_student_is_asked_in_the_words_of_the_question(sign_in, student, placement):
    refused = sign_in(student).post(at(placement, "destination-keep"), {"agrees": "on"})
    assert refused.content.decode().count("Answer “Where did you go?”") == 2


def test_without_agreement_nothing_is_kept(sign_in, student, placement):
    answer = sign_in(student).post(at(placement, "destination-keep"), {"went_to": "council"})
    assert answer.status_code == 200
    assert not Destination.objects.exists()


def test_lists_and_timeline_ask_as_much_for_many(sign_in, tm, team, today, placement, queries_for):
    browser = sign_in(tm)
    timeline, listed = at(placement, "timeline"), reverse("placements:destination-list")

    def tell(number):
        for _ in range(number):
            one = PlacementFactory(team=team, starts_on=today, planned_ends_on=today)
            actions.keep_destination(
                placement=one, went_to="here", agreed_how="portal", by=one.student, on=today
            )

    tell(1)
    for address in (timeline, listed):
        browser.get(address)
    few = queries_for(lambda: browser.get(timeline)), queries_for(lambda: browser.get(listed))
    tell(18)
    for n in range(15):
        scene.a_step(placement, "people", on=today - timedelta(days=n))
    many = queries_for(lambda: browser.get(timeline)), queries_for(lambda: browser.get(listed))
    assert many == few
    assert few[1] <= 15


@pytest.mark.parametrize("missed", ["-3", "0", "500", "four"])
def test_a_number_of_days_that_is_none_is_answered_where_the_results_stand(
    sign_in, student, placement, missed
):
    page = sign_in(student).get(at(placement, "what-if"), {"missed": missed}).text
    results = page.split('<div id="results">')[1]
    assert "app-inset" in results
    assert "would move the last day" not in page
