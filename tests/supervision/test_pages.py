"""The pages of supervision, asked as people ask them."""

from datetime import date

import pytest
from django.urls import reverse

from casework.decision.models import Decision
from records.models import ReadEntry, UnsentText
from supervision import actions
from supervision.forms.parts import action_name, case_name
from supervision.models import AgreedAction, CaseDiscussion, SupervisionSession, WellbeingPart
from tests.stage import staged
from tests.supervision.factories import PracticePlacementFactory, SupervisionSessionFactory

LIST = reverse("supervision:session-list")


def page(name, session):
    return reverse(f"supervision:{name}", args=[session.pk])


@staged
def session(student, pe, today) -> SupervisionSession:
    return SupervisionSessionFactory(
        student=student, practice_educator=pe, held_on=today, minutes=None
    )


@pytest.fixture
def filled(session, tomasz, student, today):
    """What a browser sends from a filled form."""
    posted = {
        "lock_version": session.lock_version,
        "children": tomasz.pk.hex,
        "action_rows": "1",
        "wellbeing": "Slept badly.",
        "model": "kolb",
        "reflection": "Waited in silences.",
        "learning": "",
        "held_on_day": today.day,
        "held_on_month": today.month,
        "held_on_year": today.year,
        "minutes": "90",
        action_name(0, "text"): "Book induction",
        action_name(0, "owner"): str(student.pk),
    }
    case = {
        "discussed": "Dad's views missing.",
        "what": "Visit Dad.",
        "why": "He has parental responsibility.",
        "owner": str(student.pk),
        "due_on_day": today.day,
        "due_on_month": today.month,
        "due_on_year": today.year,
    }
    return posted | {case_name(tomasz.pk, part): value for part, value in case.items()}


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_form_says_who_reads_each_part(sign_in, pe, session, tomasz, filled):
    shown = words(sign_in(pe).post(page("session-form", session), filled | {"add_action": "1"}))
    assert "You and Sam, unless someone is at risk. Never on a child’s file." in shown
    assert "You, Sam and your team manager. Write it without children’s names." in shown
    assert "Goes on Tomasz’s chronology when you ask to agree" in shown
    assert "it stands as advice until Wanda Worker confirms." in shown


def test_saving_the_draft_keeps_it_all_and_crosses_nothing(sign_in, pe, session, filled):
    response = sign_in(pe).post(page("session-form", session), filled | {"save": "1"})
    assert response.status_code == 302
    assert WellbeingPart.objects.get().text == "Slept badly."
    assert CaseDiscussion.objects.get().what == "Visit Dad."
    assert AgreedAction.objects.get().text == "Book induction"
    assert SupervisionSession.objects.get().is_draft
    assert not Decision.objects.exists()


def test_what_was_saved_is_in_the_form_again(sign_in, pe, session, filled):
    browser = sign_in(pe)
    browser.post(page("session-form", session), filled | {"save": "1"})
    shown = words(browser.get(page("session-form", session)))
    for text in ("Slept badly.", "Waited in silences.", "Visit Dad.", "Book induction"):
        assert text in shown


def test_saving_again_keeps_each_agreed_action_itself(sign_in, pe, session, filled):
    browser = sign_in(pe)
    browser.post(page("session-form", session), filled | {"save": "1"})
    first, version = AgreedAction.objects.get(), SupervisionSession.objects.get().lock_version
    again = {action_name(0, "id"): str(first.pk), action_name(0, "text"): "Book induction soon"}
    browser.post(
        page("session-form", session), filled | again | {"save": "1", "lock_version": version}
    )
    assert AgreedAction.objects.get() == first
    assert AgreedAction.objects.get().text == "Book induction soon"


def test_save_and_ask_sends_it_and_the_decision_crosses(sign_in, pe, session, filled):
    response = sign_in(pe).post(page("session-form", session), filled | {"ask": "1"})
    assert response["Location"] == page("session-detail", session)
    assert SupervisionSession.objects.get().is_waiting
    assert Decision.objects.get().what == "Visit Dad."


def test_asking_names_what_a_decision_lacks_and_keeps_the_text(
    sign_in, pe, session, tomasz, filled
):
    half = filled | {"ask": "1", case_name(tomasz.pk, "why"): "", "minutes": ""}
    response = sign_in(pe).post(page("session-form", session), half)
    shown = words(response)
    assert "Enter why you decided it about Tomasz" in shown
    assert "Enter how long the session was, in minutes" in shown
    assert "Slept badly." in shown
    assert UnsentText.objects.get().fields["wellbeing"] == ["Slept badly."]
    assert SupervisionSession.objects.get().is_draft


