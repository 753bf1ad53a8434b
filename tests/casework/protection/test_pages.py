"""Pages of protection as people use them: checked first, sent once, shut with a way forward."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.meeting.actions import propose_meeting
from casework.meeting.lawful import last_day
from casework.meeting.models import Meeting
from casework.plan.actions import new_version
from casework.protection import actions
from casework.protection.models import Section47
from notices.models import Notice
from records.models import ReadEntry
from tests.casework import scene as casework
from tests.casework.protection import scene
from tests.stage import staged
from timescales.models import Deadline

pytestmark = pytest.mark.django_db


@staged
def opened_on(today):
    return today - timedelta(days=30)


@staged
def episode(child, team, tm, sw, student, opened_on):
    return casework.an_episode(
        child, team=team, by=tm, opened_on=opened_on, sw=sw, student=student, kind="in_need"
    )


@staged
def discussion(episode, sw, today):
    discussion = scene.call(episode, by=sw, day=today)
    scene.bring(discussion.meeting, *scene.THREE, by=sw)
    return discussion


@staged
def enquiry(episode, tm, sw, today):
    return scene.an_enquiry(episode, by=tm, lead=sw, day=today - timedelta(days=3))


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def attendance(meeting):
    return {f"attendance_{row.pk}": "attended" for row in meeting.invitees.all()}


def posted(client, url, data):
    """The form as the page renders it (its token and version), with these answers."""
    page = client.get(url)
    form = page.context["form"]
    hidden = {
        field.html_name: field.value()
        for field in form.hidden_fields()
        if field.value() is not None
    }
    return client.post(url, hidden | data)


class TestDiscussion:
    def answers(self, discussion, sw, today):
        return (
            attendance(discussion.meeting)
            | boxes("held_on", today)
            | {
                "chair": "Tess Manager",
                "threshold": "section_47",
                "threshold_why": "The bruise does not fit.",
                "conduct": "joint",
                "lead": str(sw.pk),
                "medical": "yes",
                "safety": "With Nan.",
                "parents_told": "told",
            }
        )

    def test_the_answers_are_checked_before_an_enquiry_begins(self, discussion, sw, today, sign_in):
        client, url = sign_in(sw), reverse("casework:discussion-record", args=[discussion.pk])
        answers = self.answers(discussion, sw, today)
        checked = posted(client, url, answers)
        assert "Check your answers" in checked.text
        assert "The bruise does not fit." in checked.text
        assert not Section47.objects.exists()
        carried = dict(checked.context["carried"])
        assert "The bruise does not fit." in client.post(url, carried | {"change": "1"}).text
        done = client.post(url, carried | {"confirmed": "1"})
        enquiry = Section47.objects.get()
        assert done.url == reverse("casework:enquiry-detail", args=[enquiry.pk])
        assert client.post(url, carried | {"confirmed": "1"}).status_code == 302
        assert Section47.objects.count() == 1

    def test_what_is_missing_stands_beside_its_question(self, discussion, sw, today, sign_in):
        url = reverse("casework:discussion-record", args=[discussion.pk])
        answers = self.answers(discussion, sw, today) | {"safety": "", "lead": ""}
        page = posted(sign_in(sw), url, answers)
        assert set(page.context["form"].errors) == {"safety", "lead"}

    def test_without_the_three_agencies_it_says_so_there(self, episode, sw, today, sign_in):
        discussion = scene.call(episode, by=sw, day=today)
        url = reverse("casework:discussion-record", args=[discussion.pk])
        page = posted(sign_in(sw), url, self.answers(discussion, sw, today))
        assert "missing_agency_why" in page.context["form"].errors
        assert not Section47.objects.exists()

    def test_the_clock_it_would_start_is_told_and_nothing_is_kept(
        self, discussion, sw, today, sign_in
    ):
        url = reverse("casework:discussion-record", args=[discussion.pk])
        due = last_day("C5", today).last_lawful_on
        told = Notice.objects.count()
        page = posted(sign_in(sw), url, self.answers(discussion, sw, today))
        assert f"conference: due {due:%A %-d %B %Y}." in page.text
        assert "Strategy discussion, due" in page.text
        assert "this clock stops." in page.text
        discussion.refresh_from_db()
        assert discussion.held_on is None
        assert not Deadline.objects.filter(code="C5").exists()
        assert Notice.objects.count() == told

    def test_before_it_is_held_its_page_leads_to_recording_it(self, discussion, sw, pe, sign_in):
        page = reverse("casework:discussion-detail", args=[discussion.pk])
        record = reverse("casework:discussion-record", args=[discussion.pk])
        assert f'href="{record}"' in sign_in(sw).get(page).text
        assert f'href="{record}"' not in sign_in(pe).get(page).text

    def test_early_help_is_led_to_the_front_door(self, child, team, tm, sw, opened_on, sign_in):
        casework.an_episode(child, team=team, by=tm, opened_on=opened_on, sw=sw)
        url = reverse("casework:discussion-new", args=[child.pk])
        page = sign_in(sw).get(url, follow=True)
        assert "ring the front door today" in page.text


class TestEnquiry:
    def test_a_student_finds_a_shutter_with_a_way_forward(
        self, enquiry, student, sw, child, sign_in
    ):
        part = actions.assign_part(part=enquiry.parts.get(name="child"), writer=student, by=sw)
        url = reverse("casework:enquiry-conclude", args=[enquiry.pk])
        page = sign_in(student).get(url)
        assert page.status_code == 403
        assert "Only Wanda Worker concludes this enquiry" in page.text
        assert reverse("casework:enquiry-part", args=[part.pk]) in page.text
        assert sign_in(student).post(url, {"finding": "not_substantiated"}).status_code == 403
        enquiry.refresh_from_db()
        assert enquiry.is_editable
        # It shows nothing of the record, and so nobody has read it.
        assert "Tomasz" not in page.text
        assert not ReadEntry.objects.filter(person=student, child_id=child.pk).exists()

    def test_the_lead_concludes_and_a_manager_agrees(self, enquiry, sw, tm, today, sign_in):
        scene.write_all(enquiry, by=sw)
        client, url = sign_in(sw), reverse("casework:enquiry-conclude", args=[enquiry.pk])
        answers = boxes("concluded_on", today) | boxes("child_seen_on", enquiry.started_on)
        answers |= {
            "child_seen": "yes",
            "child_seen_by": str(sw.pk),
            "child_seen_alone": "yes",
            "finding": "continuing_risk",
            "finding_why": "He said who did it.",
        }
        checked = posted(client, url, answers)
        client.post(url, dict(checked.context["carried"]) | {"confirmed": "1"})
        assert Meeting.objects.ahead().of_kind("icpc").get().last_lawful_on
        page = sign_in(tm).get(reverse("casework:enquiry-detail", args=[enquiry.pk]))
        assert "Agree the conclusion" in page.text
        version = {"lock_version": page.context["enquiry"].lock_version}
        sign_in(tm).post(reverse("casework:enquiry-agree", args=[enquiry.pk]), version)
        enquiry.refresh_from_db()
        assert enquiry.needs_conference

    def test_two_who_write_one_part_see_both_texts(self, enquiry, student, sw, sign_in):
        part = actions.assign_part(part=enquiry.parts.get(name="home"), writer=student, by=sw)
        url = reverse("casework:enquiry-part", args=[part.pk])
        client = sign_in(student)
        form = client.get(url).context["form"]
        hidden = {field.html_name: field.value() for field in form.hidden_fields()}
        actions.write_part(part=part, text="Tidy.", began_from=part.lock_version, by=sw)
        page = client.post(url, hidden | {"text": "Two beds for four."})
        assert page.templates[0].name == "records/conflict.html"
        assert "Tidy." in page.text
        assert "Two beds for four." in page.text


class TestConference:
    def test_what_it_decided_begins_the_plan(self, enquiry, sw, tm, today, sign_in):
        day = today - timedelta(days=(today.weekday() - 4) % 7 if today.weekday() > 4 else 0)
        done = scene.conclude(enquiry, by=sw, day=today)
        actions.agree_conclusion(enquiry=done, by=tm)
        meeting = Meeting.objects.ahead().of_kind("icpc").get()
        scene.bring(meeting, *scene.THREE, "family", by=sw)
        client, url = sign_in(sw), reverse("casework:conference-record", args=[meeting.pk])
        answers = (
            attendance(meeting)
            | boxes("held_on", day)
            | {
                "chair": "Ines Chair",
                "quorate": "yes",
                "participation": "PN6",
                "decided": "begins",
                "category": "NEG",
                "why": "All agree.",
            }
        )
        checked = posted(client, url, answers)
        assert "Check your answers" in checked.text
        client.post(url, dict(checked.context["carried"]) | {"confirmed": "1"})
        story = client.get(reverse("casework:protection-list", args=[meeting.child_id]))
        assert "On a child protection plan" in story.text
        assert "Category: neglect" in story.text
        assert {row["meeting"].kind for row in story.context["ahead"]} == {"core_group", "rcpc"}
        tab = client.get(reverse("casework:plan-tab", args=[meeting.child_id]))
        assert "Category of abuse:</strong> neglect." in tab.text
        version = new_version(plan=tab.context["plan"], by=sw)
        paper = client.get(reverse("casework:plan-version-print", args=[version.pk]))
        assert "Category of abuse:</strong> neglect." in paper.text

    def test_what_is_to_be_held_says_who_is_asked_and_follows_from_nothing(
        self, enquiry, sw, tm, today, sign_in
    ):
        actions.agree_conclusion(enquiry=scene.conclude(enquiry, by=sw, day=today), by=tm)
        meeting = Meeting.objects.ahead().of_kind("icpc").get()
        scene.bring(meeting, *scene.THREE, by=sw)
        client = sign_in(sw)
        page = client.get(reverse("casework:conference-detail", args=[meeting.pk]))
        assert "What follows" not in page.text
        assert reverse("casework:conference-record", args=[meeting.pk]) in page.text
        story = client.get(reverse("casework:protection-list", args=[meeting.child_id]))
        assert f"{meeting.invitees.count()} people asked" in story.text
        assert "Nobody is asked yet" not in story.text


class TestCosts:
    def test_the_story_costs_the_same_for_two_as_for_twenty(
        self, enquiry, episode, sw, tm, today, sign_in, queries_for
    ):
        client, url = sign_in(sw), reverse("casework:protection-list", args=[episode.child_id])

        def more(count):
            for _ in range(count):
                scene.call(episode, by=sw, day=today)

        more(2)
        client.get(url)
        few = queries_for(lambda: client.get(url))
        more(18)
        assert queries_for(lambda: client.get(url)) == few <= 15

    def test_so_does_the_list_of_meetings(self, episode, sw, today, sign_in, queries_for):
        client, url = sign_in(sw), reverse("casework:meeting-list", args=[episode.child_id])

        def more(count):
            for _ in range(count):
                meeting = propose_meeting(episode=episode, kind="other", by=sw)
                scene.bring(meeting, "family", by=sw)

        more(2)
        client.get(url)
        few = queries_for(lambda: client.get(url))
        more(18)
        assert queries_for(lambda: client.get(url)) == few <= 15

    def test_and_one_meeting_however_many_are_asked(self, episode, sw, today, sign_in, queries_for):
        meeting = propose_meeting(episode=episode, kind="other", by=sw)
        names = ("meeting-detail", "meeting-invite", "meeting-print", "meeting-send-list")
        client = sign_in(sw)
        for name in names:
            url = reverse(f"casework:{name}", args=[meeting.pk])
            meeting.invitees.all().delete()
            scene.bring(meeting, "family", "police", by=sw)
            client.get(url)
            few = queries_for(lambda url=url: client.get(url))
            scene.bring(meeting, *["health"] * 18, by=sw)
            assert queries_for(lambda url=url: client.get(url)) == few, name
            assert few <= 15, name

    def test_the_queue_costs_the_same_for_two_as_for_twenty(
        self, team, tm, sw, today, opened_on, sign_in, queries_for
    ):
        client, url = sign_in(tm), reverse("casework:protection-queue")

        def more(count):
            for _ in range(count):
                child = casework.a_child(by=tm)
                episode = casework.an_episode(
                    child, team=team, by=tm, opened_on=opened_on, sw=sw, kind="in_need"
                )
                scene.an_enquiry(episode, by=tm, lead=sw, day=today - timedelta(days=1))
                propose_meeting(episode=episode, kind="other", by=sw)

        more(2)
        client.get(url)
        few = queries_for(lambda: client.get(url))
        more(8)
        assert queries_for(lambda: client.get(url)) == few <= 15

    def test_an_enquiry_page_costs_few(self, enquiry, tm, sign_in, queries_for):
        client, url = sign_in(tm), reverse("casework:enquiry-detail", args=[enquiry.pk])
        client.get(url)
        assert queries_for(lambda: client.get(url)) <= 15


def test_the_queue_shows_what_waits(enquiry, episode, tm, sw, sign_in):
    meeting = propose_meeting(episode=episode, kind="other", by=sw)
    Meeting.objects.filter(pk=meeting.pk).update(
        planned_for=timezone.now() - timedelta(days=2), chair="W", how="phone"
    )
    page = sign_in(tm).get(reverse("casework:protection-queue"))
    assert [row[2] for row in page.context["enquiries"]] == ["Wanda Worker"]
    assert [row[1] for row in page.context["passed"]] == ["Other meeting"]
