"""The pages of an extract, asked as people ask them."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from records.models import UnsentText
from supervision import actions
from supervision.actions import ActionText
from supervision.forms.extract import why_name
from supervision.models import ExtractWord, SupervisionExtract
from tests.supervision.conftest import HELD_ON
from tests.supervision.factories import SupervisionSessionFactory


def page(name, row):
    return reverse(f"supervision:{name}", args=[row.pk])


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def filled():
    return {"learning": "What silences are for.", "checked": "on"}


@pytest.fixture
def rich(draft, write, ask, agree, placement, tomasz, student):
    """An answered session with all its parts; one of its actions names a child."""
    agreed = ("Ask the tutor about essay dates", "Ring Tomasz at school")
    return agree(
        ask(
            write(
                draft,
                learning={
                    "model": "kolb",
                    "reflection": "Waited.",
                    "learning": "Name the feeling.",
                },
                cases=[actions.CaseText(child=tomasz, discussed="Dad's views are missing.")],
                actions=[ActionText(text=text, owner=student) for text in agreed],
            )
        )
    )


def test_the_form_begins_with_the_learning_and_with_nothing_else(sign_in, pe, rich):
    response = sign_in(pe).get(page("extract-release", rich))
    form = response.context["form"]
    assert form["learning"].value() == "Name the feeling."
    assert form["reflection"].value() == "Waited."
    assert form["agreed"].value() == "Ask the tutor about essay dates"
    shown = words(response)
    for kept_between_them in ("Slept badly.", "Dad's views", "Tomasz"):
        assert kept_between_them not in shown


def test_only_what_is_ticked_goes(sign_in, pe, rich, filled):
    browser, address = sign_in(pe), page("extract-release", rich)
    browser.post(
        address, filled | {"reflection": "Waited.", "agreed": "Essays", "with_agreed": "on"}
    )
    extract = SupervisionExtract.objects.get()
    assert (extract.learning, extract.reflection, extract.agreed) == (
        "What silences are for.", "", "Essays",
    )  # fmt: skip


def test_a_childs_name_stops_it_and_what_was_typed_stays(sign_in, pe, rich, filled):
    browser, address = sign_in(pe), page("extract-release", rich)
    typed = filled | {"learning": "Tomasz Sample taught us what silences are for."}
    shown = words(browser.post(address, typed))
    assert "Error:" in shown
    assert "“Tomasz Sample” is the name of somebody in a family" in shown
    assert "Tomasz Sample taught us what silences are for." in shown
    assert not SupervisionExtract.objects.exists()
    assert UnsentText.objects.get(person=pe).fields["learning"] == [typed["learning"]]
    again = browser.get(address)
    assert "Look at this before you release it" in words(again)
    assert again.context["form"]["learning"].value() == typed["learning"]


def test_a_word_that_looks_like_a_name_is_asked_about_below_its_text(
    sign_in, pe, rich, make_child, filled
):
    make_child("Will")
    browser, address = sign_in(pe), page("extract-release", rich)
    typed = filled | {"learning": "Will it help to wait?"}
    shown = words(browser.post(address, typed))
    assert "“Will” tells of no child here, because" in shown
    answer = browser.post(address, typed | {why_name("will"): "The verb."})
    extract = SupervisionExtract.objects.get()
    assert answer["Location"] == page("extract-detail", extract)
    assert ExtractWord.objects.get().why == "The verb."
    assert not UnsentText.objects.exists()


def test_what_does_not_go_is_not_scanned(sign_in, pe, rich, filled):
    sign_in(pe).post(page("extract-release", rich), filled | {"reflection": "Tomasz waited."})
    assert SupervisionExtract.objects.get().reflection == ""


def test_it_must_be_read_through(sign_in, pe, rich, filled):
    shown = words(sign_in(pe).post(page("extract-release", rich), filled | {"checked": ""}))
    assert "Read it through, then tick" in shown
    assert not SupervisionExtract.objects.exists()


def test_a_newer_one_begins_with_the_old_and_takes_its_place(
    sign_in, pe, answered, release, filled
):
    old = release(agreed="Essays")
    browser, address = sign_in(pe), page("extract-release", answered)
    form = browser.get(address).context["form"]
    assert form["learning"].value() == "Silences."
    assert form["with_agreed"].value() is True
    meanwhile = words(browser.post(address, filled))  # from a page that knew of none
    assert "released or taken back meanwhile" in meanwhile
    assert f'value="{old.pk}"' in meanwhile
    browser.post(address, filled | {"replaces": str(old.pk)})
    assert SupervisionExtract.objects.released().get().learning == "What silences are for."


def test_a_double_click_releases_once(sign_in, pe, rich, filled):
    sent = filled | {"once_token": "6f1a0b52-54a0-4f0e-8a44-0c6bfb8a2c11"}
    browser = sign_in(pe)
    answers = [browser.post(page("extract-release", rich), sent) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {302}
    assert SupervisionExtract.objects.count() == 1


def test_the_educator_takes_it_back_with_a_reason(sign_in, pe, release):
    extract = release()
    browser, address = sign_in(pe), page("extract-withdraw", extract)
    assert "Answer “Why do you take it back?”" in words(browser.post(address, {}))
    assert browser.post(address, {"why": "It names a street"}).status_code == 302
    assert "It names a street" in words(browser.get(page("extract-detail", extract)))
    assert browser.get(address).status_code == 302


@pytest.mark.parametrize("who", ["student", "pe", "tm", "tutor"])
def test_what_was_taken_back_is_closed_to_the_university_only(cast, sign_in, release, pe, who):
    extract = release(learning="Silences taught us.")
    browser = sign_in(getattr(cast, who))
    assert "Silences taught us." in words(browser.get(page("extract-detail", extract)))
    actions.withdraw_extract(extract=extract, why="It names a street", by=pe)
    shown = words(browser.get(page("extract-detail", extract)))
    assert "Taken back" in shown
    ours = who != "tutor"
    assert ("Silences taught us." in shown) == ours
    assert ("It names a street" in shown) == ours
    assert ("no longer open to the university" in shown) != ours


def test_the_tutor_reads_no_explanation_of_a_word(cast, sign_in, release, make_child, tutor, pe):
    make_child("Will")
    extract = release(learning="Will it help?", explained={"will": "The verb."})
    assert "The verb." in words(sign_in(pe).get(page("extract-detail", extract)))
    assert "The verb." not in words(sign_in(tutor).get(page("extract-detail", extract)))


WHO_OPENS_WHAT = {
    "pe": {"extract-list": 200, "extract-detail": 200, "extract-withdraw": 200},
    "student": {"extract-list": 200, "extract-detail": 200, "extract-withdraw": 403},
    "tm": {"extract-list": 200, "extract-detail": 200, "extract-withdraw": 403},
    "tutor": {"extract-list": 200, "extract-detail": 200, "extract-withdraw": 403},
    "auditor": {"extract-list": 403, "extract-detail": 404, "extract-withdraw": 404},
    "sw": dict.fromkeys(("extract-list", "extract-detail", "extract-withdraw"), 404),
    "outsider": dict.fromkeys(("extract-list", "extract-detail", "extract-withdraw"), 404),
}


@pytest.mark.parametrize("who", WHO_OPENS_WHAT)
def test_who_opens_what(cast, sign_in, release, placement, who):
    extract = release()
    browser = sign_in(getattr(cast, who))
    found = {
        name: browser.get(page(name, placement if name == "extract-list" else extract)).status_code
        for name in WHO_OPENS_WHAT[who]
    }
    assert found == WHO_OPENS_WHAT[who]


@pytest.mark.parametrize("state", ["draft", "asked", "missed"])
def test_there_is_no_form_before_the_student_answered(
    sign_in, pe, student, draft, write, ask, agree, placement, state
):
    session = draft
    if state == "asked":
        session = ask(write(draft))
    elif state == "missed":
        session = SupervisionSessionFactory(
            student=student, practice_educator=pe, minutes=None, is_missed=True, missed_why="Ill"
        )
        agree(ask(session))
    browser = sign_in(pe)
    assert browser.get(page("extract-release", session)).status_code == 404
    assert "For the university" not in words(browser.get(page("session-detail", session)))


def test_the_record_says_what_was_released(
    sign_in, pe, student, auditor, answered, placement, release
):
    assert "Prepare an extract for the tutor" in words(
        sign_in(pe).get(page("session-detail", answered))
    )
    extract = release()
    for person, sees in ((pe, True), (student, True), (auditor, False)):
        shown = words(sign_in(person).get(page("session-detail", answered)))
        assert (page("extract-detail", extract) in shown) == sees, person
        assert (page("extract-release", answered) in shown) == (person == pe)


@pytest.mark.parametrize("who", ["student", "pe", "tm", "tutor"])
def test_the_placement_leads_to_the_list(cast, sign_in, placement, who):
    browser = sign_in(getattr(cast, who))
    detail = browser.get(reverse("placements:placement-detail", args=[placement.pk]))
    assert page("extract-list", placement) in words(detail)
    assert "No extract is released yet" in words(browser.get(page("extract-list", placement)))


def test_the_placement_leads_an_auditor_nowhere(sign_in, auditor, placement):
    detail = sign_in(auditor).get(reverse("placements:placement-detail", args=[placement.pk]))
    assert page("extract-list", placement) not in words(detail)


def test_the_educator_finds_what_still_has_no_extract(
    sign_in, pe, tm, answered, release, placement
):
    offered = page("extract-release", answered)
    assert offered in words(sign_in(pe).get(page("extract-list", placement)))
    assert offered not in words(sign_in(tm).get(page("extract-list", placement)))
    release()
    assert offered not in words(sign_in(pe).get(page("extract-list", placement)))


def test_who_educates_now_reads_why_an_earlier_session_is_not_theirs_to_release(
    sign_in, someone, team, tm, answered, placement
):
    follower = someone(Role.PRACTICE_EDUCATOR, "Owen Price", team)
    placement.practice_educator = follower
    placement.save()
    shown = words(sign_in(follower).get(page("extract-list", placement)))
    assert page("extract-release", answered) not in shown
    assert "Only who held a session prepares its extract" in shown
    others = words(sign_in(tm).get(page("extract-list", placement)))
    assert "Only who held a session" not in others


@pytest.mark.parametrize("who", ["student", "pe", "tm", "tutor"])
def test_the_list_costs_the_same_however_long(
    cast, sign_in, student, pe, queries_for, write, ask, agree, placement, who
):
    def add(number):
        for _ in range(number):
            made = SupervisionSessionFactory(student=student, practice_educator=pe)
            session = agree(ask(write(made)))
            actions.release_extract(
                session=session, learning="Silences.", is_checked=True, by=pe, on=HELD_ON
            )

    browser, address = sign_in(getattr(cast, who)), page("extract-list", placement)
    add(2)
    browser.get(address)
    few = queries_for(lambda: browser.get(address))
    add(18)
    assert queries_for(lambda: browser.get(address)) == few