def test_another_child_is_added_without_losing_a_word(
    sign_in, pe, session, tomasz, make_child, filled
):
    aisha = make_child("Aisha")
    more = filled | {"add_child": "1", "next_child": aisha.pk.hex, "wellbeing": "New words."}
    shown = words(sign_in(pe).post(page("session-form", session), more))
    assert "New words." in shown
    assert case_name(aisha.pk, "discussed") in shown
    assert "There is a problem" not in shown
    assert not WellbeingPart.objects.exists()


def test_a_child_of_another_is_not_added(sign_in, pe, tm, session, filled):
    from casework.child.actions import add_child

    far = add_child(by=tm, first_name="Far", last_name="Away", dob=date(2014, 1, 1), sex="F")
    more = filled | {"add_child": "1", "next_child": far.pk.hex}
    assert "Far" not in words(sign_in(pe).post(page("session-form", session), more))


def test_carry_over_puts_the_action_in_the_first_empty_row(
    sign_in, pe, student, session, filled, draft, write, ask
):
    row = actions.ActionText(text="Ask tutor about essay dates", owner=student)
    ask(write(draft, actions=[row]))
    old = AgreedAction.objects.get()
    shown = words(sign_in(pe).post(page("session-form", session), filled | {"carry": str(old.pk)}))
    assert "Book induction" in shown
    assert shown.count("Ask tutor about essay dates") == 1
    assert AgreedAction.objects.get(carried_from=old).session == session


def test_typed_text_survives_signing_out(sign_in, client, pe, session, tomasz, filled):
    browser = sign_in(pe)
    browser.post(
        reverse("records:unsent-save"),
        {"form_key": f"supervision.session.{session.pk}", "fields": "{}"}
        | {"fields": _json(filled)},
    )
    browser.logout()
    shown = words(sign_in(pe).get(page("session-form", session)))
    assert "Your unsent text is back" in shown
    assert "Slept badly." in shown
    assert "Visit Dad." in shown
    assert not WellbeingPart.objects.exists()


def _json(posted) -> str:
    import json

    return json.dumps({name: str(value) for name, value in posted.items()})


def test_sent_text_is_not_kept_as_unsent(sign_in, pe, session, filled):
    browser = sign_in(pe)
    browser.post(page("session-form", session), filled | {"ask": "1", "minutes": ""})
    assert UnsentText.objects.exists()
    browser.post(page("session-form", session), filled | {"ask": "1"})
    assert not UnsentText.objects.exists()


def test_two_windows_see_both_texts_and_bring_them_together(sign_in, pe, session, filled):
    browser = sign_in(pe)
    browser.post(page("session-form", session), filled | {"save": "1"})
    late = filled | {"save": "1", "wellbeing": "Typed in the other window."}
    shown = browser.post(page("session-form", session), late)
    assert "Somebody saved before you" in words(shown)
    assert "Slept badly." in words(shown)
    assert "Typed in the other window." in words(shown)
    assert WellbeingPart.objects.get().text == "Slept badly."
    row = SupervisionSession.objects.get()
    merged = late | {"resolving": "1", "lock_version": row.lock_version, "pick-wellbeing": "both"}
    merged.pop("save")
    form = browser.post(page("session-form", session), merged).context["form"]
    assert form["wellbeing"].value() == "Typed in the other window.\n\nSlept badly."
    assert WellbeingPart.objects.get().text == "Slept badly."


