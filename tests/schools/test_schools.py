"""Who is at which school, the log of drop-ins, and who reads it."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.roles import Role
from partners.models import ContactPerson
from schools import actions
from schools.models import DropIn, SchoolLink
from tests.partners.factories import ContactFactory, SchoolFactory
from tests.schools.factories import DropInFactory, LinkFactory
from tests.stage import staged

pytestmark = pytest.mark.django_db
START = date(2026, 9, 28)
LIST = "schools:drop-in-list"


def link(**changes):
    chosen = {"weekdays": [2, 0, 2], "starts_on": START, "by": None}
    return actions.link_to_school(**(chosen | changes))


def log(by, **changes):
    chosen = {
        "school": changes.pop("school", None) or SchoolFactory(),
        "happened_on": START,
        "at": time(12, 30),
        "who": DropIn.Who.PUPIL,
        "people": 2,
        "theme": DropIn.Theme.FEELINGS,
        "action": DropIn.Action.LISTENED,
        "by": by,
        "today": START,
    }
    return actions.log_drop_in(**(chosen | changes))


def test_a_link_has_its_days(student):
    made = link(person=student, school=SchoolFactory())
    assert made.weekdays == [0, 2]
    assert made.days_text == "Monday, Wednesday"


def test_who_and_where_a_link_may_be(student, dsl):
    with pytest.raises(ValidationError) as refused:
        link(person=dsl, school=SchoolFactory(status="closed"))
    assert set(refused.value.error_dict) == {"person", "school"}
    with pytest.raises(ValidationError, match="at least one school day"):
        link(person=student, school=SchoolFactory(), weekdays=[])


def test_one_link_to_a_school_at_a_time(student):
    school = SchoolFactory()
    first = link(person=student, school=school)
    with pytest.raises(ValidationError, match="already linked"):
        link(person=student, school=school, starts_on=date(2027, 1, 4))
    with pytest.raises(IntegrityError, match="once_at_a_time"), transaction.atomic():
        LinkFactory(person=student, school=school)
    actions.end_link(link=first, on=date(2026, 12, 18), by=None)
    assert link(person=student, school=school, starts_on=date(2027, 1, 4)).pk


def test_an_ended_link_is_not_made_longer(student):
    made = link(person=student, school=SchoolFactory())
    actions.end_link(link=made, on=date(2026, 10, 1), by=None)
    assert actions.end_link(link=made, on=date(2026, 12, 1), by=None).ends_on == date(2026, 10, 1)


def test_a_drop_in_is_logged(student):
    assert log(student).person == student


@pytest.mark.parametrize("changes", [{"people": 0}, {"people": 61}, {"who": "somebody"}])
def test_a_drop_in_makes_sense(student, changes):
    with pytest.raises(ValidationError):
        log(student, **changes)


def test_no_drop_in_ahead(student):
    with pytest.raises(ValidationError, match="has not come yet"):
        log(student, happened_on=START + timedelta(days=1))


@staged
def school(dsl):
    school = SchoolFactory(name="Oakfield Primary")
    ContactFactory(school=school, person=dsl)
    return school


def test_who_reads_what(cast, school, someone, neighbouring_team):
    elsewhere = someone(Role.STUDENT, "Eli Elsewhere", neighbouring_team)
    ours = DropInFactory(person=cast.student, school=SchoolFactory())
    at_the_leads_school = DropInFactory(person=elsewhere, school=school)
    for model, (one, other) in {
        DropIn: (ours, at_the_leads_school),
        SchoolLink: (
            LinkFactory(person=cast.student, school=ours.school),
            LinkFactory(person=elsewhere, school=school),
        ),
    }.items():
        sees = {name: set(model.objects.visible_to(person)) for name, person in vars(cast).items()}
        assert sees == {
            "student": {one},
            "pe": {one},
            "sw": set(),
            "tm": {one},
            "gm": {one, other},
            "business_support": {one},
            "auditor": {one},
            "tutor": set(),
            "dsl": {other},
            "admin": set(),
            "outsider": set(),
        }


def test_a_lead_who_has_left_reads_nothing(dsl, school, student):
    DropInFactory(person=student, school=school)
    ContactPerson.objects.update(is_current=False)
    assert not DropIn.objects.visible_to(dsl).exists()


# Pages


def test_the_list_adds_up_and_narrows(sign_in, student):
    school = SchoolFactory()
    DropInFactory(person=student, school=school, people=4)
    DropInFactory(person=student, school=school, theme=DropIn.Theme.ONLINE)
    browser = sign_in(student)
    assert "7 people came to 2 drop-ins" in browser.get(reverse(LIST)).content.decode()
    narrowed = browser.get(reverse(LIST), {"theme": "online", "school": str(school.pk)})
    assert "3 people came to 1 drop-in" in narrowed.content.decode()
    none = browser.get(reverse(LIST), {"theme": "family"}).content.decode()
    assert "No drop-in matches" in none


def test_an_empty_list_says_what_to_do(sign_in, student, dsl):
    assert "Log one as soon as it is over" in sign_in(student).get(reverse(LIST)).content.decode()
    assert "they appear here" in sign_in(dsl).get(reverse(LIST)).content.decode()


def test_a_student_logs_a_drop_in(sign_in, student, today):
    linked = link(person=student, school=SchoolFactory(), starts_on=today)
    browser = sign_in(student)
    page = browser.get(reverse("schools:drop-in-add"))
    assert page.context["form"].initial["school"] == linked.school_id
    answers = {
        "school": str(linked.school_id),
        "happened_on_day": str(today.day),
        "happened_on_month": str(today.month),
        "happened_on_year": str(today.year),
        "at": "00:00",
        "who": "parent",
        "people": "1",
        "theme": "family",
        "action": "advised",
    }
    response = browser.post(reverse("schools:drop-in-add"), answers)
    assert response.status_code == 302, response.context["form"].errors
    assert DropIn.objects.get().person == student
    again = browser.post(reverse("schools:drop-in-add"), answers | {"happened_on_year": "2099"})
    assert "This day has not come yet" in again.content.decode()


def test_the_manager_links_and_unlinks(sign_in, tm, student, today):
    school = SchoolFactory()
    browser = sign_in(tm)
    answers = {
        "person": str(student.pk),
        "school": str(school.pk),
        "weekdays": ["0", "3"],
        "starts_on_day": str(today.day),
        "starts_on_month": str(today.month),
        "starts_on_year": str(today.year),
    }
    assert browser.post(reverse("schools:school-link-add"), answers).status_code == 302
    made = SchoolLink.objects.get()
    twice = browser.post(reverse("schools:school-link-add"), answers)
    assert "already linked" in twice.content.decode()
    browser.post(reverse("schools:school-link-end", args=[made.pk]))
    made.refresh_from_db()
    assert made.ends_on == today


@pytest.mark.parametrize("page", ["drop-in-list", "drop-in-add", "school-link-add"])
def test_who_opens_what(cast, sign_in, client, page):
    may = {
        "drop-in-list": set(vars(cast)) - {"gm", "tutor", "admin"},
        "drop-in-add": {"student", "pe", "sw", "outsider"},
        "school-link-add": {"tm", "business_support"},
    }[page]
    for name, person in vars(cast).items():
        sign_in(person)
        status = client.get(reverse(f"schools:{page}")).status_code
        assert status == (200 if name in may else 403), name


def test_a_link_out_of_scope_is_not_there(sign_in, tm, student, someone, neighbouring_team):
    far = LinkFactory(person=someone(Role.STUDENT, "Eli Elsewhere", neighbouring_team))
    near = LinkFactory(person=student)
    post = sign_in(tm).post
    assert post(reverse("schools:school-link-end", args=[far.pk])).status_code == 404
    post = sign_in(student).post
    assert post(reverse("schools:school-link-end", args=[near.pk])).status_code == 403


def test_the_list_costs_the_same_however_long(sign_in, student, queries_for):
    school = SchoolFactory()
    browser = sign_in(student)

    def rows(number):
        for n in range(number):
            DropInFactory(person=student, school=school, at=time(n % 24, 0))
            LinkFactory(person=student)

    rows(2)
    browser.get(reverse(LIST))  # the first request of a session costs more
    few = queries_for(lambda: browser.get(reverse(LIST)))
    rows(18)
    assert queries_for(lambda: browser.get(reverse(LIST))) == few
