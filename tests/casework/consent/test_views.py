"""The consent tab: what stands, an answer for several activities at once, a withdrawal."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.consent.ledger import standing
from casework.consent.models import ConsentEntry
from tests.casework.factories import ConsentEntryFactory
from tests.stage import staged

pytestmark = pytest.mark.django_db


@staged
def page(child, episode):
    return reverse("casework:consent-list", args=[child.pk])


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_the_tab_says_what_is_missing_and_what_to_do(page, sign_in, student):
    html = sign_in(student).get(page).content.decode()
    assert "Still needed for one-to-one work" in html
    assert "Nobody has been asked yet" in html


def test_one_person_answers_about_several_activities_at_once(
    child, episode, sign_in, student, today
):
    url = reverse("casework:consent-record", args=[child.pk])
    answer = {
        "giver_kind": "parent_carer",
        "giver_name": "Mum",
        "capacity_basis": "pr",
        "answer_one_to_one": "yes",
        "answer_photo": "no",
        "evidence": "Drawings may be photographed, faces not.",
        "method": "in_person",
        **boxes("given_on", today),
        **boxes("expires_on", today + timedelta(days=60)),
    }
    response = sign_in(student).post(url, answer)
    assert response.status_code == 302, response.context["form"].errors
    given = dict(ConsentEntry.objects.values_list("activity", "answer"))
    assert given == {"one_to_one": "yes", "photo": "no"}
    assert ConsentEntry.objects.get(activity="photo").expires_on is None


def test_an_empty_answer_is_sent_back_with_what_was_typed(child, episode, sign_in, student, today):
    url = reverse("casework:consent-record", args=[child.pk])
    response = sign_in(student).post(url, {"giver_kind": "parent_carer", "evidence": "Kept text"})
    assert response.status_code == 200
    assert set(response.context["form"].errors) >= {"giver_name", "capacity_basis", "method"}
    assert "Kept text" in response.content.decode()


def test_the_child_is_recorded_under_their_own_name(child, episode, sign_in, sw, today):
    url = reverse("casework:consent-record", args=[child.pk])
    answer = {
        "giver_kind": "child",
        "capacity_basis": "assent",
        "answer_one_to_one": "yes",
        "method": "in_person",
        **boxes("given_on", today),
    }
    assert sign_in(sw).post(url, answer).status_code == 302
    assert ConsentEntry.objects.get().giver_name == child.first_name


def test_withdrawing_asks_first_then_shuts_the_activity(child, agreed, sign_in, sw, today):
    entry = child.consents.get(giver_kind="parent_carer")
    url = reverse("casework:consent-withdraw", args=[entry.pk])
    client = sign_in(sw)
    assert "Everyone who works with the child is told" in client.get(url).content.decode()
    assert standing(child.pk, "one_to_one", today).is_in_place
    client.post(url, boxes("on", today))
    assert not standing(child.pk, "one_to_one", today).is_in_place
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("who", "reads", "records", "excepts"),
    [
        ("student", 200, 200, 403),
        ("pe", 200, 200, 403),
        ("sw", 200, 200, 200),
        ("tm", 200, 403, 200),
        ("business_support", 200, 200, 403),
        ("auditor", 200, 403, 403),
        ("dsl", 404, 404, 404),
        ("tutor", 404, 404, 404),
        ("admin", 404, 404, 404),
        ("outsider", 404, 404, 404),
    ],
)
def test_who_opens_what(cast, who, reads, records, excepts, child, episode, sign_in):
    client = sign_in(getattr(cast, who))
    names = ("consent-list", "consent-record", "consent-exception")
    answers = [client.get(reverse(f"casework:{n}", args=[child.pk])).status_code for n in names]
    assert answers == [reads, records, excepts]


def test_the_tab_costs_the_same_however_much_was_answered(page, child, sign_in, sw, queries_for):
    client = sign_in(sw)
    ConsentEntryFactory.create_batch(2, child=child, recorded_by=sw)
    client.get(page)
    few = queries_for(lambda: client.get(page))
    ConsentEntryFactory.create_batch(20, child=child)
    assert queries_for(lambda: client.get(page)) == few
