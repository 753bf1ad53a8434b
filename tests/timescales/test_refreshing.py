"""Refresh stores the difference between what facts say and what stands."""

import uuid
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.utils import timezone

from notices.models import Notice
from tests.timescales.factories import fact, running
from timescales.actions import refresh, sweep
from timescales.clock import LONDON
from timescales.models import ClockRule, Deadline, DeadlineCopy
from timescales.rulebook import UnknownRule

pytestmark = pytest.mark.django_db


def test_a_new_fact_becomes_a_deadline_that_explains_itself(subjects, sw):
    made = running(subjects, starts=date(2025, 5, 1), rule="C5", key="icpc", owner_id=sw.pk)
    deadline = made.deadline
    assert deadline.due_on == date(2025, 5, 23)
    assert deadline.explanation == (
        "due Fri 23 May 2025: 15 working days from Thu 1 May, "
        "skipped Mon 5 May (Early May bank holiday)"
    )
    assert deadline.rule.edition == "Working Together 2023"
    assert deadline.owner == sw
    assert deadline.path == f"/things/{made.subject_id}/"


def test_a_second_refresh_of_the_same_facts_writes_nothing(subjects, queries_for):
    made = running(subjects)
    changes = refresh("thing", [made.subject_id])
    assert (changes.checked, changes.drifted) == (1, 0)


def test_refresh_costs_the_same_for_two_subjects_as_for_twenty(subjects, queries_for):
    def several(number):
        ids = [uuid.uuid4() for _ in range(number)]
        subjects.facts.update({pk: [fact()] for pk in ids})
        return queries_for(lambda: refresh("thing", ids))

    assert several(2) == several(20)


def test_a_met_fact_closes_the_deadline_and_takes_its_notices_back(subjects, sw):
    made = running(subjects, owner_id=sw.pk)
    Notice.objects.create(
        recipient=sw, key="k", line="l", path="/", about_id=made.deadline.pk,
        created_at=timezone.now(), not_before=timezone.now(),
    )  # fmt: skip
    subjects.facts[made.subject_id][0] = replace(
        subjects.facts[made.subject_id][0], met=date(2025, 6, 2)
    )
    refresh("thing", [made.subject_id])
    deadline = Deadline.objects.get()
    assert deadline.met_on == date(2025, 6, 2)
    assert not deadline.is_late
    assert Notice.objects.get().withdrawn_why == "settled"


def test_what_the_facts_no_longer_say_is_cancelled_and_kept(subjects):
    made = running(subjects)
    subjects.facts[made.subject_id] = []
    assert refresh("thing", [made.subject_id]).cancelled == 1
    assert Deadline.objects.get().cancelled_at is not None
    assert refresh("thing", [made.subject_id]).drifted == 0


def test_a_cancelled_deadline_comes_back_with_its_fact(subjects):
    made = running(subjects)
    facts = subjects.facts[made.subject_id]
    subjects.facts[made.subject_id] = []
    refresh("thing", [made.subject_id])
    subjects.facts[made.subject_id] = facts
    refresh("thing", [made.subject_id])
    assert Deadline.objects.get().is_open


def test_what_was_met_and_is_open_again_is_told_anew(subjects, sw):
    made = running(subjects, owner_id=sw.pk)
    overdue = datetime(2025, 7, 10, 8, tzinfo=LONDON)
    sweep(overdue)
    as_it_was = subjects.facts[made.subject_id][0]
    for facts in (replace(as_it_was, met=date(2025, 7, 9)), as_it_was):
        subjects.facts[made.subject_id][0] = facts
        refresh("thing", [made.subject_id])
    sweep(overdue)
    told = list(Notice.objects.filter(recipient=sw).order_by("created_at", "key"))
    assert [notice.withdrawn_why for notice in told] == ["settled", ""]


def test_the_edition_is_frozen_by_the_start_date(subjects):
    made = running(subjects, starts=date(2026, 3, 17))
    old = ClockRule.objects.get(code="C2", edition="Working Together 2023")
    old.effective_to = date(2026, 3, 10)
    old.save()
    new = ClockRule.objects.get(code="C2", edition="Working Together 2026")
    new.effective_from, new.limits = date(2026, 3, 11), [40]
    new.save()
    refresh("thing", [made.subject_id])
    deadline = Deadline.objects.get()
    assert deadline.rule == old
    assert deadline.limit == 45


def test_a_corrected_start_chooses_the_edition_again_and_leaves_history(subjects):
    made = running(subjects, starts=date(2026, 3, 17))
    before = made.deadline.due_on
    subjects.facts[made.subject_id][0] = replace(
        subjects.facts[made.subject_id][0], starts=date(2026, 3, 18)
    )
    refresh("thing", [made.subject_id])
    deadline = Deadline.objects.get()
    assert deadline.rule.edition == "Working Together 2026"
    assert deadline.due_on > before
    due_days = list(deadline.events.order_by("pgh_id").values_list("due_on", flat=True))
    assert due_days == [before, deadline.due_on]


def test_checkpoints_are_stages_of_one_rule(subjects):
    subject_id = uuid.uuid4()
    subjects.facts[subject_id] = [
        fact(rule="C3", key=f"checkpoint-{stage}", stage=stage, starts=date(2026, 3, 2))
        for stage in (0, 1, 2)
    ]
    refresh("thing", [subject_id])
    assert [d.due_on for d in Deadline.objects.all()] == [
        date(2026, 3, 16),
        date(2026, 3, 30),
        date(2026, 4, 15),
    ]


def test_a_local_limit_changes_a_local_rule_only(subjects):
    made = running(subjects, rule="C14", key="visit", starts=date(2026, 3, 2), local_limit=5)
    assert (made.deadline.due_on, made.deadline.limit) == (date(2026, 3, 9), 5)
    with pytest.raises(ValueError, match="set by law or guidance"):
        running(subjects, rule="C2", local_limit=60)


def test_a_rule_in_hours_keeps_the_instant(subjects):
    started = datetime(2026, 3, 28, 12, tzinfo=LONDON)
    made = running(subjects, rule="C22", key="note", starts=started)
    made.deadline.refresh_from_db()
    assert made.deadline.due_at == datetime(2026, 3, 30, 13, tzinfo=LONDON)
    assert made.deadline.due_on == date(2026, 3, 30)
    assert refresh("thing", [made.subject_id]).drifted == 0


def test_copies_follow_the_facts(subjects, student, pe):
    made = running(subjects, copy_to=(student.pk, pe.pk))
    assert DeadlineCopy.objects.count() == 2
    subjects.facts[made.subject_id][0] = replace(
        subjects.facts[made.subject_id][0], copy_to=(pe.pk,)
    )
    refresh("thing", [made.subject_id])
    assert [copy.person for copy in DeadlineCopy.objects.all()] == [pe]


def test_an_unknown_rule_is_refused_in_words(subjects):
    with pytest.raises(UnknownRule, match="There is no rule C99"):
        running(subjects, rule="C99")
