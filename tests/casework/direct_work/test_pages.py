"""Writing a session on a phone, sending it, and what the signer reads."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.direct_work.actions import countersign_session, return_session, submit_session
from casework.direct_work.models import DirectWorkSession, ScaleReading
from casework.direct_work.reads import to_finish, to_sign, waiting_elsewhere
from casework.direct_work.tool.models import Tool
from records.actions import save_unsent, unsent
from records.states import State
from tests.casework import scene
from tests.stage import staged


def typed(on, **changes) -> dict[str, str]:
    """The form of a complete session, as a browser sends it."""
    return {
        "childs_words": "In my good house nobody shouts.",
        "what_happened": "Drew his week as a comic.",
        "purpose": "How Sundays feel",
        "seen_alone": "yes",
        "scale_child": "4",
        "worry": "False",
        "what_next": "Meet Dad.",
        "happened_on_day": str(on.day),
        "happened_on_month": str(on.month),
        "happened_on_year": str(on.year),
        "started_at": "13:15",
        "minutes": "45",
        "place": "school",
    } | changes


@staged
def new(child):
    return reverse("casework:session-new", args=[child.pk])


def page_of(name, session) -> str:
    return reverse(f"casework:{name}", args=[session.pk])


def test_a_student_writes_and_sends(sign_in, new, child, agreed, student, today):
    answer = sign_in(student).post(new, typed(today, send="1"))
    session = DirectWorkSession.objects.get()
    assert answer["Location"] == page_of("session-detail", session)
    assert (session.state, session.author, session.minutes) == (State.SUBMITTED, student, 45)
    assert ScaleReading.objects.get(session=session).value == 4


def test_finish_later_keeps_a_draft_with_whatever_there_is(
    sign_in, new, child, agreed, student, today
):
    sent = dict.fromkeys(typed(today), "") | {
        "happened_on_day": str(today.day),
        "happened_on_month": str(today.month),
        "happened_on_year": str(today.year),
        "childs_words": "Half a sentence",
        "finish_later": "1",
    }
    assert sign_in(student).post(new, sent).status_code == 302
    assert DirectWorkSession.objects.get().childs_words == "Half a sentence"
    assert list(to_finish(student)) == [DirectWorkSession.objects.get()]


def test_sending_too_little_keeps_the_draft_and_says_what_is_missing(
    sign_in, new, child, agreed, student, today
):
    client = sign_in(student)
    answer = client.post(new, typed(today, purpose="", minutes="", send="1"))
    session = DirectWorkSession.objects.get()
    assert session.state == State.DRAFT
    shown = client.get(answer["Location"]).content.decode()
    assert "There is a problem" in shown
    assert "Say what the session was for." in shown
    assert "In my good house nobody shouts." in shown


def test_without_consent_it_is_kept_and_the_next_step_explains_itself(
    sign_in, new, child, episode, student, today
):
    client = sign_in(student)
    assert "Consent is not in place." in client.get(new).content.decode()
    answer = client.post(new, typed(today, send="1"), follow=True)
    assert DirectWorkSession.objects.get().state == State.DRAFT
    shown = answer.content.decode()
    assert "Saved, not sent" in shown
    assert "Still needed for one-to-one work" in shown
    assert reverse("casework:consent-list", args=[child.pk]) in shown


def test_the_form_says_consent_first_last_time_and_who_is_told(
    sign_in, new, child, agreed, student, today
):
    scene.a_session(child, by=student, on=today - timedelta(days=7), sent=True, scales={"child": 3})
    shown = sign_in(student).get(new).content.decode()
    assert shown.index("Consent is in place") < shown.index(
        "What did Tomasz say, in his own words?"
    )
    assert "Last time: 3" in shown
    assert "Lorna, the team manager and Wanda are told now" in shown
    assert "Send to Wanda to sign" in shown


def test_a_worry_needs_its_words(sign_in, new, child, agreed, student, today):
    answer = sign_in(student).post(new, typed(today, worry="True", send="1"))
    assert answer.status_code == 200
    assert "Say what worries you." in answer.content.decode()
    assert not DirectWorkSession.objects.exists()
    assert unsent(student, f"casework.session.new.{child.pk}").fields["purpose"] == [
        "How Sundays feel"
    ]


def test_a_worry_is_recorded_with_the_choice_about_the_school(
    sign_in, new, child, agreed, student, today
):
    worry = {"worry": "True", "worry_text": "He flinched.", "tell_school": "yes"}
    sign_in(student).post(new, typed(today, **worry, send="1"))
    session = DirectWorkSession.objects.get()
    assert (session.worry, session.tell_school) == (True, "yes")
    assert session.worry_told_at is not None


def test_sent_twice_is_one_session(sign_in, new, child, agreed, student, today):
    client = sign_in(student)
    token = client.get(new).context["form"]["once_token"].value()
    first = client.post(new, typed(today, once_token=token, send="1"))
    second = client.post(new, typed(today, once_token=token, send="1"))
    assert first["Location"] == second["Location"]
    assert DirectWorkSession.objects.count() == 1


def test_what_was_typed_comes_back_and_goes_once_sent(sign_in, new, child, agreed, student, today):
    key = f"casework.session.new.{child.pk}"
    save_unsent(
        person=student, form_key=key, fields={"childs_words": "Nobody shouts"}, began_from=None
    )
    client = sign_in(student)
    shown = client.get(new).content.decode()
    assert "Your unsent text is back" in shown
    assert "Nobody shouts" in shown
    client.post(new, typed(today, send="1"))
    assert unsent(student, key) is None


def test_two_windows_see_both_texts(sign_in, child, agreed, student, today):
    session = scene.a_session(child, by=student, on=today)
    client, form = sign_in(student), page_of("session-form", session)
    version = str(session.lock_version)
    client.post(form, typed(today, purpose="From one", lock_version=version, finish_later="1"))
    answer = client.post(
        form, typed(today, purpose="From the other", lock_version=version, finish_later="1")
    )
    shown = answer.content.decode()
    assert "Somebody saved before you" in shown
    assert "From one" in shown
    assert "From the other" in shown
    session.refresh_from_db()
    assert session.purpose == "From one"


def test_the_comment_stands_above_the_form_and_the_signer_sees_what_changed(
    sign_in, child, agreed, student, sw, today
):
    session = scene.a_session(child, by=student, on=today, sent=True)
    return_session(session=session, comment="What did he say about Sunday?", by=sw)
    client, form = sign_in(student), page_of("session-form", session)
    shown = client.get(form).content.decode()
    assert shown.index("What did he say about Sunday?") < shown.index("What did Tomasz say")
    session.refresh_from_db()
    changed = typed(today, purpose="Sundays", lock_version=str(session.lock_version), send="1")
    client.post(form, changed)
    changes = sign_in(sw).get(page_of("session-detail", session)).context["changes"]
    assert ("Purpose", "How Sundays feel", "Sundays") in {
        (change.question, change.before, change.after) for change in changes
    }


def test_somebody_elses_form_is_closed(sign_in, child, agreed, student, sw, today):
    session = scene.a_session(child, by=student, on=today, sent=True)
    assert sign_in(sw).get(page_of("session-form", session)).status_code == 403
    assert sign_in(sw).get(page_of("session-detail", session)).status_code == 200


def test_an_unsent_draft_does_not_exist_for_others(sign_in, child, agreed, student, sw, tm, today):
    session = scene.a_session(child, by=student, on=today)
    for person in (sw, tm):
        assert sign_in(person).get(page_of("session-detail", session)).status_code == 404
    assert sign_in(student).get(page_of("session-detail", session)).status_code == 200


WHO_READS = {
    "pe": 200,
    "sw": 200,
    "tm": 200,
    "gm": 200,
    "auditor": 200,
    "business_support": 403,
    "outsider": 404,
    "tutor": 404,
    "dsl": 404,
    "admin": 404,
}


@pytest.mark.parametrize(("who", "status"), WHO_READS.items())
def test_who_reads_a_session_that_was_sent(
    cast, sign_in, child, agreed, student, today, who, status
):
    session = scene.a_session(child, by=student, on=today, sent=True)
    answer = sign_in(getattr(cast, who)).get(page_of("session-detail", session))
    assert answer.status_code == status


def test_the_worker_signs_on_the_page(sign_in, child, agreed, student, sw, today):
    session = scene.a_session(child, by=student, on=today, sent=True)
    client = sign_in(sw)
    assert "Countersign" in client.get(page_of("session-detail", session)).content.decode()
    sign = {"lock_version": str(session.lock_version)}
    shown = client.post(page_of("session-sign", session), sign, follow=True).content.decode()
    assert "approved by Wanda Worker" in shown
    again = client.post(page_of("session-sign", session), sign, follow=True)
    assert again.status_code == 200


def test_the_worker_returns_it_on_its_own_page(sign_in, child, agreed, student, sw, today):
    session = scene.a_session(child, by=student, on=today, sent=True)
    client, page = sign_in(sw), page_of("session-return", session)
    version = {"lock_version": str(session.lock_version)}
    refused = client.post(page, version | {"comment": ""})
    assert refused.status_code == 200
    assert client.post(page, version | {"comment": "Say more."}).status_code == 302
    session.refresh_from_db()
    assert session.state == State.RETURNED


def test_the_queue_of_each_signer(child, agreed, student, sw, tm, pe, outsider, today):
    session = scene.a_session(child, by=student, on=today, sent=True)
    assert list(to_sign(sw)) == [session]
    assert list(to_sign(tm)) == [session]
    assert list(to_sign(pe)) == []
    assert list(waiting_elsewhere(pe)) == [session]
    assert list(to_sign(outsider)) == []
    countersign_session(session=session, by=sw)
    assert list(to_sign(sw)) == []


def test_what_came_back_heads_the_list_to_finish(child, agreed, student, sw, today):
    scene.a_session(child, by=student, on=today)
    returned = scene.a_session(child, by=student, on=today - timedelta(days=4))
    submit_session(session=returned, by=student)
    return_session(session=returned, comment="Say more.", by=sw)
    assert [row.state for row in to_finish(student)] == [State.RETURNED, State.DRAFT]


def test_the_library_ships_with_tools_and_the_form_offers_them(
    sign_in, new, child, agreed, student
):
    assert Tool.objects.filter(code="three-houses").exists()
    assert "Three houses" in sign_in(student).get(new).content.decode()
    assert "Three houses" in sign_in(student).get(reverse("casework:tool-list")).content.decode()


def test_which_child_was_it(sign_in, child, agreed, student, new):
    assert new in sign_in(student).get(reverse("casework:session-start")).content.decode()


def test_a_queue_costs_the_same_however_long(sign_in, child, agreed, student, sw, pe, today):
    page = reverse("casework:direct-work-to-sign")
    costs = {sw: [], pe: []}
    for count in (2, 18):
        for number in range(count):
            scene.a_session(child, by=student, on=today - timedelta(days=number), sent=True)
        for person, seen in costs.items():
            client = sign_in(person)
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            seen.append(len(asked))
    for few, many in costs.values():
        assert few == many <= 15


def test_the_form_and_the_session_cost_few_queries(sign_in, child, agreed, student, sw, new, today):
    session = scene.a_session(child, by=student, on=today, sent=True, scales={"child": 4})
    back = scene.a_session(child, by=student, on=today, sent=True, scales={"child": 5})
    return_session(session=back, comment="Say more.", by=sw)
    pages = (
        (student, new),
        (student, page_of("session-form", back)),
        (sw, page_of("session-detail", session)),
    )
    for person, page in pages:
        client = sign_in(person)
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        counted = [row["sql"] for row in asked if "SAVEPOINT" not in row["sql"]]
        assert len(counted) <= 15, (page, "\n".join(row[:150] for row in counted))
