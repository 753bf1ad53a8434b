"""A learning agreement from its first word to its second version."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import WorkloadLimit
from notices.models import Notice
from placements.actions import end_placement
from placements.agreement import actions
from placements.agreement.models import AgreementAdjustments, LearningAgreement
from placements.agreement.reads import standings, supervision_patterns
from placements.agreement.states import Party, State
from placements.models import PracticePlacement
from records.conflicts import Conflict
from tests.casework.scene import a_child, an_episode
from tests.partners.factories import TutorFactory
from tests.placements import scene

pytestmark = pytest.mark.django_db

START = date(2026, 9, 28)


@pytest.fixture
def placement(start, tutor):
    """With a tutor who signs in here."""
    link = TutorFactory(person=tutor)
    return start(university=link.university, tutor=link)


@pytest.fixture
def placement_of_a_far_tutor(start):
    link = TutorFactory(person=None, name="Theo Far")
    return start(university=link.university, tutor=link)


def test_the_first_version_begins_with_what_the_rule_says(placement, pe):
    begun = actions.start_agreement(placement=placement, by=pe, on=START)
    assert (begun.version, begun.state) == (1, State.DRAFT)
    assert begun.supervision_hours_per_five_days == Decimal("1.5")
    assert begun.workload_cap == 4
    assert actions.missing_texts(begun) == list(actions.TEXTS)


def test_it_is_not_sent_with_gaps(placement, pe):
    begun = actions.start_agreement(placement=placement, by=pe, on=START)
    with pytest.raises(ValidationError) as error:
        actions.send_agreement(agreement=begun, by=pe, on=START)
    assert set(error.value.error_dict) == set(actions.TEXTS)


def test_whoever_sends_it_agrees_and_the_others_are_asked(placement, pe, tutor):
    sent = scene.a_sent_agreement(placement, by=pe, on=START)
    assert [one.party for one in standings(sent) if one.has_agreed] == [Party.EDUCATOR]
    asked = Notice.objects.filter(key__startswith=f"placements.agreement {sent.pk} 1 asks")
    assert {one.recipient_id for one in asked} == {placement.student_id, tutor.pk}


def test_the_last_yes_brings_it_into_force(placement, pe, tutor):
    sent = scene.a_sent_agreement(placement, by=placement.student, on=START)
    scene.agree(sent, party=Party.EDUCATOR, by=pe, on=START)
    sent.refresh_from_db()
    assert sent.state == State.SENT
    scene.agree(sent, party=Party.TUTOR, by=tutor, on=START + timedelta(days=2))
    sent.refresh_from_db()
    assert (sent.state, sent.in_force_on) == (State.IN_FORCE, START + timedelta(days=2))


def test_each_answers_for_themselves(placement, pe, tm, newcomer):
    sent = scene.a_sent_agreement(placement, by=pe, on=START)
    for person, party in ((pe, Party.STUDENT), (newcomer, Party.TUTOR), (tm, Party.TUTOR)):
        with pytest.raises(PermissionDenied):
            scene.agree(sent, party=party, by=person, on=START, how="By e-mail")


def test_nobody_answers_twice(placement, pe):
    sent = scene.a_sent_agreement(placement, by=pe, on=START)
    with pytest.raises(ValidationError, match="answered already"):
        scene.agree(sent, party=Party.EDUCATOR, by=pe, on=START)


def test_a_tutor_who_does_not_sign_in_is_answered_for_with_how_they_said_it(
    placement_of_a_far_tutor, pe, tm
):
    sent = scene.a_sent_agreement(placement_of_a_far_tutor, by=pe, on=START)
    with pytest.raises(ValidationError, match="how the tutor told you"):
        scene.agree(sent, party=Party.TUTOR, by=tm, on=START)
    given = scene.agree(sent, party=Party.TUTOR, by=tm, on=START, how="E-mail of today")
    assert (given.recorded_by, given.how) == (tm, "E-mail of today")


def test_a_change_asked_for_brings_it_back_and_old_answers_count_no_more(placement, pe, tutor):
    student = placement.student
    sent = scene.a_sent_agreement(placement, by=pe, on=START)
    scene.agree(sent, party=Party.STUDENT, by=student, on=START)
    actions.answer_agreement(
        agreement=sent, party=Party.TUTOR, answer="change", comment="More court work",
        by=tutor, on=START,
    )  # fmt: skip
    sent.refresh_from_db()
    assert sent.state == State.DRAFT
    again = actions.send_agreement(agreement=sent, by=pe, on=START)
    assert again.round == 2
    assert [one.party for one in standings(again) if one.has_agreed] == [Party.EDUCATOR]


def test_an_answer_belongs_to_the_text_that_was_read(placement, pe):
    sent = scene.a_sent_agreement(placement, by=pe, on=START)
    with pytest.raises(Conflict):
        scene.agree(sent, party=Party.STUDENT, by=placement.student, on=START, began_from=1)


def test_two_who_write_at_once_lose_nothing(placement, pe):
    draft = scene.a_draft(placement, by=pe, on=START)
    fields = {name: getattr(draft, name) for name in actions.FIELDS}
    with pytest.raises(Conflict):
        actions.save_agreement(
            agreement=draft,
            began_from=draft.lock_version - 1,
            by=placement.student,
            on=START,
            fields=fields,
        )


def test_the_next_version_replaces_the_one_in_force_once_agreed(placement, pe):
    first = scene.an_agreement_in_force(placement, on=START)
    later = START + timedelta(days=30)
    second = scene.an_agreement_in_force(placement, on=later, workload_cap=Decimal(3))
    first.refresh_from_db()
    assert (second.version, second.state) == (2, State.IN_FORCE)
    assert (first.state, first.replaced_on) == (State.REPLACED, later)
    assert placement.agreements.in_force().get() == second


def test_a_second_agreement_in_force_is_impossible_in_the_database(placement):
    scene.an_agreement_in_force(placement, on=START)
    other = LearningAgreement(
        placement=placement,
        version=2,
        round=1,
        state=State.IN_FORCE,
        started_by=placement.student,
        started_on=START,
        sent_on=START,
        in_force_on=START,
    )
    with pytest.raises(IntegrityError, match="one_in_force"), transaction.atomic():
        other.save()
    with pytest.raises(ValidationError, match="in force already"):
        other.full_clean()


def test_one_version_is_written_at_a_time(placement, pe):
    actions.start_agreement(placement=placement, by=pe, on=START)
    with pytest.raises(ValidationError, match="being written already"):
        actions.start_agreement(placement=placement, by=placement.student, on=START)


def test_the_cap_binds_allocation_from_the_day_it_is_in_force(placement):
    """The rule's steps are 1 from week 1, 2 from week 3, 3 from week 6 and 4 from week 10."""
    scene.an_agreement_in_force(placement, on=START, workload_cap=Decimal("2.5"))
    limits = WorkloadLimit.objects.filter(person=placement.student).order_by("starts_on")
    assert [(one.starts_on, one.cases) for one in limits] == [
        (START, 1),
        (START + timedelta(weeks=2), 2),
        (START + timedelta(weeks=5), Decimal("2.5")),
    ]


