"""Education facts: each with its source, none twice, and attendance by phase of the work."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from casework.chronology.models import ChronologyEntry
from casework.family.education.actions import (
    end_education_fact,
    record_attendance,
    record_education_fact,
    withdraw,
)
from casework.family.education.models import Attendance, EducationFact
from casework.family.education.phases import Phase, phase_of, shares
from tests.stage import staged


@dataclass(frozen=True)
class Weeks:
    starts_on: date
    ends_on: date
    possible: int = 20
    attended: int = 15


SPELL = [(date(2026, 3, 2), date(2026, 7, 17))]


@pytest.mark.parametrize(
    ("first", "last", "phase"),
    [
        (date(2026, 2, 1), date(2026, 3, 1), Phase.BEFORE),
        (date(2026, 3, 2), date(2026, 7, 17), Phase.DURING),
        (date(2026, 7, 18), date(2026, 9, 1), Phase.AFTER),
        (date(2026, 2, 23), date(2026, 3, 6), None),
        (date(2026, 7, 1), date(2026, 9, 1), None),
    ],
)
def test_a_reading_belongs_to_the_phase_it_lies_wholly_in(first, last, phase):
    assert phase_of(Weeks(first, last), SPELL) == phase


def test_open_work_has_no_after_and_no_work_has_no_phases():
    late = Weeks(date(2027, 1, 1), date(2027, 2, 1))
    assert phase_of(late, [(date(2026, 3, 2), None)]) == Phase.DURING
    assert phase_of(late, []) is None


def test_sessions_are_counted_not_percentages_averaged():
    readings = [
        Weeks(date(2026, 1, 5), date(2026, 1, 9), possible=10, attended=10),
        Weeks(date(2026, 1, 12), date(2026, 2, 20), possible=90, attended=45),
    ]
    (before, during, after), across = shares(readings, SPELL)
    assert before.percent == 55.0  # not 75, the mean of 100 and 50
    assert (during.percent, after.percent, across) == (None, None, 0)


@given(
    st.lists(
        st.tuples(st.dates(date(2025, 9, 1), date(2027, 7, 1)), st.integers(0, 60)), max_size=12
    )
)
def test_every_reading_is_in_one_phase_or_across(days):
    readings = [Weeks(first, first + timedelta(days=long)) for first, long in days]
    counted, across = shares(readings, SPELL)
    assert sum(share.possible for share in counted) + 20 * across == 20 * len(readings)


@staged
def told(today):
    return {"source": "school", "said_on": today}


@staged
def reading(child, episode, sw, opened_on, told):
    return record_attendance(
        child=child,
        starts_on=opened_on - timedelta(days=30),
        ends_on=opened_on - timedelta(days=2),
        possible=40,
        attended=30,
        unauthorised=4,
        by=sw,
        **told,
    )


@pytest.mark.django_db
def test_impossible_sessions_are_refused_in_words(child, sw, today, told):
    days = {"child": child, "starts_on": today, "ends_on": today, "by": sw} | told
    with pytest.raises(ValidationError, match="more sessions than were possible"):
        record_attendance(possible=2, attended=2, unauthorised=1, **days)
    with pytest.raises(ValidationError, match="how many sessions were possible"):
        record_attendance(possible=0, attended=0, **days)


@pytest.mark.django_db
def test_days_are_recorded_once_and_withdrawn_ones_again(child, reading, sw, today, told):
    again = {
        "child": child,
        "starts_on": reading.starts_on,
        "ends_on": reading.starts_on,
        "possible": 2,
        "attended": 1,
        "by": sw,
    } | told
    with pytest.raises(ValidationError, match="recorded already"):
        record_attendance(**again)
    with pytest.raises(ValidationError, match="what was wrong"):
        withdraw(fact=reading, on=today, why=" ", by=sw)
    withdraw(fact=reading, on=today, why="Another pupil's register", by=sw)
    record_attendance(**again)
    assert Attendance.objects.standing().count() == 1


@pytest.mark.django_db
def test_a_suspension_says_how_long(child, sw, today, told):
    given = {"child": child, "kind": "suspension", "starts_on": today, "by": sw} | told
    with pytest.raises(ValidationError, match="school days lost"):
        record_education_fact(ends_on=today, **given)
    with pytest.raises(ValidationError, match="last day"):
        record_education_fact(school_days=2, **given)
    record_education_fact(school_days=1.5, ends_on=today, **given)
    entry = ChronologyEntry.objects.get(child=child, kind="casework.education_fact")
    assert entry.details["days"] == "1.5"


@pytest.mark.django_db
def test_what_holds_ends_with_a_reason(child, sw, today, told):
    fact = record_education_fact(
        child=child, kind="cme", starts_on=today - timedelta(days=20), by=sw, **told
    )
    assert EducationFact.objects.in_force(today).exists()
    end_education_fact(fact=fact, on=today - timedelta(days=1), why="On roll again", by=sw)
    assert not EducationFact.objects.in_force(today).exists()


@pytest.mark.django_db
def test_the_tab_draws_and_tells(child, reading, sign_in, student, sw, told, opened_on):
    record_attendance(
        child=child, starts_on=opened_on, ends_on=opened_on + timedelta(days=6),
        possible=10, attended=9, by=sw, **told,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="must be in education"):
        record_education_fact(child=child, kind="neet", starts_on=opened_on, by=sw, **told)
    record_education_fact(child=child, kind="cme", starts_on=opened_on, by=sw, **told)
    html = sign_in(student).get(reverse("casework:education", args=[child.pk])).content.decode()
    for words in ("Before the work", "75%", "90%", "Below 90%", "Child missing education", "<svg"):
        assert words in html


@pytest.mark.django_db
def test_empty_says_what_to_ask(child, episode, sign_in, sw):
    html = sign_in(sw).get(reverse("casework:education", args=[child.pk])).content.decode()
    assert "Ask the school" in html


@pytest.mark.django_db
def test_forms_record_end_and_take_back(child, episode, sign_in, sw, today):
    client = sign_in(sw)
    day = today.isoformat()
    dates = {"starts_on": day, "said_on": day}
    add = reverse("casework:attendance-add", args=[child.pk])
    sent = {
        "possible": "2",
        "attended": "3",
        "unauthorised": "0",
        "source": "school",
        "ends_on": day,
    }
    sent |= dates
    refused = client.post(add, sent)
    assert "more sessions than were possible" in refused.content.decode()
    response = client.post(add, sent | {"attended": "2"})
    assert response.status_code == 302, response.context["form"].errors
    reading = Attendance.objects.get()
    back = reverse("casework:attendance-withdraw", args=[reading.pk])
    assert client.get(back).status_code == 200
    assert client.post(back, {"why": "Wrong child"}).status_code == 302
    add = reverse("casework:education-fact-add", args=[child.pk])
    response = client.post(add, {"kind": "ehcp", "source": "authority"} | dates)
    assert response.status_code == 302, response.context["form"].errors
    fact = EducationFact.objects.get()
    end = reverse("casework:education-fact-end", args=[fact.pk])
    assert client.post(end, {"why": "Ceased", "on": day}).status_code == 302


@pytest.mark.django_db
def test_the_tab_costs_the_same_however_much_it_holds(
    child, episode, sign_in, sw, told, opened_on, queries_for
):
    def fill(times, after):
        for number in range(times):
            day = opened_on - timedelta(days=after + number)
            record_attendance(
                child=child, starts_on=day, ends_on=day, possible=2, attended=1, by=sw, **told
            )
            record_education_fact(
                child=child, kind="suspension", school_days=1, starts_on=day, ends_on=day,
                by=sw, **told,
            )  # fmt: skip

    client, url = sign_in(sw), reverse("casework:education", args=[child.pk])
    fill(2, 10)
    client.get(url)
    few = queries_for(lambda: client.get(url))
    fill(18, 20)
    assert queries_for(lambda: client.get(url)) == few
    assert few <= 15
