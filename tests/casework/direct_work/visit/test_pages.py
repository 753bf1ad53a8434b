"""Booking, going, recording and signing a visit on its pages."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.direct_work.visit.actions import countersign_visit, return_visit
from casework.direct_work.visit.models import JointVisit, Visit
from records.models import ReadEntry
from records.states import State
from tests.casework import scene
from tests.stage import staged


def address(name, row) -> str:
    return reverse(f"casework:{name}", args=[row.pk])


def day(name, on) -> dict[str, str]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def own(prefix="", **changes) -> dict[str, str]:
    given = {
        "outcome": "seen",
        "childs_words": "I sleep better since my lamp stays on.",
        "seen_alone": "yes",
        "bedroom_seen": "yes",
        "what_happened": "Read together.",
        "worry": "False",
        "what_next": "Talk to Mum.",
    } | changes
    return {f"{prefix}{name}": value for name, value in given.items()}


def typed(on, **changes) -> dict[str, str]:
    return (
        own()
        | day("happened_on", on)
        | {
            "kind": "child_in_need",
            "started_at": "16:10",
            "minutes": "50",
            "place": "home",
            "registered_worker_present": "False",
        }
        | changes
    )


@staged
def sister(tm, team, sw, student, opened_on):
    child = scene.a_child(by=tm, first_name="Maja", sex="F")
    scene.an_episode(child, team=team, by=tm, opened_on=opened_on, sw=sw, student=student)
    return child


def test_a_visit_is_planned_with_the_note_for_staff_in_sight(
    sign_in, child, episode, student, today
):
    child.staff_safety_note = "Dog off the lead."
    child.save()
    client, page = sign_in(student), address("visit-plan", child)
    assert "Dog off the lead." in client.get(page).content.decode()
    asked = day("day", today + timedelta(days=1)) | {
        "kind": "child_in_need", "at": "16:00", "minutes": "60", "place": "home",
        "checks_in": "False",
    }  # fmt: skip
    refused = client.post(page, asked)
    assert "Say how you keep safe" in refused.content.decode()
    shown = client.post(page, asked | {"safety_plan": "With Wanda"}, follow=True).content.decode()
    assert "Dog off the lead." in shown
    assert "I am going in" in shown
    assert Visit.objects.get().checks_in


def test_a_time_that_is_past_is_refused_beside_the_time(sign_in, child, episode, student, today):
    asked = day("day", today) | {
        "kind": "other", "at": "00:00", "minutes": "60", "place": "school", "checks_in": "True",
    }  # fmt: skip
    answer = sign_in(student).post(address("visit-plan", child), asked)
    assert answer.context["form"].errors["at"]


def test_in_and_out_with_a_button_each(sign_in, child, episode, student):
    visit = scene.a_planned_visit(child, by=student, at=timezone.now() + timedelta(minutes=30))
    client = sign_in(student)
    shown = client.post(address("visit-arrive", visit), follow=True).content.decode()
    assert "I am out again" in shown
    client.post(address("visit-leave", visit))
    visit.refresh_from_db()
    assert visit.left_at is not None


def test_moved_and_called_off_with_reasons(sign_in, child, episode, student, today):
    visit = scene.a_planned_visit(child, by=student, at=timezone.now() + timedelta(hours=1))
    client = sign_in(student)
    version = {"lock_version": visit.lock_version}
    later = day("day", today + timedelta(days=2)) | {"at": "15:00", "minutes": "45"}
    client.post(
        address("visit-move", visit),
        version | later | {"why": "Mum is ill", "child_told": "True"},
    )
    visit.refresh_from_db()
    assert visit.times_moved == 1
    old = client.post(
        address("visit-call-off", visit), version | {"why": "Trip", "child_told": "False"}
    )
    assert "It changed while you were writing" in old.content.decode()
    client.post(
        address("visit-call-off", visit),
        {"lock_version": visit.lock_version, "why": "Trip", "child_told": "False"},
    )
    shown = client.get(address("visit-detail", visit)).content.decode()
    assert "Did not take place" in shown
    assert "The child has not been told yet" in shown


def test_a_student_writes_and_sends_and_the_worker_signs(
    sign_in, child, episode, student, sw, today
):
    client = sign_in(student)
    client.post(address("visit-new", child), typed(today, send="1"))
    visit = Visit.objects.get()
    assert (visit.state, visit.author) == (State.SUBMITTED, student)
    to_sign = sign_in(sw).get(reverse("casework:direct-work-to-sign")).content.decode()
    assert address("visit-detail", visit) in to_sign
    sign = {"lock_version": str(visit.lock_version)}
    shown = client.post(address("visit-sign", visit), sign, follow=True).content.decode()
    assert "approved by Wanda Worker" in shown


def test_sending_too_little_keeps_the_draft_and_says_what_is_missing(
    sign_in, child, episode, student, today
):
    client = sign_in(student)
    answer = client.post(
        address("visit-new", child), typed(today, childs_words="", minutes="", send="1")
    )
    assert Visit.objects.get().state == State.DRAFT
    shown = client.get(answer["Location"]).content.decode()
    assert "Write what the child said" in shown
    assert "Say how long it took" in shown


def test_not_seen_asks_what_is_done_about_it(sign_in, child, episode, student, today):
    client, page = sign_in(student), address("visit-new", child)
    answer = client.post(page, typed(today, outcome="not_seen", finish_later="1"))
    assert {"not_seen_why", "next_step", "next_try_on"} <= set(answer.context["form"].errors)
    unseen = {"outcome": "not_seen", "not_seen_why": "Nobody opened", "next_step": "again_today"}
    client.post(page, typed(today, **unseen, **day("next_try_on", today), finish_later="1"))
    visit = Visit.objects.get()
    assert (visit.seen_alone, visit.childs_words) == ("", "")
    assert "The child was not seen" in client.get(address("visit-detail", visit)).content.decode()


def test_two_windows_see_both_texts(sign_in, child, episode, student, today):
    visit = scene.a_visit(child, by=student, on=today)
    client, page = sign_in(student), address("visit-form", visit)
    version = {"lock_version": str(visit.lock_version), "finish_later": "1"}
    client.post(page, typed(today, what_happened="From one") | version)
    shown = client.post(page, typed(today, what_happened="From the other") | version)
    assert "Somebody saved before you" in shown.content.decode()
    assert "From one" in shown.content.decode()


def test_a_draft_of_somebody_else_shows_that_it_is_and_not_what_it_says(
    sign_in, child, episode, student, sw, today
):
    visit = scene.a_visit(child, by=student, on=today, what_happened="Half a thought")
    shown = sign_in(sw).get(address("visit-detail", visit)).content.decode()
    assert "is still writing this record" in shown
    assert "Half a thought" not in shown
    assert "my lamp" not in shown


def test_a_text_that_names_another_child_is_read_once_more(
    sign_in, child, episode, sister, student, today
):
    client, page = sign_in(student), address("visit-new", child)
    said = typed(today, what_happened="Maja's room was tidy.", send="1")
    answer = client.post(page, said)
    shown = answer.content.decode()
    assert "The text names Maja." in shown
    assert "I have read it again. The names are right." in shown
    assert sister.reference in shown
    assert not Visit.objects.exists()
    client.post(page, said | {"names_ok": "on"})
    assert Visit.objects.get().state == State.SUBMITTED


def joint_typed(on, *lines, **changes) -> dict[str, str]:
    about = {name: value for name, value in typed(on).items() if name not in own()}
    given = about | {"shared_text": "Tea with all of them."} | changes
    for number, line in enumerate(lines):
        given |= own(f"c{number}_", **line)
    return given


def test_siblings_in_one_recording_with_a_line_each(
    sign_in, child, episode, sister, student, sw, today
):
    client = sign_in(student)
    chosen = client.post(
        address("joint-who", child), {"children": [str(child.pk), str(sister.pk)]}
    )["Location"]
    form = client.get(chosen).content.decode()
    for who in (child, sister):
        assert f"This part is about {who.full_name}, 9, born 4 March 2017" in form
        assert who.reference in form
    lines = {"childs_words": "I am tired."}, {"childs_words": "I like maths."}
    unsure = client.post(chosen, joint_typed(today, *lines, send="1"))
    assert "Check that this part is about Tomasz S" in unsure.content.decode()
    assert not JointVisit.objects.exists()
    sure = {"c0_is_right": "on", "c1_is_right": "on", "send": "1"}
    client.post(chosen, joint_typed(today, *lines, **sure))
    first, second = (Visit.objects.get(child=one) for one in (child, sister))
    assert {first.state, second.state} == {State.SUBMITTED}
    shown = sign_in(sw).get(address("visit-detail", first)).content.decode()
    assert "Tea with all of them." in shown
    assert "I am tired." in shown
    assert "I like maths." not in shown


def test_a_part_that_names_the_sibling_is_read_once_more(
    sign_in, child, episode, sister, student, today
):
    joint = scene.a_joint_visit([child, sister], by=student, on=today)
    client, page = sign_in(student), address("joint-form", joint)
    sure = {
        "c0_is_right": "on", "c1_is_right": "on", "send": "1",
        "lock_version": str(joint.lock_version),
    }  # fmt: skip
    swapped = {"what_happened": "Maja did not eat."}, {}
    answer = client.post(page, joint_typed(today, *swapped, **sure))
    assert "The part of Tomasz names Maja." in answer.content.decode()
    client.post(page, joint_typed(today, *swapped, **sure, names_ok="on"))
    assert Visit.objects.waiting().count() == 2


def test_what_one_child_lacks_is_said_in_that_childs_part(
    sign_in, child, episode, sister, student, today
):
    joint = scene.a_joint_visit([child, sister], by=student, on=today)
    sure = {
        "c0_is_right": "on", "c1_is_right": "on", "send": "1",
        "lock_version": str(joint.lock_version),
    }  # fmt: skip
    client, page = sign_in(student), address("joint-form", joint)
    answer = client.post(page, joint_typed(today, {}, {"childs_words": ""}, **sure))
    shown = client.get(answer["Location"])
    assert set(shown.context["form"].errors) == {"c1_childs_words"}
    assert not Visit.objects.waiting().exists()


def test_every_child_of_the_recording_is_in_the_read_log(
    sign_in, child, episode, sister, student, today
):
    joint = scene.a_joint_visit([child, sister], by=student, on=today)
    sign_in(student).get(address("joint-form", joint))
    read = ReadEntry.objects.filter(person=student).values_list("child_id", flat=True)
    assert {child.pk, sister.pk} <= set(read)


def test_somebody_elses_joint_form_is_closed(sign_in, child, episode, sister, student, sw, today):
    joint = scene.a_joint_visit([child, sister], by=student, on=today)
    assert sign_in(sw).get(address("joint-form", joint)).status_code == 403


def cost(client, page) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len([row for row in asked if "SAVEPOINT" not in row["sql"]])


def test_lists_cost_the_same_however_long(sign_in, child, episode, student, sw, pe, today):
    pages = (
        (student, reverse("casework:visit-mine")),
        (student, address("visit-list", child)),
        (student, address("session-list", child)),
        (sw, reverse("casework:direct-work-to-sign")),
        (pe, reverse("casework:visits-out")),
    )
    costs = {page: [] for _, page in pages}
    for count in (2, 18):
        for number in range(count):
            on = today - timedelta(days=number)
            scene.a_visit(child, by=student, on=on)
            scene.a_visit(child, by=student, on=on, sent=True)
            at = timezone.now() + timedelta(hours=number + 1)
            scene.a_planned_visit(child, by=student, at=at)
            scene.a_planned_visit(child, by=student, at=timezone.now() - timedelta(hours=2))
        for person, page in pages:
            client = sign_in(person)
            client.get(page)
            costs[page].append(cost(client, page))
    for page, (few, many) in costs.items():
        assert few == many <= 15, (page, few, many)


def test_forms_and_a_visit_cost_few_queries(sign_in, child, episode, sister, student, sw, today):
    visit = scene.a_visit(child, by=student, on=today, sent=True)
    back = scene.a_visit(child, by=student, on=today, sent=True)
    return_visit(visit=back, comment="Say more.", by=sw)
    signed = scene.a_visit(child, by=student, on=today, sent=True)
    countersign_visit(visit=signed, by=sw)
    joint = scene.a_joint_visit([child, sister], by=student, on=today)
    for person, page in (
        (student, address("visit-new", child)),
        (student, address("visit-plan", child)),
        (student, address("visit-form", back)),
        (student, address("joint-form", joint)),
        (sw, address("visit-detail", visit)),
        (sw, address("visit-detail", signed)),
    ):
        client = sign_in(person)
        client.get(page)
        assert cost(client, page) <= 15, page
