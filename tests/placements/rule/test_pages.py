"""The pages of university rules: read, entered, corrected, confirmed."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from placements.models import UniversityRule
from placements.rule.actions import terms_of
from placements.rule.forms import initial_of
from tests.partners.factories import TutorFactory, UniversityFactory
from tests.placements import scene
from tests.stage import staged

pytestmark = pytest.mark.django_db
LIST, NEW = "placements:rule-list", "placements:rule-new"
YEAR = date(2026, 9, 1)


@staged
def university(tutor):
    return TutorFactory(person=tutor, university=UniversityFactory(name="Severn Vale")).university


@staged
def rule(university, tm, today):
    return scene.a_rule(university, by=tm, starts_on=YEAR, on=today)


def at(rule, page="detail", *more):
    return reverse(f"placements:rule-{page}", args=[rule.pk, *more])


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def filled(rule, **changes):
    """The form as it stands for `rule`, with changes."""
    rule = UniversityRule.objects.prefetch_related("dates", "workload_steps").get(pk=rule.pk)
    found = {"source": "Handbook 2026/27", "lock_version": rule.lock_version}
    for name, value in initial_of(terms_of(rule)).items():
        found |= boxes(name, value) if isinstance(value, date) else {name: str(value)}
    return found | boxes("starts_on", rule.starts_on) | changes


def test_a_default_says_that_nobody_verified_it(sign_in, student):
    default = UniversityRule.objects.get(university=None)
    browser = sign_in(student)
    assert "Not verified" in browser.get(reverse(LIST)).content.decode()
    text = browser.get(at(default)).content.decode()
    assert "Usual practice, and no university’s word." in text.replace("&#x27;", "’")
    assert "Front sheet with the recommendation" in text


def test_a_university_is_entered_and_says_what_is_not_confirmed(
    sign_in, business_support, university
):
    default = UniversityRule.objects.get(university=None)
    page = sign_in(business_support).post(
        reverse(NEW),
        filled(
            default,
            university=str(university.pk),
            recall_counts="1",
            portfolio_parts="Front sheet\n\nLog of days\n",
            **boxes("starts_on", YEAR),
            **boxes("portfolio_70", date(2027, 5, 10)),
        ),
        follow=True,
    )
    text = page.content.decode()
    assert "Severn Vale, 2026/27 onwards" in text
    assert "0 of 6 confirmed" in text
    rule = UniversityRule.objects.get(university=university)
    assert rule.recall_counts == 1
    assert rule.portfolio_parts == ["Front sheet", "Log of days"]
    assert rule.fixed(70) == {"portfolio": date(2027, 5, 10)}
    assert rule.fixed(100) == {}
    assert [(one.from_week, one.cases) for one in rule.workload_steps.all()] == [
        (1, 1), (3, 2), (6, 3), (10, 4),
    ]  # fmt: skip


def test_a_line_of_work_needs_both_numbers(sign_in, tm, rule):
    answer = sign_in(tm).post(at(rule, "change"), filled(rule, week_5="20"))
    assert "Give both: from which week, and how much work." in answer.content.decode()


def test_the_universitys_own_tutor_confirms_a_fact(sign_in, tutor, rule, today):
    browser = sign_in(tutor)
    assert at(rule, "confirm", "days") in browser.get(at(rule)).content.decode()
    text = browser.post(at(rule, "confirm", "days"), follow=True).content.decode()
    assert f"Confirmed by Tara Tutor, {today.day} {today:%B %Y}" in text
    assert "1 of 6 confirmed" in text


def test_what_was_changed_is_unconfirmed_again_and_the_old_word_is_kept(sign_in, tm, rule):
    browser = sign_in(tm)
    browser.post(at(rule, "confirm", "days"), {"how": "E-mail of 1 October"})
    text = browser.post(
        at(rule, "change"), filled(rule, hours_per_day="7.5"), follow=True
    ).content.decode()
    assert "Confirmed before it was changed" in text
    assert "E-mail of 1 October" in text
    assert "0 of 6 confirmed" in text


def test_the_next_edition_begins_as_a_copy(sign_in, tm, rule):
    form = sign_in(tm).get(at(rule, "next")).context["form"]
    assert form.initial["hours_per_day"] == rule.hours_per_day
    assert "starts_on" not in form.initial
    sign_in(tm).post(at(rule, "next"), filled(rule, **boxes("starts_on", date(2027, 9, 1))))
    assert UniversityRule.objects.filter(university=rule.university).count() == 2


def test_only_who_may_edit_is_offered_it(sign_in, tm, pe, tutor, rule):
    assert at(rule, "change") in sign_in(tm).get(at(rule)).content.decode()
    for person in (pe, tutor):
        text = sign_in(person).get(at(rule)).content.decode()
        assert at(rule, "change") not in text
    assert at(rule, "confirm", "days") not in sign_in(pe).get(at(rule)).content.decode()


def test_a_fact_that_is_none_is_a_wrong_address(sign_in, tm, rule):
    assert sign_in(tm).get(at(rule, "confirm", "weather")).status_code == 404


def test_the_list_asks_as_much_for_many(sign_in, tm, rule, today, queries_for):
    def look():
        assert sign_in(tm).get(reverse(LIST)).status_code == 200

    look()
    few = queries_for(look)
    for _ in range(18):
        scene.a_rule(UniversityFactory(), by=tm, starts_on=YEAR, on=today)
    assert queries_for(look) == few


def test_the_page_says_while_placements_are_yet_to_follow(sign_in, tm, rule):
    page = reverse("placements:rule-detail", args=[rule.pk])
    browser = sign_in(tm)
    assert "worked out anew" not in browser.get(page).text
    UniversityRule.objects.filter(pk=rule.pk).update(waits_since=timezone.now())
    assert "worked out anew" in browser.get(page).text
