"""A concern on its pages: raised, answered, moved on, and hidden from everybody else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from placements.concern import actions
from placements.concern.early_signs import early_signs
from placements.concern.models import Concern, ConcernWords
from tests.casework import scene
from tests.placements.factories import PlacementFactory
from tests.stage import staged

pytestmark = pytest.mark.django_db
LIST = "placements:concern-list"


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def raise_one(placement, by, on, **changes):
    asked = {"about": "Records come late", "said": "We talked.", "held_on": on, "on": on, "by": by}
    return actions.raise_concern(placement=placement, **(asked | changes))


def detail(concern):
    return reverse("placements:concern-detail", args=[concern.pk])


def test_from_the_placement_to_stage_one(sign_in, placement, pe, tm, student, tutor, today):
    browser = sign_in(pe)
    page = reverse("placements:placement-detail", args=[placement.pk])
    assert "Raise a concern early" in browser.get(page).content.decode()
    asked = boxes("held_on", today) | {"about": "Records come late", "said": "We talked."}
    raised = browser.post(reverse("placements:concern-raise", args=[placement.pk]), asked)
    concern = Concern.objects.get()
    assert raised.url == detail(concern)
    browser = sign_in(student)
    assert "Records come late" in browser.get(detail(concern)).content.decode()
    speak = reverse("placements:concern-speak", args=[concern.concern_steps.get().pk])
    assert browser.post(speak, {"text": "I was ill that week."}).status_code == 302
    assert ConcernWords.objects.get().by == student
    browser = sign_in(pe)
    move = reverse("placements:concern-move", args=[concern.pk, "stage_one"])
    meeting = (
        boxes("held_on", today)
        | boxes("review_on", today + timedelta(days=14))
        | {"said": "The three met.", "what_1": "Records in two days", "owner_1": "student"}
    )
    half = browser.post(move, meeting).context["form"]
    assert list(half.errors) == ["what_1"]
    whole = meeting | boxes("due_on_1", today + timedelta(days=10))
    assert browser.post(move, whole).status_code == 302
    text = sign_in(tutor).get(detail(concern)).content.decode()
    for words in ("The three met.", "I was ill that week.", "Records in two days", "Stage one"):
        assert words in text, words
    assert "Stage two meeting" not in sign_in(pe).get(detail(concern)).content.decode()
    assert "Stage two meeting" in sign_in(tm).get(detail(concern)).content.decode()


def test_for_everybody_else_it_does_not_exist(cast, sign_in, placement, pe, today):
    concern = raise_one(placement, pe, today)
    for name in ("business_support", "auditor", "gm", "sw", "outsider", "dsl", "admin", "tutor"):
        browser = sign_in(getattr(cast, name))
        assert browser.get(detail(concern)).status_code == 404, name
        page = browser.get(reverse("placements:placement-detail", args=[placement.pk]))
        assert "Concern of" not in page.content.decode(), name


def test_a_step_that_may_not_come_next_is_no_page(sign_in, placement, pe, tm, today):
    concern = raise_one(placement, pe, today)
    move = reverse("placements:concern-move", args=[concern.pk, "stage_two"])
    assert sign_in(tm).get(move).status_code == 404
    close = reverse("placements:concern-move", args=[concern.pk, "close"])
    assert sign_in(pe).get(close).status_code == 403
    closed = boxes("held_on", today) | {"said": "It is well.", "outcome": "resolved"}
    assert sign_in(tm).post(close, closed).status_code == 302
    text = sign_in(pe).get(detail(concern)).content.decode()
    assert "Resolved: the placement goes on" in text
    assert "Add a point" not in text


def test_the_list_costs_the_same_however_long(sign_in, placement, pe, team, today, queries_for):
    raise_one(placement, pe, today)
    browser = sign_in(pe)

    def ask():
        return queries_for(lambda: browser.get(reverse(LIST)))

    ask()
    few = ask()
    for _ in range(10):
        raise_one(PlacementFactory(practice_educator=pe, team=team), pe, today)
    assert ask() == few


def test_an_empty_list_says_how_a_concern_begins(sign_in, tm):
    assert "A concern begins with a talk" in sign_in(tm).get(reverse(LIST)).content.decode()


# Early signals


@staged
def late(placement, student, sw, tm, team, today):
    """Three sessions of two weeks ago that were not sent, and a ledger with gaps."""
    since = today - timedelta(days=40)
    placement.starts_on = since
    placement.save()
    child = scene.a_child(by=tm)
    scene.an_episode(child, team=team, by=tm, opened_on=since, sw=sw, student=student)
    for n in range(3):
        scene.a_session(child, by=student, on=today - timedelta(days=14 + n))
    return child


def test_facts_for_a_conversation_and_no_score(sign_in, late, placement, pe, today):
    (found,) = early_signs(pe, today)
    told = [fact.text for fact in found.facts]
    assert "3 records of over a week ago are not sent." in told
    assert any("are not in the ledger" in one for one in told)
    text = sign_in(pe).get(reverse(LIST)).content.decode()
    assert "facts, not a judgement" in text
    assert late.first_name not in text


def test_signals_are_the_educators_alone(late, cast, today):
    others = [person for name, person in vars(cast).items() if name != "pe"]
    assert all(early_signs(person, today) == [] for person in others)


def test_signals_cost_the_same_however_many(late, pe, team, today, queries_for):
    early_signs(pe, today)
    few = queries_for(lambda: early_signs(pe, today))
    for _ in range(5):
        PlacementFactory(practice_educator=pe, team=team, starts_on=today - timedelta(days=40))
    assert queries_for(lambda: early_signs(pe, today)) == few
