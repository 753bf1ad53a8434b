"""The child's page: what it shows to whom, and what it costs."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.child.actions import involve, restrict_child
from casework.child.models import Involvement
from casework.decision.actions import record_decision
from casework.direct_work.actions import countersign_session, return_session
from casework.episode.models import Episode
from records.models import ReadEntry
from tests.casework import scene
from tests.stage import staged

TABS = ("child-overview", "chronology-list", "session-list", "decision-list")
# 200 opens, 403 is in scope without the verb, 404 does not exist for this person.
WHO_OPENS = {
    "student": (200, 200, 200, 200),
    "pe": (200, 200, 200, 200),
    "sw": (200, 200, 200, 200),
    "tm": (200, 200, 200, 200),
    "gm": (200, 200, 200, 200),
    "business_support": (200, 403, 403, 403),
    "auditor": (200, 200, 200, 200),
    "tutor": (404, 404, 404, 404),
    "dsl": (404, 404, 404, 404),
    "admin": (404, 404, 404, 404),
    "outsider": (404, 404, 404, 404),
}


def address(name, child) -> str:
    return reverse(f"casework:{name}", args=[child.pk])


@pytest.mark.parametrize("who", WHO_OPENS)
def test_who_opens_which_section(cast, sign_in, child, episode, who):
    client = sign_in(getattr(cast, who))
    answers = tuple(client.get(address(name, child)).status_code for name in TABS)
    assert answers == WHO_OPENS[who]


@pytest.mark.parametrize(("who", "status"), [("tm", 200), ("auditor", 200), ("student", 403)])
def test_who_sees_who_looked(cast, sign_in, child, episode, who, status):
    assert sign_in(getattr(cast, who)).get(address("read-log", child)).status_code == status


def test_every_look_is_written_down_and_listed(sign_in, child, episode, student, tm):
    sign_in(student).get(address("chronology-list", child))
    entry = ReadEntry.objects.get(person=student, child_id=child.pk)
    assert entry.section == "chronology"
    page = sign_in(tm).get(address("read-log", child)).content.decode()
    assert "Sam Student" in page
    assert "Chronology" in page


def test_a_restricted_child_does_not_exist_for_those_not_named(
    sign_in, child, episode, student, sw, tm, today
):
    restrict_child(child=child, named=[sw], why="Staff family", starts_on=today, by=tm)
    assert sign_in(student).get(address("child-overview", child)).status_code == 404
    assert sign_in(sw).get(address("child-overview", child)).status_code == 200


def test_the_bar_says_who_is_who(sign_in, child, episode, student):
    page = sign_in(student).get(address("child-overview", child)).content.decode()
    for said in (
        child.reference,
        "Tomasz S",
        "Year 5, Oakfield Primary",
        "Polish, English",
        "Co-worker",
        "Wanda Worker",
        "Lorna Practice",
        "Early help",
    ):
        assert said in page
    assert "Sikorski" not in page


def test_a_child_without_open_work_says_so(sign_in, child, tm, team, today, sw):
    involve(child=child, team=team, role=Involvement.Role.TEAM, starts_on=today, why="Known", by=tm)
    page = sign_in(tm).get(address("child-overview", child)).content.decode()
    assert "No open work" in page
    assert "Record direct work" not in page


def test_the_staff_safety_note_stands_in_words(sign_in, child, episode, student):
    child.staff_safety_note = "Visit in pairs."
    child.save()
    page = sign_in(student).get(address("child-overview", child)).content.decode()
    assert "Staff safety: Visit in pairs." in page


def test_attention_names_what_came_back_and_leads_there(sign_in, child, agreed, student, sw, today):
    session = scene.a_session(child, by=student, on=today, sent=True)
    return_session(session=session, comment="Say more.", by=sw)
    page = sign_in(student).get(address("child-overview", child))
    points = page.context["attention"]["points"]
    assert any("came back" in point.text for point in points)
    assert reverse("casework:session-detail", args=[session.pk]) in page.content.decode()


def test_attention_asks_the_signer_and_only_them(sign_in, child, agreed, student, sw, pe, today):
    scene.a_session(child, by=student, on=today, sent=True)
    texts = {}
    for person in (sw, pe):
        points = sign_in(person).get(address("child-overview", child)).context["attention"]
        texts[person] = " ".join(point.text for point in points["points"])
    assert "for you to sign" in texts[sw]
    assert "for you to sign" not in texts[pe]


def test_attention_speaks_of_consent_missing_and_ending(
    sign_in, child, episode, student, sw, today
):
    page = address("child-overview", child)
    assert "Still needed for one-to-one work" in sign_in(student).get(page).content.decode()
    scene.agree(child, by=sw, given_on=today, expires_on=today + timedelta(days=5))
    assert "Consent for one-to-one work ends on" in sign_in(student).get(page).content.decode()


def test_attention_speaks_of_advice_to_those_who_answer(
    sign_in, child, agreed, student, sw, pe, today
):
    record_decision(
        child=child, what="Meet Dad", why="He asks.", owner=student, due_on=today, by=pe
    )
    page = address("child-overview", child)
    assert "awaits your answer" in sign_in(sw).get(page).content.decode()
    assert "awaits your answer" not in sign_in(student).get(page).content.decode()


def test_a_draft_is_on_the_timeline_of_its_author_alone(sign_in, child, agreed, student, sw, today):
    scene.a_session(child, by=student, on=today, childs_words="A lock on my door")
    page = address("chronology-list", child)
    assert "A lock on my door" in sign_in(student).get(page).content.decode()
    assert "A lock on my door" not in sign_in(sw).get(page).content.decode()


def test_a_live_session_carries_its_state_and_a_signed_one_its_signer(
    sign_in, child, agreed, student, sw, today
):
    session = scene.a_session(child, by=student, on=today, sent=True)
    page = address("chronology-list", child)
    assert "Waiting to be signed" in sign_in(sw).get(page).content.decode()
    countersign_session(session=session, by=sw)
    told = sign_in(sw).get(page).content.decode()
    assert "Waiting to be signed" not in told
    assert "Signed by Wanda Worker" in told
    assert told.count("In my good house") == 1


def test_the_chronology_is_narrowed_by_kind_day_and_person(
    sign_in, child, agreed, student, sw, today
):
    scene.a_session(child, by=student, on=today - timedelta(days=9), sent=True)
    client, page = sign_in(sw), address("chronology-list", child)

    def shown(**asked):
        return client.get(page, asked).context["page"].paginator.count

    everything = shown()
    assert shown(kind="casework.direct_work") == 1
    assert shown(kind="casework.consent_given") == 2
    assert shown(by=str(student.pk)) == 1
    day = today - timedelta(days=10)
    since = {"since_day": day.day, "since_month": day.month, "since_year": day.year}
    assert shown(**since) == 1
    until = {"until_day": day.day, "until_month": day.month, "until_year": day.year}
    assert shown(**until) == everything - 1


def test_words_are_looked_for_by_post_and_stay_out_of_the_address(
    sign_in, child, agreed, student, sw, today
):
    scene.a_session(child, by=student, on=today, sent=True)
    client, page = sign_in(sw), address("chronology-list", child)
    answer = client.post(page, {"words": "good house"})
    assert answer.status_code == 302
    assert "house" not in answer["Location"]
    found = client.get(answer["Location"])
    assert found.context["page"].paginator.count == 1
    assert "“good house”" in found.content.decode()
    key = answer["Location"].partition("?")[2]
    assert sign_in(student).get(f"{page}?{key}").context["words"] == ""


def test_what_changed_since_the_last_look(sign_in, child, agreed, student, sw, today):
    page = address("chronology-list", child)
    sign_in(sw).get(page)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        scene.a_session(child, by=student, on=today, sent=True)
        shown = sign_in(sw, on_client=Client()).get(page, {"new": "on"})
    assert shown.context["page"].paginator.count == 1
    assert "New" in shown.content.decode()


MOST_QUERIES = 15


def fill(child, *, student, sw, pe, today, times):
    for number in range(times):
        day = today - timedelta(days=number)
        session = scene.a_session(
            child, by=student, on=day, sent=True, scales={"child": 4, "worker": 5}
        )
        if number % 2:
            countersign_session(session=session, by=sw)
        record_decision(
            child=child, what=f"Do {number}", why="So.", owner=student, due_on=today, by=pe
        )


@staged
def child_in_need(child, team, tm, sw, student, opened_on):
    """With clocks in working days, which ask for the calendar too."""
    scene.an_episode(
        child, team=team, by=tm, opened_on=opened_on, sw=sw, student=student,
        kind=Episode.Kind.IN_NEED,
    )  # fmt: skip
    scene.agree(child, by=sw, given_on=opened_on)
    return child


@pytest.mark.parametrize("who", ["student", "sw", "tm", "pe"])
def test_every_section_costs_few_queries_however_much_it_holds(
    cast, sign_in, child_in_need, student, sw, pe, today, who
):
    child, client = child_in_need, sign_in(getattr(cast, who))
    client.get(
        address("child-overview", child)
    )  # the first page after signing in stamps the session
    costs = []
    for times in (2, 18):
        fill(child, student=student, sw=sw, pe=pe, today=today, times=times)
        costs.append({name: cost(client, address(name, child)) for name in TABS})
    assert costs[0] == costs[1]
    assert max(costs[1].values()) <= MOST_QUERIES, costs[1]


def cost(client, page) -> int:
    """Session, person and read log included; savepoints, which ask nothing, left out."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    counted = [row["sql"] for row in asked if "SAVEPOINT" not in row["sql"]]
    return len(counted)
