"""Meetings as people use them: planned, invited to, moved; the file for calendars; minutes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from casework.meeting import minuting
from casework.meeting.actions import (
    cancel_meeting,
    hold_meeting,
    invite,
    propose_meeting,
    reschedule_meeting,
)
from casework.meeting.models import Invitee, Meeting, Minutes
from notices.models import Notice
from records.actions import NotAllowed
from records.states import State
from tests.casework.factories import FamilyMemberFactory, RelationshipFactory
from tests.casework.meeting.scene import a_planned_meeting, at
from tests.partners.factories import ContactFactory
from tests.stage import staged

pytestmark = pytest.mark.django_db


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def posted(client, url, data):
    form = client.get(url).context["form"]
    hidden = {
        field.html_name: field.value()
        for field in form.hidden_fields()
        if field.value() is not None
    }
    return client.post(url, hidden | data)


@staged
def day(today):
    return today + timedelta(days=7)


@staged
def meeting(episode, sw, day):
    return a_planned_meeting(episode, kind="cin_planning", by=sw, on=day)


@staged
def held(meeting, sw, today):
    return hold_meeting(
        meeting=meeting, held_on=today, family_not_invited_why="In hospital.", by=sw
    )


def proposed(episode, sw, last):
    return propose_meeting(
        episode=episode,
        kind="cin_planning",
        by=sw,
        last_lawful_on=last,
        book_by=last,
        why="15 days",
    )


class TestPlanning:
    def test_a_student_plans_one_and_asks_people(self, child, episode, student, sw, day, sign_in):
        mum = RelationshipFactory(child=child)
        client = sign_in(student)
        answers = boxes("day", day) | {
            "kind": "other",
            "starts_at": "10:30",
            "minutes_long": "60",
            "how": "in_person",
            "place": "Library",
            "chair": "Wanda Worker",
        }
        done = posted(client, reverse("casework:meeting-new", args=[child.pk]), answers)
        meeting = Meeting.objects.get()
        assert done.url == reverse("casework:meeting-invite", args=[meeting.pk])
        assert meeting.planned_for == at(day).replace(hour=10, minute=30)
        posted(client, done.url, {"known": ["child", f"family:{mum.pk}", f"person:{sw.pk}"]})
        assert set(Invitee.objects.values_list("side", flat=True)) == {
            "child",
            "family",
            "social_care",
        }
        shown = client.get(done.url)
        assert "known" not in shown.context["form"].fields or all(
            key not in dict(shown.context["form"].fields["known"].choices)
            for key in ("child", f"person:{sw.pk}")
        )

    def test_a_name_in_the_place_is_said_beside_it(self, child, episode, sw, day, sign_in):
        answers = boxes("day", day) | {
            "kind": "other",
            "starts_at": "10:30",
            "minutes_long": "60",
            "how": "in_person",
            "place": "Tomasz's home",
            "chair": "W",
        }
        page = posted(sign_in(sw), reverse("casework:meeting-new", args=[child.pk]), answers)
        assert "Leave out the name" in page.context["form"].errors["place"][0]

    def test_moving_asks_whether_the_child_knows(self, meeting, sw, day, sign_in):
        url = reverse("casework:meeting-move", args=[meeting.pk])
        later = day + timedelta(days=1)
        answers = boxes("day", later) | {"starts_at": "09:00", "reason": "Ill."}
        page = posted(sign_in(sw), url, answers | {"child_told": "will"})
        assert set(page.context["form"].errors) == {"child_told_note"}
        posted(sign_in(sw), url, answers | {"child_told": "yes"})
        assert Meeting.objects.get().planned_for == at(later, 9)

    def test_its_weekday_keeps_its_capital_where_it_moves(self, meeting, sw, day, sign_in):
        page = sign_in(sw).get(reverse("casework:meeting-move", args=[meeting.pk]))
        assert f"Child in need planning meeting · {day:%A %-d %B %Y}" in page.text

    @pytest.mark.parametrize("days", [-1, 1])
    def test_a_last_day_is_offered_until_it_has_passed(self, episode, sw, today, sign_in, days):
        last = today + timedelta(days=days)
        meeting = proposed(episode, sw, last)
        page = sign_in(sw).get(reverse("casework:meeting-plan", args=[meeting.pk]))
        assert page.context["form"].initial.get("day") == (last if days > 0 else None)

    def test_what_is_over_is_not_planned_any_more(self, held, sw, sign_in):
        for name in ("meeting-plan", "meeting-move", "meeting-cancel", "meeting-invite"):
            page = sign_in(sw).get(reverse(f"casework:{name}", args=[held.pk]))
            assert page.url == reverse("casework:meeting-detail", args=[held.pk])


class TestSendList:
    def test_each_doubt_stands_beside_its_name(self, meeting, child, sw, sign_in):
        dad = FamilyMemberFactory(contact_withheld=True, contact_withheld_why="He is at risk.")
        withheld = RelationshipFactory(child=child, member=dad, kind="father")
        invite(meeting=meeting, relationship=withheld, by=sw)
        contact = ContactFactory(school=child.school)
        invite(meeting=meeting, contact=contact, by=sw)
        invite(meeting=meeting, name="PC Ali", side="police", by=sw)
        invite(meeting=meeting, person=sw, by=sw)
        page = sign_in(sw).get(reverse("casework:meeting-send-list", args=[meeting.pk]))
        assert "address or number is given to nobody" in page.text
        assert "not in the directory" in page.text
        ticked = page.context["form"].initial["sent_to"]
        assert ticked == [str(Invitee.objects.get(person=sw).pk)]


class TestInvitation:
    def file(self, client, meeting):
        response = client.get(reverse("casework:meeting-invitation", args=[meeting.pk]))
        assert response["Content-Type"].startswith("text/calendar")
        assert "Tomasz" not in response["Content-Disposition"]
        return response.content.decode(), Calendar.from_ical(response.content)

    def test_a_reference_a_day_and_a_place_and_no_name(self, meeting, child, sw, day, sign_in):
        text, calendar = self.file(sign_in(sw), meeting)
        (event,) = calendar.walk("VEVENT")
        assert calendar["METHOD"] == "PUBLISH"
        assert event["SUMMARY"] == f"Child in need planning meeting, {child.reference}"
        assert event["DTSTART"].dt == at(day)
        assert "TZID=Europe/London" in text
        assert calendar.walk("VTIMEZONE")[0]["TZID"] == "Europe/London"
        for name in ("Tomasz", "Sikorski", "Wanda"):
            assert name not in text

    def test_the_organiser_is_an_address_and_no_name_beside_it(
        self, meeting, sw, sign_in, settings
    ):
        settings.DEFAULT_FROM_EMAIL = "POP Portal <portal@pop.example>"
        _, calendar = self.file(sign_in(sw), meeting)
        assert calendar.walk("VEVENT")[0]["ORGANIZER"] == "mailto:portal@pop.example"

    def test_moved_it_keeps_its_uid_and_counts(self, meeting, sw, day, sign_in):
        _, before = self.file(sign_in(sw), meeting)
        reschedule_meeting(
            meeting=meeting,
            planned_for=at(day + timedelta(days=1)),
            reason="Ill.",
            child_told="yes",
            by=sw,
        )
        _, after = self.file(sign_in(sw), meeting)
        old, new = before.walk("VEVENT")[0], after.walk("VEVENT")[0]
        assert (new["UID"], int(new["SEQUENCE"])) == (old["UID"], int(old["SEQUENCE"]) + 1)
        assert new["DTSTART"].dt == at(day + timedelta(days=1))

    def test_cancelled_it_takes_itself_away(self, meeting, sw, sign_in):
        cancel_meeting(meeting=meeting, reason="Snow.", child_told="yes", by=sw)
        _, calendar = self.file(sign_in(sw), meeting)
        (event,) = calendar.walk("VEVENT")
        assert (calendar["METHOD"], event["STATUS"]) == ("CANCEL", "CANCELLED")


class TestMinutes:
    def test_a_student_writes_and_the_accountable_worker_signs(self, held, student, sw, sign_in):
        url = reverse("casework:minutes-write", args=[held.pk])
        posted(sign_in(student), url, {"text": "We talked about school.", "send": "1"})
        minutes = Minutes.objects.get()
        assert (minutes.state, minutes.author) == (State.SUBMITTED, student)
        assert Notice.objects.filter(recipient=sw, line__contains="minutes wait").exists()
        page = sign_in(sw).get(reverse("casework:meeting-detail", args=[held.pk]))
        assert "Countersign the minutes" in page.text
        sign_in(sw).post(
            reverse("casework:minutes-sign", args=[minutes.pk]),
            {"lock_version": minutes.lock_version},
        )
        minutes.refresh_from_db()
        assert minutes.countersigned_by == sw

    def test_returned_with_a_comment_and_sent_again(self, held, student, sw, sign_in):
        minutes = minuting.write_minutes(meeting=held, text="We met.", by=student)
        minuting.submit_minutes(minutes=minutes, by=student)
        posted(
            sign_in(sw),
            reverse("casework:minutes-return", args=[minutes.pk]),
            {"comment": "What did Mum say?"},
        )
        url = reverse("casework:minutes-write", args=[held.pk])
        assert "What did Mum say?" in sign_in(student).get(url).text
        posted(sign_in(student), url, {"text": "Mum said it helps.", "send": "1"})
        minutes.refresh_from_db()
        assert (minutes.state, minutes.text) == (State.SUBMITTED, "Mum said it helps.")

    def test_before_the_meeting_there_are_none(self, meeting, student):
        with pytest.raises(NotAllowed, match="was held"):
            minuting.write_minutes(meeting=meeting, text="x", by=student)

    def test_a_draft_says_so_on_paper(self, held, student, sw, sign_in):
        minutes = minuting.write_minutes(meeting=held, text="We met.", by=student)
        url = reverse("casework:meeting-print", args=[held.pk])
        assert "do not leave the building" in sign_in(sw).get(url).text
        minuting.submit_minutes(minutes=minutes, by=student)
        signed = minuting.countersign_minutes(minutes=minutes, by=sw)
        minuting.attest_minutes(
            minutes=signed, attested_by="Ines Chair", attested_on=held.held_on, by=sw
        )
        page = sign_in(sw).get(url).text
        assert "do not leave the building" not in page
        assert "Agreed by Ines Chair" in page
