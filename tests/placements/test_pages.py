"""The pages of placements: who reads them, what a student and a practice educator do there."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.roles import Role
from placements import actions
from placements.models import PlacementDay, PracticePlacement
from placements.presenters import end_sentence, weeks
from placements.projection import Projection
from tests.partners.factories import TutorFactory, UniversityFactory
from tests.placements.factories import CheckFactory, DayFactory, PlacementFactory
from tests.stage import staged

pytestmark = pytest.mark.django_db
LIST = "placements:placement-list"
Kind = PlacementDay.Kind


def boxes(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


@staged
def placement(student, pe, team, tutor, today):
    """The student's own, running, with every day of the week so that no day of a test is odd."""
    link = TutorFactory(person=tutor)
    return PlacementFactory(
        student=student,
        practice_educator=pe,
        team=team,
        university=link.university,
        tutor=link,
        weekdays=list(range(7)),
        starts_on=today - timedelta(days=20),
        planned_ends_on=today + timedelta(days=60),
    )


def at(placement, page="placement-detail"):
    return reverse(f"placements:{page}", args=[placement.pk])


READERS = {"student", "pe", "tm", "gm", "business_support", "auditor", "tutor"}


def test_who_reads_a_placement(cast, placement):
    elsewhere = PlacementFactory()
    for name, person in vars(cast).items():
        seen = set(PracticePlacement.objects.visible_to(person))
        assert seen == ({placement} if name in READERS else set()), name
        assert elsewhere not in seen


def test_a_placement_that_ended_stays_with_its_student_and_educator(placement, student, pe, tm):
    last = placement.starts_on + timedelta(days=3)
    actions.end_placement(
        placement=placement, on=last, outcome=PracticePlacement.Outcome.WITHDRAWN, by=tm
    )
    for person in (student, pe, tm):
        assert PracticePlacement.objects.visible_to(person).get() == placement


def test_a_tutor_who_has_left_reads_nothing(placement, tutor):
    placement.tutor.is_current = False
    placement.tutor.save()
    assert not PracticePlacement.objects.visible_to(tutor).exists()


def test_another_tutor_of_the_same_university_reads_nothing(placement, someone):
    other = someone(Role.UNIVERSITY_TUTOR, "Ottilie Other")
    TutorFactory(person=other, university=placement.university)
    assert not PracticePlacement.objects.visible_to(other).exists()


def test_who_opens_what(cast, placement, sign_in, client):
    day = DayFactory(placement=placement, on=placement.starts_on)
    urls = {
        "detail": at(placement),
        "record": at(placement, "day-record"),
        "end": at(placement, "placement-end"),
    }
    may = {
        "detail": READERS - {"gm"},
        "record": {"student"},
        "end": {"tm"},
    }
    for name, person in vars(cast).items():
        sign_in(person)
        for page, url in urls.items():
            expected = 404 if name not in READERS else 200 if name in may[page] else 403
            assert client.get(url).status_code == expected, (name, page)
        posts = [at(placement, "week-confirm"), reverse("placements:day-reopen", args=[day.pk])]
        for url in posts:
            expected = 404 if name not in READERS else 302 if name == "pe" else 403
            assert client.post(url).status_code == expected, (name, url)
        start = client.get(reverse("placements:placement-start")).status_code
        assert start == (200 if name == "tm" else 403), name


def test_a_student_is_led_straight_to_their_own(sign_in, student, placement):
    response = sign_in(student).get(reverse(LIST))
    assert response.url == at(placement)


def test_the_list_says_where_each_stands(sign_in, pe, placement):
    for n in range(5):
        DayFactory(placement=placement, on=placement.starts_on + timedelta(days=n))
    DayFactory(
        placement=placement, on=placement.starts_on + timedelta(days=5), kind=Kind.SICK, counts=0
    )
    text = sign_in(pe).get(reverse(LIST)).content.decode()
    for words in ("Sam Student", "Day 6 of 70", "1 sick"):
        assert words in text
    ended = sign_in(pe).get(reverse(LIST), {"state": "ended"}).content.decode()
    assert "No placements here" in ended


def test_a_tutor_sees_days_and_neither_checks_nor_a_child(sign_in, tutor, placement):
    CheckFactory(placement=placement)
    text = sign_in(tutor).get(at(placement)).content.decode()
    assert "Sam Student, day" in text
    assert "DBS" not in text
    assert "children's records" not in text.lower().replace("&#x27;", "'")


def test_a_student_records_a_day_and_it_shows(sign_in, student, placement, today):
    browser = sign_in(student)
    form = browser.get(at(placement, "day-record"))
    assert form.context["form"].initial["on"] == today
    asked = browser.get(at(placement, "day-record"), {"on": "2026-10-05"})
    assert asked.context["form"].initial["on"] == date(2026, 10, 5)
    for nonsense in ("2026-02-31", "x"):
        assert browser.get(at(placement, "day-record"), {"on": nonsense}).status_code == 200
    page = browser.post(
        at(placement, "day-record"), boxes("on", today) | {"kind": "attended"}, follow=True
    )
    assert f"{today.day} {today:%B}: on placement, not confirmed yet" in page.content.decode()
    text = browser.get(at(placement)).content.decode()
    assert "1 of 70 days counted" in text
    assert "Not confirmed" in text
    assert "Days not entered" in text
    tomorrow = boxes("on", today + timedelta(days=1)) | {"kind": "attended"}
    refused = browser.post(at(placement, "day-record"), tomorrow)
    assert "This day has not come yet" in refused.content.decode()


