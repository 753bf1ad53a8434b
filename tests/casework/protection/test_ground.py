"""Section 47 as a ground to go on without consent: it stands on an enquiry, and ends with it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from casework.consent.actions import record_exception
from casework.consent.models import ConsentException
from casework.meeting.models import Meeting
from casework.protection import actions
from casework.protection.models import Conference
from tests.casework.protection import scene
from tests.casework.protection.conftest import BEGAN
from tests.casework.protection.scene import on
from tests.stage import staged

pytestmark = pytest.mark.django_db
AGREED = date(2026, 4, 2)


def name(child, by, **changes):
    return record_exception(
        **{
            "child": child, "activity": "one_to_one", "basis": "s47", "starts_on": BEGAN,
            "why": "Decided at the discussion.", "by": by,
        } | changes
    )  # fmt: skip


def last_day():
    return ConsentException.objects.get().ends_on


def end_without_conference(enquiry, sw, tm):
    with on(AGREED):
        row = scene.conclude(enquiry, by=sw, day=AGREED, finding="no_continuing_risk")
        return actions.agree_conclusion(enquiry=row, by=tm)


@staged
def ground(enquiry, sw):
    return name(enquiry.child, sw)


def test_without_an_enquiry_it_is_no_ground(episode, child, sw):
    with pytest.raises(ValidationError, match="No section 47 enquiry runs") as refused:
        name(child, sw)
    assert set(refused.value.message_dict) == {"basis"}
    assert name(child, sw, basis="court").pk


def test_nor_before_the_enquiry_began(enquiry, child, sw):
    with pytest.raises(ValidationError, match="No section 47 enquiry runs"):
        name(child, sw, starts_on=date(2026, 3, 23))


def test_it_lasts_while_the_enquiry_runs_and_ends_with_it(ground, enquiry, sw, tm):
    assert last_day() is None
    end_without_conference(enquiry, sw, tm)
    assert last_day() == AGREED


def test_a_ground_that_ended_before_stays_as_it_was(enquiry, child, sw, tm):
    name(child, sw, ends_on=date(2026, 3, 27))
    end_without_conference(enquiry, sw, tm)
    assert last_day() == date(2026, 3, 27)


def test_the_conference_ends_it_and_a_corrected_day_moves_it(ground, enquiry, sw, tm):
    with on(date(2026, 4, 1)):
        row = scene.conclude(enquiry, by=sw, day=date(2026, 4, 1))
        actions.agree_conclusion(enquiry=row, by=tm)
    with on(date(2026, 4, 15)):
        waiting = Meeting.objects.ahead().of_kind("icpc").get(child=enquiry.child)
        scene.confer(waiting, by=sw, day=date(2026, 4, 14))
        assert last_day() == date(2026, 4, 14)
        actions.correct_conference(
            conference=Conference.objects.get(), held_on=date(2026, 4, 15), why="Minutes", by=sw
        )
    assert last_day() == date(2026, 4, 15)


def test_named_afterwards_it_ends_with_the_enquiry_too(enquiry, child, sw, tm):
    end_without_conference(enquiry, sw, tm)
    assert name(child, sw, activity="sharing").ends_on == AGREED
    with pytest.raises(ValidationError, match="ended on 2 April 2026") as refused:
        name(child, sw, activity="photo", ends_on=date(2026, 4, 3))
    assert set(refused.value.message_dict) == {"ends_on"}


def test_the_page_says_so_beside_the_question(episode, child, sw, sign_in, today):
    boxes = {f"starts_on_{part}": getattr(today, part) for part in ("day", "month", "year")}
    sent = {"activity": "one_to_one", "basis": "s47", "why": "An enquiry.", **boxes}
    page = sign_in(sw).post(reverse("casework:consent-exception", args=[child.pk]), sent)
    assert "No section 47 enquiry runs" in " ".join(page.context["form"].errors["basis"])
    assert not ConsentException.objects.exists()
