"""What the ledger says: a table of who answered what, and the sentence that follows."""

from datetime import date

import pytest
from django.db import DatabaseError

from casework.consent import registry
from casework.consent.actions import record_consent, record_exception, withdraw_consent
from casework.consent.ledger import standing
from tests.casework.factories import ChildFactory, ConsentEntryFactory
from tests.stage import staged

ON = date(2026, 11, 22)

pytestmark = pytest.mark.django_db


@staged
def tomasz():
    return ChildFactory(first_name="Tomasz", last_name="Sample", sex="M")


def answered(child, giver, answer="yes", **fields):
    kinds = {
        "child": ("child", "assent"),
        "Mum": ("parent_carer", "pr"),
        "Dad": ("parent_carer", "pr"),
    }
    kind, capacity = kinds[giver]
    return ConsentEntryFactory(
        child=child,
        giver_kind=kind,
        giver_name="Tomasz" if giver == "child" else giver,
        capacity_basis=capacity,
        answer=answer,
        **fields,
    )


def sentence(child, on=ON):
    return standing(child.pk, "one_to_one", on).sentence


def is_in_place(child, on=ON):
    return standing(child.pk, "one_to_one", on).is_in_place


def test_both_sides_agree(tomasz):
    answered(tomasz, "Mum", expires_on=date(2027, 1, 31))
    answered(tomasz, "child")
    assert sentence(tomasz) == (
        "Consent is in place for one-to-one work until 31 January: Mum, and Tomasz himself."
    )


def test_both_parents_and_a_date_far_off(tomasz):
    answered(tomasz, "Mum", expires_on=date(2028, 1, 31))
    answered(tomasz, "Dad")
    answered(tomasz, "child")
    assert sentence(tomasz) == (
        "Consent is in place for one-to-one work until 31 January 2028: "
        "Mum, Dad, and Tomasz himself."
    )


def test_nobody_was_asked(tomasz):
    found = standing(tomasz.pk, "one_to_one", ON)
    assert not found.is_in_place
    assert found.sentence == (
        "Still needed for one-to-one work: agreement of a parent or carer, "
        "and Tomasz's own agreement."
    )
    assert len(found.missing) == 2


def test_a_parent_alone_is_not_enough(tomasz):
    answered(tomasz, "Mum")
    assert sentence(tomasz) == "Still needed for one-to-one work: Tomasz's own agreement."


def test_a_child_alone_is_not_enough(tomasz):
    answered(tomasz, "child")
    assert sentence(tomasz) == ("Still needed for one-to-one work: agreement of a parent or carer.")


def test_a_childs_no_is_heard_after_an_earlier_yes(tomasz):
    answered(tomasz, "Mum")
    answered(tomasz, "child", given_on=date(2026, 11, 2))
    answered(tomasz, "child", "no", given_on=date(2026, 11, 16))
    assert sentence(tomasz) == (
        "Still needed for one-to-one work: Tomasz's own agreement (Tomasz said no on 16 November)."
    )


def test_one_person_with_responsibility_can_agree_and_the_others_no_is_shown(tomasz):
    answered(tomasz, "Mum")
    answered(tomasz, "Dad", "no", given_on=date(2026, 11, 9))
    answered(tomasz, "child")
    assert is_in_place(tomasz)
    assert sentence(tomasz).endswith("Dad does not agree (9 November).")


def test_could_not_answer_is_no_yes(tomasz):
    answered(tomasz, "Mum")
    answered(tomasz, "child", "could_not", given_on=date(2026, 11, 9))
    assert "Tomasz could not answer on 9 November" in sentence(tomasz)


@pytest.mark.parametrize(("on", "holds"), [(date(2026, 11, 30), True), (date(2026, 12, 1), False)])
def test_the_last_day_still_counts(tomasz, on, holds):
    answered(tomasz, "Mum", expires_on=date(2026, 11, 30))
    answered(tomasz, "child")
    assert is_in_place(tomasz, on) is holds


def test_an_answer_counts_from_its_own_day(tomasz):
    answered(tomasz, "Mum", given_on=date(2026, 11, 20))
    answered(tomasz, "child", given_on=date(2026, 11, 20))
    assert not is_in_place(tomasz, date(2026, 11, 19))


def test_withdrawing_shuts_that_activity_only_and_from_that_day(tomasz, sw):
    entries = [answered(tomasz, "Mum"), answered(tomasz, "Mum", activity="photo")]
    answered(tomasz, "child")
    answered(tomasz, "child", activity="photo")
    withdraw_consent(entry=entries[0], on=date(2026, 11, 20), by=sw)
    assert is_in_place(tomasz, date(2026, 11, 19))
    assert not is_in_place(tomasz, date(2026, 11, 20))
    assert "Mum withdrew on 20 November" in sentence(tomasz)
    assert standing(tomasz.pk, "photo", ON).is_in_place


def test_a_newer_yes_stands_beside_a_withdrawn_one(tomasz, sw):
    first = answered(tomasz, "Mum")
    answered(tomasz, "child")
    withdraw_consent(entry=first, on=date(2026, 11, 10), by=sw)
    answered(tomasz, "Mum", given_on=date(2026, 11, 17))
    assert is_in_place(tomasz)


def test_a_section_47_enquiry_goes_on_without_consent_while_it_lasts(tomasz, sw, monkeypatch):
    monkeypatch.setattr(registry, "_enquiry_ends", [lambda child, on: [None]])
    record_exception(
        child=tomasz,
        activity="one_to_one",
        basis="s47",
        why="Strategy discussion of 18 November.",
        starts_on=date(2026, 11, 18),
        ends_on=date(2026, 11, 30),
        by=sw,
    )
    assert is_in_place(tomasz)
    assert sentence(tomasz) == (
        "One-to-one work may go on without consent until 30 November: Section 47 enquiry "
        "(Children Act 1989). Strategy discussion of 18 November."
    )
    assert not is_in_place(tomasz, date(2026, 12, 1))


def test_a_competent_young_person_decides_without_a_parent(tomasz, sw):
    record_exception(
        child=tomasz,
        activity="one_to_one",
        basis="gillick",
        why="Understood what it is for.",
        starts_on=ON,
        by=sw,
    )
    assert sentence(tomasz) == "Still needed for one-to-one work: Tomasz's own agreement."
    answered(tomasz, "child")
    assert is_in_place(tomasz)


def test_a_girl_and_a_child_whose_sex_is_unknown(tomasz):
    for sex, words in (("F", "herself"), ("U", "in their own words")):
        tomasz.sex = sex
        tomasz.save()
        answered(tomasz, "Mum")
        answered(tomasz, "child")
        assert f"Tomasz {words}." in sentence(tomasz)


def test_many_children_cost_what_one_costs(tomasz, queries_for):
    others = ChildFactory.create_batch(20)
    for child in [tomasz, *others]:
        answered(child, "Mum")
        answered(child, "child")
    one = queries_for(lambda: standing([tomasz.pk], "one_to_one", ON))
    many = queries_for(lambda: standing([child.pk for child in others], "one_to_one", ON))
    assert one == many == 3


def test_what_was_recorded_is_never_rewritten(tomasz, sw):
    entry = record_consent(
        child=tomasz,
        activity="group",
        giver_kind="parent_carer",
        giver_name="Mum",
        answer="yes",
        given_on=ON,
        method="phone",
        capacity_basis="pr",
        by=sw,
    )
    entry.answer = "no"
    with pytest.raises(DatabaseError):
        entry.save()