def test_a_week_is_confirmed_in_one_click_and_opened_again(sign_in, pe, placement, today):
    day = DayFactory(placement=placement, on=today)
    browser = sign_in(pe)
    assert "Confirm this week" in browser.get(at(placement)).content.decode()
    monday = today - timedelta(days=today.weekday())
    page = browser.post(at(placement, "week-confirm"), {"week": monday.isoformat()}, follow=True)
    text = page.content.decode()
    assert "1 day confirmed." in text
    assert "Confirmed by Lorna" in text
    assert "Confirm this week" not in text
    browser.post(reverse("placements:day-reopen", args=[day.pk]))
    day.refresh_from_db()
    assert not day.is_confirmed


def test_the_manager_starts_verifies_and_ends(sign_in, tm, someone, pe, team, today):
    newcomer = someone(Role.STUDENT, "Nour Newcomer")
    browser = sign_in(tm)
    answers = {
        "student": str(newcomer.pk),
        "practice_educator": str(pe.pk),
        "university": str(UniversityFactory().pk),
        "team": str(team.pk),
        "days_total": "70",
        "weekdays": ["0", "1", "2"],
        **boxes("starts_on", today),
    }
    start = reverse("placements:placement-start")
    other_tutor = TutorFactory()
    refused = browser.post(start, answers | {"tutor": str(other_tutor.pk)})
    assert "The tutor is of another university" in refused.content.decode()
    response = browser.post(start, answers)
    assert response.status_code == 302, response.context["form"].errors
    placement = PracticePlacement.objects.get()
    for check in placement.checks.filter(item__is_critical=True):
        url = reverse("placements:check-verify", args=[check.pk])
        late = browser.post(url, boxes("verified_on", today + timedelta(days=1)))
        assert "must be today or in the past" in late.content.decode()
        assert browser.post(url, boxes("verified_on", today)).status_code == 302
    assert newcomer.children_access.get().starts_on == today
    end = at(placement, "placement-end")
    completed = browser.post(end, boxes("on", today) | {"outcome": "completed"})
    assert "0 of 70 days are counted" in completed.content.decode()
    leaves = boxes("on", today) | {"outcome": "withdrawn", "why": "Leaves the course"}
    shown = browser.post(end, leaves).content.decode()
    assert "Nothing has changed yet" in shown
    placement.refresh_from_db()
    assert placement.ends_on is None
    browser.post(end, leaves | {"confirmed": "yes"})
    placement.refresh_from_db()
    assert placement.ends_on == today
    text = browser.get(at(placement)).content.decode()
    assert "Withdrawn" in text
    assert "Raise a concern" not in text


@pytest.mark.parametrize(
    ("reached", "ends_on", "words"),
    [
        (0, date(2027, 1, 27), "Ends Wednesday 27 January 2027, as planned."),
        (
            0,
            date(2027, 2, 1),
            "Ends Monday 1 February 2027; planned was Wednesday 27 January 2027.",
        ),
        (70, date(2027, 1, 26), "All days reached Tuesday 26 January 2027."),
    ],
)
def test_where_it_is_going_in_words(reached, ends_on, words):
    placement = PlacementFactory.build(planned_ends_on=date(2027, 1, 27), ends_on=None)
    projection = Projection(
        counted=Decimal(reached),
        days_total=70,
        day_number=reached,
        midpoint_on=date(2026, 11, 25),
        ends_on=ends_on,
        not_entered=(),
    )
    assert end_sentence(placement, projection) == words


def test_weeks_are_newest_first():
    days = [PlacementDay(on=date(2026, 11, day), counts=1) for day in (16, 17, 23)]
    found = weeks(days)
    assert [week.monday for week in found] == [date(2026, 11, 23), date(2026, 11, 16)]
    assert found[1].counts == "2"


def test_the_list_costs_the_same_however_long(sign_in, tm, team, queries_for, today):
    def rows(number):
        for _ in range(number):
            one = PlacementFactory(team=team, starts_on=today, planned_ends_on=today)
            DayFactory(placement=one, on=today)

    browser = sign_in(tm)
    rows(2)
    browser.get(reverse(LIST))  # the first request of a session costs more
    few = queries_for(lambda: browser.get(reverse(LIST)))
    rows(18)
    assert queries_for(lambda: browser.get(reverse(LIST))) == few


def test_a_placement_costs_the_same_however_many_days(sign_in, pe, placement, queries_for):
    def more(first, number):
        for n in range(first, first + number):
            DayFactory(placement=placement, on=placement.starts_on + timedelta(days=n))

    browser = sign_in(pe)
    more(0, 2)
    browser.get(at(placement))  # the first request of a session costs more
    few = queries_for(lambda: browser.get(at(placement)))
    more(2, 18)
    assert queries_for(lambda: browser.get(at(placement))) == few


def test_what_the_database_refuses_is_said_beside_its_field(sign_in, tm, pe, team, today):
    student = PlacementFactory(starts_on=today - timedelta(days=400)).student
    answers = {
        "student": str(student.pk),
        "practice_educator": str(pe.pk),
        "university": str(UniversityFactory().pk),
        "team": str(team.pk),
        "days_total": "70",
        "weekdays": ["0"],
        **boxes("starts_on", today - timedelta(days=500)),
    }
    refused = sign_in(tm).post(reverse("placements:placement-start"), answers)
    # Who is on placement is not offered; who has one to come is refused beside the question.
    assert set(refused.context["form"].errors) == {"student"}
    PracticePlacement.objects.filter(student=student).update(starts_on=today + timedelta(days=9))
    refused = sign_in(tm).post(reverse("placements:placement-start"), answers)
    (message,) = refused.context["form"].errors["student"]
    assert message.startswith("This student already has a placement on some of these days.")
