"""University rules: editions, what they move, and whose word they are."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.roles import Role
from placements.change import actions as change
from placements.ledger.actions import record_day
from placements.models import PracticePlacement, UniversityRule
from placements.models.rule import RuleFact
from placements.rule import actions
from placements.rule.presenters import academic_year, standing, years_of
from records.conflicts import Conflict
from tests.partners.factories import TutorFactory, UniversityFactory
from tests.placements import scene
from tests.stage import staged
from timescales.models import Deadline

pytestmark = pytest.mark.django_db

START = date(2026, 9, 28)
YEAR = date(2026, 9, 1)


@staged
def university():
    return UniversityFactory()


@staged
def rule(university, tm):
    return scene.a_rule(university, by=tm, starts_on=YEAR, on=START)


def changed(rule, *, by, on=START, **columns):
    """The same edition with some columns changed."""
    rule = UniversityRule.objects.prefetch_related("dates", "workload_steps").get(pk=rule.pk)
    was = actions.terms_of(rule)
    return actions.save_rule(
        rule=rule,
        began_from=rule.lock_version,
        starts_on=rule.starts_on,
        ends_on=columns.pop("ends_on", rule.ends_on),
        source=rule.source,
        terms=actions.Terms(
            columns={**was.columns, **{k: v for k, v in columns.items() if k in actions.COLUMNS}},
            dates=columns.get("dates", was.dates),
            steps=columns.get("steps", was.steps),
        ),
        by=by,
        on=on,
    )


def test_the_next_edition_ends_the_one_before_it(rule, university, tm):
    following = scene.a_rule(
        university, by=tm, starts_on=date(2027, 9, 1), on=START, recall_counts=Decimal(1)
    )
    rule.refresh_from_db()
    assert rule.ends_on == date(2027, 8, 31)
    by_day = UniversityRule.objects.for_university
    assert by_day(university, date(2027, 8, 31)) == rule
    assert by_day(university, date(2027, 9, 1)) == following


def test_two_editions_of_a_day_are_impossible(rule, university, tm):
    with pytest.raises(ValidationError, match="already a rule on some of these days"):
        scene.a_rule(university, by=tm, starts_on=date(2026, 8, 1), on=START)


def test_a_corrected_count_is_counted_in_running_ledgers_at_once(rule, start, university, tm):
    placement = start(university=university)
    with time_machine.travel(scene.noon(START)):
        for on, kind in ((START, "recall"), (START + timedelta(days=1), "study")):
            record_day(placement=placement, on=on, kind=kind, by=placement.student, today=START)
        before = Deadline.objects.get(subject_id=placement.pk, code="P11").due_on
        changed(rule, by=tm, recall_counts=Decimal("0.5"), study_counts=Decimal(0))
    counts = dict(placement.days.values_list("kind", "counts"))
    assert counts == {"recall": Decimal("0.5"), "study": Decimal(0)}
    after = Deadline.objects.get(subject_id=placement.pk, code="P11").due_on
    assert after > before


def test_what_the_default_says_counts_only_where_no_other_rule_holds(rule, start, university, tm):
    own = start(university=university)
    with time_machine.travel(scene.noon(START)):
        record_day(placement=own, on=START, kind="recall", by=own.student, today=START)
        default = UniversityRule.objects.get(university=None)
        changed(default, by=tm, recall_counts=Decimal(1))
        assert own.days.get().counts == 0
        # Shortened to the day before, the edition leaves the day to the default.
        changed(rule, by=tm, ends_on=START - timedelta(days=1))
    assert own.days.get().counts == 1


def test_a_changed_fact_has_to_be_confirmed_again_and_no_other(rule, tm):
    for fact in RuleFact:
        actions.confirm_fact(rule=rule, fact=fact, by=tm, on=START, how="E-mail")
    later = START + timedelta(days=5)
    changed(
        rule,
        by=tm,
        on=later,
        hours_per_day=Decimal("7.5"),
        steps=[(1, Decimal(2))],
        dates={("panel", 70): date(2027, 7, 1)},
    )
    rule = UniversityRule.objects.get(pk=rule.pk)
    assert set(RuleFact) - set(standing(rule)) == {
        RuleFact.DAYS,
        RuleFact.WORKLOAD,
        RuleFact.PORTFOLIO,
    }
    assert rule.confirmations.filter(changed_on=later).count() == 3
    actions.confirm_fact(rule=rule, fact="days", by=tm, on=later, how="Telephone")
    assert "days" in standing(UniversityRule.objects.get(pk=rule.pk))


def test_who_confirms(rule, cast, university, today):
    TutorFactory(person=cast.tutor, university=university)
    may = set()
    for name, person in vars(cast).items():
        try:
            actions.confirm_fact(rule=rule, fact="days", by=person, on=today, how="E-mail")
        except PermissionDenied:
            continue
        may.add(name)
    assert may == {"tutor", "tm", "business_support"}


def test_a_tutor_confirms_no_other_universitys_rule(rule, tutor, today):
    TutorFactory(person=tutor)
    with pytest.raises(PermissionDenied):
        actions.confirm_fact(rule=rule, fact="days", by=tutor, on=today)


def test_staff_say_how_they_were_told(rule, tm, today):
    with pytest.raises(ValidationError, match="how the university told you"):
        actions.confirm_fact(rule=rule, fact="days", by=tm, on=today)


def test_nobody_confirms_the_default(tm, today):
    default = UniversityRule.objects.get(university=None)
    with pytest.raises(PermissionDenied):
        actions.confirm_fact(rule=default, fact="days", by=tm, on=today, how="Everybody says so")


def test_twice_on_one_day_is_once(rule, tm, today):
    for _ in range(2):
        actions.confirm_fact(rule=rule, fact="days", by=tm, on=today, how="E-mail")
    assert rule.confirmations.count() == 1


def test_only_who_arranges_placements_changes_a_rule(rule, cast):
    for name, person in vars(cast).items():
        if name in {"tm", "business_support"}:
            continue
        with pytest.raises(PermissionDenied):
            changed(rule, by=person)


def test_two_who_correct_at_once_lose_nothing(rule, tm):
    stale = rule.lock_version
    changed(rule, by=tm, hours_per_day=Decimal("7.5"))
    with pytest.raises(Conflict):
        actions.save_rule(
            rule=rule, began_from=stale, starts_on=YEAR, ends_on=None, source="x",
            terms=actions.terms_of(rule), by=tm, on=START,
        )  # fmt: skip


def test_the_default_has_no_days_of_its_own(tm):
    default = UniversityRule.objects.get(university=None)
    with pytest.raises(ValidationError, match="add an edition instead"):
        changed(default, by=tm, ends_on=START)


def test_reports_come_in_their_order(rule, tm):
    dates = {("interim_report", 70): date(2027, 2, 1), ("final_report", 70): date(2027, 1, 1)}
    with pytest.raises(ValidationError, match="comes after the interim one"):
        changed(rule, by=tm, dates=dates)


def test_years_in_words(rule):
    assert academic_year(date(2026, 9, 1)) == academic_year(date(2027, 7, 31)) == "2026/27"
    assert academic_year(date(2099, 9, 1)) == "2099/00"
    assert years_of(rule) == "2026/27 onwards"
    for last in (date(2027, 7, 31), date(2027, 8, 31)):
        rule.ends_on = last
        assert years_of(rule) == "2026/27"
    rule.ends_on = date(2028, 8, 31)
    assert years_of(rule) == "2026/27 to 2027/28"


# What running placements take of it


def limits(person):
    rows = person.workload_limits.order_by("starts_on")
    return [(row.starts_on, row.cases) for row in rows]


LATER = START + timedelta(weeks=3)
MORE = [(1, Decimal(2)), (3, Decimal(4)), (6, Decimal(5))]


def test_a_running_placement_takes_changed_steps_from_today_and_keeps_those_past(
    rule, start, university, newcomer, tm
):
    start(university=university)
    changed(rule, by=tm, steps=[(1, Decimal(1)), (3, Decimal(2))])
    assert limits(newcomer) == [(START, 1), (START + timedelta(weeks=2), 2)]
    changed(rule, by=tm, on=LATER, steps=MORE)
    assert limits(newcomer) == [
        (START, 1),
        (START + timedelta(weeks=2), 2),
        (LATER, 4),
        (START + timedelta(weeks=5), 5),
    ]
    assert newcomer.workload_limits.get(starts_on=START + timedelta(weeks=2)).ends_on == (
        LATER - timedelta(days=1)
    )


def test_the_cap_of_an_agreement_bounds_changed_steps_too(rule, start, university, newcomer, tm):
    placement = start(university=university)
    scene.an_agreement_in_force(placement, on=START, workload_cap=Decimal("2.5"))
    changed(rule, by=tm, on=START, steps=MORE)
    assert limits(newcomer) == [(START, 2), (START + timedelta(weeks=2), Decimal("2.5"))]


def test_one_that_stands_still_takes_them_once_it_goes_on(rule, start, university, newcomer, tm):
    placement = start(university=university)
    change.suspend_placement(
        placement=placement,
        starts_on=START + timedelta(weeks=1),
        review_on=LATER,
        why="Ill",
        on=START,
        by=tm,
    )
    changed(rule, by=tm, on=LATER, steps=MORE)
    assert limits(newcomer)[-1] == (START + timedelta(weeks=1), 0)
    change.reinstate_placement(placement=placement, starts_on=LATER, why="Well", on=LATER, by=tm)
    back = [
        (LATER, 2),
        (START + timedelta(weeks=4), 4),
        (START + timedelta(weeks=7), 5),
    ]
    assert limits(newcomer)[-3:] == back
    changed(rule, by=tm, on=LATER, steps=[*MORE, (9, Decimal(6))])
    assert limits(newcomer)[-4:] == [*back, (START + timedelta(weeks=10), 6)]


def test_a_first_edition_of_its_own_is_taken_by_placements_that_began_in_it(
    start, university, newcomer, tm
):
    start(university=university)
    assert limits(newcomer)[-1][1] == 4
    scene.a_rule(university, by=tm, starts_on=YEAR, on=START, steps=[(1, Decimal(3))])
    assert limits(newcomer) == [(START, 3)]


def test_where_many_follow_nobody_waits_for_them(
    monkeypatch, rule, start, university, newcomer, tm
):
    asked = []
    monkeypatch.setattr(actions, "AT_ONCE", 0)
    monkeypatch.setattr(actions, "nudge", asked.append)
    placement = start(university=university)
    before = limits(newcomer)
    due = Deadline.objects.get(root_id=placement.pk, code="P2").due_on
    changed(rule, by=tm, steps=MORE, agreement_by_day=2)
    rule.refresh_from_db()
    assert rule.waits_since is not None
    assert asked == [actions.FOLLOW_TASK]
    assert limits(newcomer) == before
    assert Deadline.objects.get(root_id=placement.pk, code="P2").due_on == due
    assert actions.follow_waiting(on=START) == 1
    rule.refresh_from_db()
    assert rule.waits_since is None
    assert limits(newcomer)[0] == (START, 2)
    assert Deadline.objects.get(root_id=placement.pk, code="P2").due_on < due
    assert actions.follow_waiting(on=START) == 0


def test_what_follows_already_is_asked_about_together(
    rule, start, university, someone, tm, django_assert_max_num_queries
):
    for name in ("Ada", "Bea", "Cleo", "Dora"):
        start(student=someone(Role.STUDENT, f"{name} Newcomer"), university=university)
    actions.follow_waiting(on=START)
    placements = list(PracticePlacement.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(6):
        assert actions._with_other_work(placements, START) == []
