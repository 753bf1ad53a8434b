"""What waits for one person's hand, listed and counted, and said on the child's page."""

from datetime import date

from django.urls import reverse

from casework.meeting import minuting
from casework.protection import actions
from casework.protection.waiting import waiting_for
from oversight.rounds import what_waits
from tests.casework.protection import scene
from tests.casework.protection.scene import on
from tests.stage import staged

CONCLUDED, CONFERRED = date(2026, 4, 1), date(2026, 4, 14)


@staged
def concluded(enquiry, sw):
    with on(CONCLUDED):
        return scene.conclude(enquiry, by=sw, day=CONCLUDED)


def told(person, day):
    with on(day):
        found = [(row.what, row.asks, row.author) for row in waiting_for(person, day)]
        assert what_waits(person, day)["papers"] == len(found)
        return found


def test_a_conclusion_waits_for_the_manager_and_not_for_its_lead(concluded, tm, sw, student):
    assert told(tm, CONCLUDED) == [("Section 47 enquiry", "to agree", sw.name)]
    assert told(sw, CONCLUDED) == told(student, CONCLUDED) == []
    with on(CONCLUDED):
        actions.agree_conclusion(enquiry=concluded, by=tm)
    assert told(tm, CONCLUDED) == []


def test_minutes_wait_for_the_worker(concluded, tm, sw, student):
    with on(CONCLUDED):
        actions.agree_conclusion(enquiry=concluded, by=tm)
    with on(CONFERRED):
        meeting = concluded.episode.meetings.get(kind="icpc")
        scene.confer(meeting, by=sw, day=CONFERRED)
        minutes = minuting.write_minutes(meeting=meeting, text="Said and agreed.", by=student)
        minuting.submit_minutes(minutes=minutes, by=student)
    waits = ("Minutes: Initial child protection conference", "to sign", student.name)
    assert told(sw, CONFERRED) == [waits]


def test_one_outside_is_asked_nothing(concluded, outsider):
    assert told(outsider, CONCLUDED) == []


def test_the_childs_page_says_it_to_whom_it_concerns(concluded, sign_in, tm, sw):
    with on(CONCLUDED):
        page = reverse("casework:child-overview", args=[concluded.child_id])
        managers = sign_in(tm).get(page).content.decode()
        workers = sign_in(sw).get(page).content.decode()
    assert "waits for you to agree" in managers
    assert "waits for you to agree" not in workers
    assert "Initial child protection conference has no day yet" in managers
    assert "Initial child protection conference has no day yet" in workers


def test_a_student_is_reminded_of_their_part_and_never_asked_to_conclude(
    enquiry, sign_in, sw, student
):
    with on(CONCLUDED):
        actions.assign_part(part=enquiry.parts.get(name="history"), writer=student, by=sw)
        client = sign_in(student)
        overview = reverse("casework:child-overview", args=[enquiry.child_id])
        assert "A part of the section 47 enquiry is yours" in client.get(overview).content.decode()
        page = client.get(reverse("casework:enquiry-detail", args=[enquiry.pk])).content.decode()
    assert "Conclude the enquiry" not in page