def test_a_double_click_acts_once(sign_in, pe, session, filled):
    sent = filled | {"ask": "1", "once_token": "6f1a0b52-54a0-4f0e-8a44-0c6bfb8a2c11"}
    browser = sign_in(pe)
    answers = [browser.post(page("session-form", session), sent) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [page("session-detail", session)] * 2
    assert Decision.objects.count() == 1


def test_the_student_reads_and_agrees(sign_in, pe, student, session, filled):
    sign_in(pe).post(page("session-form", session), filled | {"ask": "1"})
    browser = sign_in(student)
    shown = words(browser.get(page("session-answer", session)))
    assert "Slept badly." in shown
    row = SupervisionSession.objects.get()
    browser.post(
        page("session-answer", session), {"answer": "agree", "lock_version": row.lock_version}
    )
    assert SupervisionSession.objects.get().state == "agreed"


def test_the_student_says_how_they_see_it(sign_in, student, draft, write, ask):
    sent = ask(write(draft))
    browser = sign_in(student)
    answer = {"answer": "different", "lock_version": sent.lock_version}
    assert browser.post(page("session-answer", draft), answer).status_code == 200
    browser.post(page("session-answer", draft), answer | {"says": "I did ask."})
    assert "I did ask." in words(browser.get(page("session-detail", draft)))


WHO_OPENS_WHAT = {
    "pe": {"session-detail": 200, "session-form": 302, "session-answer": 403},
    "student": {"session-detail": 200, "session-form": 403, "session-answer": 200},
    "tm": {"session-detail": 200, "session-form": 403, "session-answer": 403},
    "auditor": {"session-detail": 200, "session-form": 403, "session-answer": 403},
    "sw": dict.fromkeys(("session-detail", "session-form", "session-answer"), 404),
    "tutor": dict.fromkeys(("session-detail", "session-form", "session-answer"), 404),
    "outsider": dict.fromkeys(("session-detail", "session-form", "session-answer"), 404),
}


@pytest.mark.parametrize("who", WHO_OPENS_WHAT)
def test_who_opens_what(cast, sign_in, draft, write, ask, who):
    ask(write(draft))
    browser = sign_in(getattr(cast, who))
    found = {name: browser.get(page(name, draft)).status_code for name in WHO_OPENS_WHAT[who]}
    assert found == WHO_OPENS_WHAT[who]


@pytest.mark.parametrize(
    ("who", "sees"), [("pe", True), ("student", True), ("tm", False), ("auditor", False)]
)
def test_wellbeing_is_on_the_page_of_the_two_only(cast, sign_in, draft, write, ask, who, sees):
    ask(write(draft))
    shown = words(sign_in(getattr(cast, who)).get(page("session-detail", draft)))
    assert ("Slept badly." in shown) == sees
    assert ("How Sam is" in shown) == sees


def test_reading_about_a_child_is_written_down(sign_in, tm, session, pe, filled, tomasz):
    sign_in(pe).post(page("session-form", session), filled | {"ask": "1"})
    sign_in(tm).get(page("session-detail", session))
    entry = ReadEntry.objects.get(person=tm)
    assert (entry.child_id, entry.section) == (tomasz.pk, "supervision")
    assert entry.route == "supervision:session-detail"


def test_a_new_session_is_begun_with_ones_student(sign_in, pe, student, today):
    answers = {
        "student": str(student.pk),
        "held_on_day": today.day,
        "held_on_month": today.month,
        "held_on_year": today.year,
        "kind": "planned",
        "took_place": "yes",
    }
    browser = sign_in(pe)
    assert browser.get(reverse("supervision:session-new")).status_code == 200
    response = browser.post(reverse("supervision:session-new"), answers)
    assert response["Location"] == page("session-form", SupervisionSession.objects.get())
    assert browser.get(response["Location"]).status_code == 200


def test_the_agenda_is_beside_the_form(sign_in, pe, student, session, tomasz, draft, write, ask):
    ask(write(draft, actions=[actions.ActionText(text="Ask the tutor", owner=student)]))
    actions.ask_question(text="Can I lead the core group?", by=student)
    shown = words(sign_in(pe).get(page("session-form", session)))
    assert "Can I lead the core group?" in shown
    assert "Ask the tutor" in shown


@pytest.mark.parametrize("who", ["pe", "student", "tm", "auditor"])
def test_the_list_costs_the_same_however_long(
    cast, sign_in, student, pe, queries_for, who, write, ask
):
    PracticePlacementFactory(
        student=student, practice_educator=pe, team=student.memberships.get().team
    )

    def add(number):
        for _ in range(number):
            made = SupervisionSessionFactory(student=student, practice_educator=pe)
            ask(write(made))

    browser = sign_in(getattr(cast, who))
    add(2)
    browser.get(LIST)
    few = queries_for(lambda: browser.get(LIST))
    add(18)
    assert queries_for(lambda: browser.get(LIST)) == few


def test_the_agenda_costs_the_same_however_full(
    sign_in, pe, student, session, make_child, queries_for, write, ask
):
    def fill(number):
        for index in range(number):
            make_child(f"Child{index}")
            actions.ask_question(text=f"Question {index}", by=student)
        made = SupervisionSessionFactory(student=student, practice_educator=pe)
        texts = [
            actions.ActionText(text=f"Action {index}", owner=student) for index in range(number)
        ]
        ask(write(made, actions=texts))

    browser = sign_in(pe)
    fill(2)
    browser.get(page("session-form", session))
    few = queries_for(lambda: browser.get(page("session-form", session)))
    fill(18)
    assert queries_for(lambda: browser.get(page("session-form", session))) == few


def test_the_students_list_is_theirs(sign_in, student, session, draft, write, ask):
    ask(write(draft))
    shown = words(sign_in(student).get(LIST))
    assert page("session-detail", draft) in shown
    assert page("session-detail", session) not in shown  # still the educator's draft


def test_compliance_shows_due_and_held(sign_in, tm, pe, student, team):
    PracticePlacementFactory(student=student, practice_educator=pe, team=team)
    shown = words(sign_in(tm).get(reverse("supervision:compliance")))
    assert "Sam Student" in shown