def test_other_rooms_read_the_supervision_it_promises(placement):
    assert supervision_patterns([placement.pk]) == {}
    scene.an_agreement_in_force(
        placement, on=START, supervision_every="fortnight", supervision_hours_per_five_days=2
    )
    pattern = supervision_patterns([placement.pk])[placement.pk]
    assert (pattern.every, pattern.hours_per_five_days) == ("fortnight", 2)


def test_the_university_reads_no_childs_name(placement, pe, sw, tm, team):
    child = a_child(by=tm, first_name="Krystian", last_name="Zawada")
    an_episode(child, team=team, by=tm, opened_on=START, sw=sw, student=placement.student)
    with pytest.raises(ValidationError, match="Krystian") as error:
        scene.a_draft(placement, by=pe, on=START, learning_needs="To work with Krystian.")
    assert "learning_needs" in error.value.error_dict


def test_strangers_write_nothing(placement, tm, tutor, business_support, someone):
    for person in (tm, tutor, business_support):
        with pytest.raises(PermissionDenied):
            actions.start_agreement(placement=placement, by=person, on=START)


def test_nothing_is_begun_once_the_placement_has_ended(placement, pe, tm):
    end_placement(placement=placement, on=START, outcome=PracticePlacement.Outcome.WITHDRAWN, by=tm)
    with pytest.raises(ValidationError, match="ended on"):
        actions.start_agreement(placement=placement, by=pe, on=START)


# The private part


def test_the_private_part_is_the_educators_and_the_managers(placement, pe, cast):
    draft = scene.a_draft(placement, by=pe, on=START)
    actions.keep_adjustments(agreement=draft, text="A quiet desk", began_from=0, by=pe, on=START)
    sees = {
        name
        for name, person in vars(cast).items()
        if AgreementAdjustments.objects.visible_to(person, START).exists()
    }
    assert sees == {"pe", "tm"}
    with pytest.raises(PermissionDenied):
        actions.keep_adjustments(
            agreement=draft, text="", began_from=1, by=placement.student, on=START
        )


def test_the_private_part_loses_nobodys_words(placement, pe, tm):
    draft = scene.a_draft(placement, by=pe, on=START)
    actions.keep_adjustments(agreement=draft, text="A quiet desk", began_from=0, by=pe, on=START)
    for began_from in (0, 7):
        with pytest.raises(Conflict):
            actions.keep_adjustments(
                agreement=draft, text="Nothing", began_from=began_from, by=tm, on=START
            )


def test_the_next_version_keeps_the_private_part(placement, pe):
    first = scene.an_agreement_in_force(placement, on=START)
    actions.keep_adjustments(agreement=first, text="A quiet desk", began_from=0, by=pe, on=START)
    second = actions.start_agreement(placement=placement, by=pe, on=START)
    assert second.private_part.text == "A quiet desk"
