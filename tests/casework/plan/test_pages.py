"""The pages of a plan, as the people around the child use them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.chronology.models import ChronologyEntry
from casework.plan.actions import (
    Brought,
    authorise_version,
    countersign_safety_plan,
    countersign_version,
    new_version,
    record_agreement,
    save_version,
    start_plan,
    start_review,
    start_safety_plan,
    submit_safety_plan,
    submit_version,
)
from casework.plan.models import Plan, PlanReview, PlanVersion, SafetyPlan
from records.models import ReadEntry
from tests.casework import scene as casework
from tests.casework.plan import scene
from tests.stage import staged

pytestmark = pytest.mark.django_db


@staged
def plan(episode, sw, today):
    """Since 30 days ago, on an episode since 60."""
    return start_plan(
        episode=episode, kind="child_in_need", starts_on=today - timedelta(days=30), by=sw
    )


@staged
def opened_on(today):
    return today - timedelta(days=60)


@pytest.fixture
def queries_of():
    def count(act):
        with CaptureQueriesContext(connection) as asked:
            act()
        return len([q for q in asked.captured_queries if "SAVEPOINT" not in q["sql"]])

    return count


def page(client, name, pk):
    return client.get(reverse(f"casework:{name}", args=[pk])).content.decode()


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def in_force(plan, student, sw, tm, today, **changes):
    return scene.in_force(
        plan, by=student, sw=sw, tm=tm, due_on=today, asked_on=plan.starts_on, **changes
    )


def test_without_a_plan_the_tab_says_what_to_do(client, sign_in, sw, episode):
    sign_in(sw)
    said = page(client, "plan-tab", episode.child_id)
    assert "There is no plan" in said
    assert reverse("casework:plan-start", args=[episode.child_id]) in said


def test_the_tab_shows_the_plan_in_force_and_notes_the_read(
    client, sign_in, plan, student, sw, tm, today
):
    in_force(plan, student, sw, tm, today)
    sign_in(student)
    said = page(client, "plan-tab", plan.child_id)
    assert "I need quiet nights" in said
    assert "No answer to three letters" in said
    assert "I want to sleep." in said
    assert ReadEntry.objects.filter(person=student, section="plan").exists()


def test_every_form_notes_the_read(client, sign_in, plan, student):
    version = new_version(plan=plan, by=student)
    sign_in(student)
    page(client, "plan-version-form", version.pk)
    assert ReadEntry.objects.filter(person=student, route="casework:plan-version-form").exists()


def test_a_draft_is_its_authors_alone(client, sign_in, plan, student, sw):
    version = new_version(plan=plan, by=student)
    sign_in(sw)
    assert client.get(reverse("casework:plan-version-detail", args=[version.pk])).status_code == 404
    sign_in(student)
    assert "Draft, not sent yet" in page(client, "plan-version-detail", version.pk)


def test_starting_a_plan_shows_what_it_changes_before_it_is_saved(client, sign_in, episode, sw):
    on = timezone.localdate()
    starts_on = on - timedelta(days=50)
    sign_in(sw)
    address = reverse("casework:plan-start", args=[episode.child_id])
    answers = (
        boxes("starts_on", starts_on) | boxes("decided_on", starts_on) | {"plans_before_us": "1"}
    )
    answers |= boxes("last_before_us_ended_on", starts_on - timedelta(days=425))
    said = client.post(address, answers).content.decode()
    assert "Check before you save" in said
    assert "Second child in need plan; the first ended 13 months before it." in said
    assert "Child in need visit" in said
    assert "overdue" in said
    assert not Plan.objects.exists()
    client.post(address, answers | {"confirmed": "1"})
    assert Plan.objects.get().starts_on == starts_on


def test_a_correction_previews_the_visits_that_fall_outside(
    client, sign_in, plan, child, student, sw, today
):
    casework.agree(child, by=sw, given_on=today - timedelta(days=40))
    day = today - timedelta(days=20)
    casework.a_visit(child, by=student, on=day, sent=True)
    sign_in(sw)
    address = reverse("casework:plan-dates", args=[plan.pk])
    answers = boxes("starts_on", today - timedelta(days=10)) | {"why": "Typed wrongly"}
    said = client.post(address, answers).content.decode()
    assert "1 visit would no longer count" in said
    assert f"{day:%-d %B %Y}" in said
    plan.refresh_from_db()
    assert plan.starts_on == today - timedelta(days=30)
    client.post(address, answers | {"confirmed": "1"})
    plan.refresh_from_db()
    assert plan.starts_on == today - timedelta(days=10)


def test_what_the_action_refuses_is_said_beside_the_field(client, sign_in, plan, sw, opened_on):
    sign_in(sw)
    address = reverse("casework:plan-dates", args=[plan.pk])
    early = opened_on - timedelta(days=1)
    said = client.post(address, boxes("starts_on", early) | {"why": "x"}).content.decode()
    assert "cannot start before the referral" in said


def test_a_draft_is_written_need_by_need(client, sign_in, plan, student, sw, today):
    sign_in(student)
    client.post(reverse("casework:plan-version-new", args=[plan.pk]))
    version = PlanVersion.objects.get()
    client.post(
        reverse("casework:plan-need-new", args=[version.pk]), {"words": "Sleep", "whose_words": ""}
    )
    need = version.needs.get()
    client.post(
        reverse("casework:plan-outcome-new", args=[need.pk]),
        {"words": "Quiet", "how_we_know": "Six of seven", "easy_words": "Quiet nights"},
    )
    outcome = version.outcomes.get()
    address = reverse("casework:plan-action-new", args=[outcome.pk])
    said = client.post(address, {"what": "Walk", "owner": "outside"} | boxes("due_on", today))
    assert "<title>Error:" in said.content.decode()
    client.post(
        address, {"what": "Walk", "owner": "outside", "owner_name": "Dad"} | boxes("due_on", today)
    )
    client.post(address, {"what": "See Dad", "owner": str(sw.pk)} | boxes("due_on", today))
    assert [row.owner_words for row in version.actions.all()] == ["Dad", sw.name]
    sent = client.post(reverse("casework:plan-version-submit", args=[version.pk]))
    assert sent.url.endswith("?check=1")
    said = client.get(sent.url).content.decode()
    assert "Say why there is a plan" in said
    assert "Say whether the child agrees" in said


def test_a_plan_asks_for_no_fewer_visits_than_the_rule(client, sign_in, plan, student):
    version = new_version(plan=plan, by=student)
    sign_in(student)
    address = reverse("casework:plan-version-form", args=[version.pk])
    said = client.post(address, {"visit_every": "30", "lock_version": "0"}).content.decode()
    assert "Visit at least every 20 working days" in said


def test_two_editors_see_both_texts(client, sign_in, plan, student):
    version = scene.a_draft(plan, by=student)
    sign_in(student)
    address = reverse("casework:plan-version-form", args=[version.pk])
    said = client.post(address, {"why_plan": "Other words", "lock_version": "0"}).content.decode()
    assert "Somebody saved before you" in said
    assert "Nobody sleeps" in said
    assert "Other words" in said


def test_agreement_and_sharing_are_recorded_on_their_pages(
    client, sign_in, plan, student, sw, tm, today
):
    version = in_force(plan, student, sw, tm, today)
    sign_in(student)
    address = reverse("casework:plan-agreement-new", args=[version.pk])
    answers = {"person": "else", "who": "family", "name": "Nan", "answer": "no"}
    said = client.post(address, answers | boxes("asked_on", today)).content.decode()
    assert "<title>Error:" in said
    client.post(address, answers | {"why_no": "Too far"} | boxes("asked_on", today))
    assert version.agreements.get(name="Nan").why == "Too far"
    client.post(
        reverse("casework:plan-sharing-new", args=[version.pk]),
        {
            "person": "0", "how": "in_person", "language": "Polish", "interpreter": "there",
            "easy_read": "True",
        } | boxes("shared_on", today),
    )  # fmt: skip
    assert version.sharings.get().language == "Polish"
    assert "Polish" in page(client, "plan-version-detail", version.pk)


def test_the_childs_page_is_plain_and_says_when_it_is_a_draft(
    client, sign_in, plan, student, sw, tm, today
):
    draft = scene.a_draft(plan, by=student, due_on=today, asked_on=plan.starts_on)
    sign_in(student)
    assert "not to be given to anybody" in page(client, "plan-version-easy", draft.pk)
    assert "not to be given to anybody" in page(client, "plan-version-print", draft.pk)
    submit_version(version=draft, by=student)
    sign_in(sw)
    client.post(
        reverse("casework:plan-version-sign", args=[draft.pk]),
        {"lock_version": PlanVersion.objects.get().lock_version},
    )
    sign_in(tm)
    client.post(
        reverse("casework:plan-version-authorise", args=[draft.pk]),
        {"lock_version": PlanVersion.objects.get().lock_version},
    )
    said = page(client, "plan-version-easy", draft.pk)
    assert "not to be given" not in said
    assert "Quiet nights" in said
    assert "Wanda Worker, your social worker" in said


def test_a_review_names_the_last_day_for_the_next_one(client, sign_in, plan, student, sw, today):
    sign_in(student)
    held_on = today - timedelta(days=1)
    answers = boxes("held_on", held_on) | {
        "chaired_by": "Wanda", "result": "continue", "result_why": "It works",
        "row_0_who": "child", "row_0_name": "Tomasz", "row_0_how": "there",
        "row_0_view": "Better", "row_0_scale": "6",
        "row_1_who": "parent", "row_1_name": "Mum", "row_1_how": "there",
        "send": "1",
    }  # fmt: skip
    address = reverse("casework:plan-review-new", args=[plan.pk])
    late = boxes("next_on", held_on + timedelta(days=60))
    said = client.post(address, answers | late).content.decode()
    assert "The next review is due by" in said
    assert not PlanReview.objects.exists()
    client.post(address, answers | boxes("next_on", held_on + timedelta(days=41)))
    review = PlanReview.objects.get()
    assert (review.state, review.contributions.count()) == ("submitted", 2)
    sign_in(sw)
    client.post(
        reverse("casework:plan-review-sign", args=[review.pk]),
        {"lock_version": review.lock_version},
    )
    assert "Better" in page(client, "plan-review-detail", review.pk)


def test_whom_nothing_is_written_of_yet_is_still_asked_about(client, sign_in, plan, student, today):
    sign_in(student)
    begun = boxes("held_on", today) | {
        "row_0_who": "child", "row_0_name": "Tomasz",
        "row_1_who": "parent", "row_1_name": "Mum", "row_1_how": "there", "row_1_view": "Calmer",
        "finish_later": "1",
    }  # fmt: skip
    client.post(reverse("casework:plan-review-new", args=[plan.pk]), begun)
    review = PlanReview.objects.get()
    assert [row.name for row in review.contributions.all()] == ["Mum"]
    answer = client.get(reverse("casework:plan-review-form", args=[review.pk]))
    form = answer.context["form"]
    rows = [(form[f"row_{n}_name"].value(), form[f"row_{n}_view"].value()) for n in (0, 1)]
    assert rows == [("Tomasz", None), ("Mum", "Calmer")]


def test_the_safety_plan_is_one_page_once_it_is_signed(client, sign_in, episode, student, sw):
    sign_in(student)
    client.post(
        reverse("casework:safety-plan-new", args=[episode.child_id]),
        {
            "signs": "Dad shouts", "first_thing": "Go upstairs", "safe_place": "Nan",
            "step_0_who": "Nan", "step_0_what": "Comes in the car", "step_0_phone": "01905 1",
        },
    )  # fmt: skip
    paper = SafetyPlan.objects.get()
    record_agreement(
        paper=paper, who="parent", name="Mum", answer="yes", asked_on=timezone.localdate(),
        by=student,
    )  # fmt: skip
    assert "Draft" in page(client, "safety-plan-print", paper.pk)
    client.post(reverse("casework:safety-plan-submit", args=[paper.pk]))
    sign_in(sw)
    client.post(reverse("casework:safety-plan-sign", args=[paper.pk]))
    paper.refresh_from_db()
    assert paper.may_leave
    said = page(client, "safety-plan-print", paper.pk)
    assert "Comes in the car" in said
    assert "Draft" not in said


def test_a_safety_plan_begins_with_few_rows_and_makes_room(client, sign_in, episode, student):
    """Eight empty rows fill a phone; nobody who has a part is left without a row."""
    sign_in(student)
    new = reverse("casework:safety-plan-new", args=[episode.child_id])

    def rows(form):
        return sum(name.endswith("_who") for name in form.fields)

    def parts(number):
        return {
            f"step_{n}_{name}": f"{name} {n}" for n in range(number) for name in ("who", "what")
        }

    assert rows(client.get(new).context["form"]) == 3
    client.post(new, parts(8))
    paper = SafetyPlan.objects.get()
    assert paper.steps.count() == 8
    change = reverse("casework:safety-plan-form", args=[paper.pk])
    assert rows(client.get(change).context["form"]) == 8
    client.post(change, parts(2) | {"lock_version": paper.lock_version})
    assert rows(client.get(change).context["form"]) == 4


def test_a_newer_safety_plan_replaces_the_older(episode, student, sw, today):
    papers = []
    for _ in range(2):
        paper = start_safety_plan(
            episode=episode,
            fields={"signs": "a", "first_thing": "b", "safe_place": "c"},
            steps=[],
            by=student,
        )
        paper.steps.create(position=0, who="Nan", does_what="Comes")
        record_agreement(
            paper=paper, who="parent", name="Mum", answer="yes", asked_on=today, by=student
        )
        submit_safety_plan(safety_plan=paper, by=student)
        papers.append(countersign_safety_plan(safety_plan=paper, by=sw))
    assert [SafetyPlan.objects.get(pk=row.pk).state for row in papers] == [
        "superseded",
        "countersigned",
    ]


def test_a_safety_plan_signed_after_midnight_in_summer_is_of_that_day(episode, sw):
    """Half past midnight here is still the day before in UTC, which the database keeps."""
    with time_machine.travel(datetime(2027, 6, 15, 0, 30, tzinfo=ZoneInfo("Europe/London"))):
        paper = start_safety_plan(
            episode=episode,
            fields={"signs": "a", "first_thing": "b", "safe_place": "c"},
            steps=[],
            by=sw,
        )
        paper.steps.create(position=0, who="Nan", does_what="Comes")
        record_agreement(
            paper=paper, who="parent", name="Mum", answer="yes", asked_on=date(2027, 6, 15), by=sw
        )
        submit_safety_plan(safety_plan=paper, by=sw)
    told = ChronologyEntry.objects.get(source_id=paper.pk)
    assert told.happened_on == date(2027, 6, 15)


def test_the_plan_page_costs_the_same_however_long(
    client, sign_in, plan, student, sw, tm, today, queries_of
):
    version = in_force(plan, student, sw, tm, today)
    sign_in(tm)
    address = reverse("casework:plan-tab", args=[plan.child_id])
    client.get(address)
    few = queries_of(lambda: client.get(address))
    second = new_version(plan=plan, by=student)
    for _ in range(10):
        scene.fill(second, by=student, owner=student, due_on=today, asked_on=plan.starts_on)
    save_version(version=second, began_from=0, fields={"why_new": "More"}, by=student)
    submit_version(version=second, by=student)
    countersign_version(version=second, by=sw)
    authorise_version(version=second, by=tm)
    for days in range(1, 8):
        start_review(
            plan=plan,
            fields={"held_on": plan.starts_on + timedelta(days=days)},
            brought=[Brought("child", "T", "there")],
            by=tm,
        )
    many = queries_of(lambda: client.get(address))
    assert version.pk != second.pk
    assert many == few
    assert many <= 15
