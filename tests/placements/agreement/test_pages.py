"""The pages of learning agreements: who reads, writes, answers, and whom to chase."""

from datetime import timedelta

import pytest
from django.urls import reverse

from placements.agreement import actions
from placements.agreement.states import State
from tests.partners.factories import TutorFactory
from tests.placements import scene
from tests.placements.factories import PlacementFactory
from tests.stage import staged

pytestmark = pytest.mark.django_db
CHASE = "placements:agreement-chase"


@staged
def placement(student, pe, team, tutor, today):
    link = TutorFactory(person=tutor, name=tutor.name)
    return PlacementFactory(
        student=student,
        practice_educator=pe,
        team=team,
        university=link.university,
        tutor=link,
        starts_on=today - timedelta(days=20),
        planned_ends_on=today + timedelta(days=90),
    )


def at(record, page):
    return reverse(f"placements:agreement-{page}", args=[record.pk])


def answers(agreement, **more):
    fields = {name: getattr(agreement, name) for name in actions.FIELDS}
    return {k: str(v) for k, v in fields.items()} | {"lock_version": agreement.lock_version} | more


def test_where_there_is_none_the_page_says_how_to_begin(sign_in, pe, tutor, placement):
    page = sign_in(pe).get(at(placement, "current"))
    assert at(placement, "start") in page.content.decode()
    assert (
        at(placement, "start") not in sign_in(tutor).get(at(placement, "current")).content.decode()
    )


def test_written_sent_and_agreed_in_the_browser(sign_in, pe, student, tutor, placement):
    browser = sign_in(pe)
    begun = browser.post(at(placement, "start"))
    agreement = placement.agreements.get()
    assert begun.url == at(agreement, "edit")
    saved = browser.post(at(agreement, "edit"), answers(agreement) | scene.TEXTS)
    assert saved.url == at(agreement, "detail")
    browser.post(at(agreement, "send"))
    for person in (student, tutor):
        agreement.refresh_from_db()
        asked = sign_in(person).get(at(agreement, "answer"))
        assert asked.status_code == 200
        sign_in(person).post(
            at(agreement, "answer"),
            {"answer": "agreed", "lock_version": agreement.lock_version},
        )
    agreement.refresh_from_db()
    assert agreement.state == State.IN_FORCE
    text = sign_in(tutor).get(at(agreement, "detail")).content.decode()
    assert "In force" in text
    assert text.count("Agreed ") >= 3


def test_somebody_elses_change_is_shown_beside_ones_own(sign_in, pe, student, placement, today):
    draft = scene.a_draft(placement, by=pe, on=today)
    mine = answers(draft, roles="What I typed")
    fields = {name: getattr(draft, name) for name in actions.FIELDS}
    actions.save_agreement(
        agreement=draft,
        began_from=draft.lock_version,
        by=student,
        on=today,
        fields=fields | {"roles": "What Sam typed"},
    )
    text = sign_in(pe).post(at(draft, "edit"), mine).content.decode()
    assert "What I typed" in text
    assert "What Sam typed" in text


def test_a_draft_is_for_those_who_write_it_and_their_manager(cast, sign_in, pe, placement, today):
    draft = scene.a_draft(placement, by=pe, on=today)
    opened = {
        name
        for name, person in vars(cast).items()
        if sign_in(person).get(at(draft, "detail")).status_code == 200
    }
    assert opened == {"student", "pe", "tm"}


def test_the_private_part_is_on_nobody_elses_page(cast, sign_in, pe, placement, today):
    agreement = scene.an_agreement_in_force(placement, on=today)
    actions.keep_adjustments(
        agreement=agreement, text="A quiet desk by the window", began_from=0, by=pe, on=today
    )
    for name, person in vars(cast).items():
        browser = sign_in(person)
        for page in ("detail", "print", "private"):
            answer = browser.get(at(agreement, page))
            reads = name in {"pe", "tm"} and page in {"detail", "private"}
            assert ("quiet desk" in answer.content.decode()) == reads, (name, page)


def test_the_chase_list_says_who_has_not_answered(sign_in, tm, pe, placement, today):
    other = PlacementFactory(
        team=placement.team, starts_on=today - timedelta(days=9), planned_ends_on=today
    )
    scene.a_sent_agreement(placement, by=pe, on=today)
    text = sign_in(tm).get(reverse(CHASE)).content.decode()
    assert "Sam Student (student), Tara Tutor (university tutor)" in text
    assert "Not begun" in text
    assert other.student.name in text


def test_who_agreed_is_chased_no_more(sign_in, tm, placement, today):
    scene.an_agreement_in_force(placement, on=today)
    assert "Nobody to chase" in sign_in(tm).get(reverse(CHASE)).content.decode()


def test_the_chase_list_asks_as_much_for_many(sign_in, tm, team, placement, today, queries_for):
    def chase():
        assert sign_in(tm).get(reverse(CHASE)).status_code == 200

    def more(number):
        for _ in range(number):
            one = PlacementFactory(
                team=team, starts_on=today - timedelta(days=5), planned_ends_on=today
            )
            scene.a_sent_agreement(one, by=one.student, on=today)

    more(1)
    chase()
    few = queries_for(chase)
    more(18)
    assert queries_for(chase) == few
