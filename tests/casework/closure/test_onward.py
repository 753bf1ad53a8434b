"""Another agency is asked, with what we may share; it accepts, rejects, or we take it back."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from casework.chronology.models import ChronologyEntry
from casework.closure.actions import record_reply, refer_onward, revoke_onward, step_up
from casework.closure.models import OnwardReferral
from casework.consent.actions import withdraw_consent
from casework.consent.models import ConsentEntry
from tests.casework import scene
from tests.partners.factories import AgencyFactory
from tests.stage import staged
from timescales.models import Deadline

pytestmark = pytest.mark.django_db


@staged
def agency(db):
    return AgencyFactory(name="Young carers")


@staged
def shares(episode, child, sw, opened_on):
    """The child, consent to share in place."""
    scene.agree(child, by=sw, given_on=opened_on, activity="sharing")
    return child


def asked(child, agency, by, on, **changes):
    return refer_onward(
        **{
            "child": child, "agency": agency, "purpose": "A group for young carers",
            "basis": "consent", "asked_on": on, "by": by,
        } | changes
    )  # fmt: skip


def lines(pack):
    return " ".join(line for part in pack for line in part["lines"])


def test_on_consent_only_while_consent_to_share_is_in_place(child, shares, agency, sw, today):
    assert asked(child, agency, sw, today).state == "sent"
    entry = ConsentEntry.objects.filter(activity="sharing", giver_kind="parent_carer").get()
    withdraw_consent(entry=entry, on=today, by=sw)
    with pytest.raises(ValidationError) as refused:
        asked(child, agency, sw, today)
    assert "Still needed for sharing information" in refused.value.message_dict["basis"][0]


def test_to_keep_a_child_safe_with_a_reason(child, episode, agency, sw, today):
    with pytest.raises(ValidationError) as refused:
        asked(child, agency, sw, today, basis="safeguarding")
    assert set(refused.value.message_dict) == {"basis_note"}
    assert asked(child, agency, sw, today, basis="safeguarding", basis_note="Harm").pk


def test_the_pack_holds_official_work_only_and_stays_as_it_was(
    child, episode, shares, agreed, student, sw, agency, today
):
    from casework.direct_work.actions import countersign_session

    signed = scene.a_session(child, by=student, on=today, sent=True, childs_words="I sleep now.")
    countersign_session(session=signed, by=sw)
    scene.a_session(child, by=student, on=today, sent=True, childs_words="Not signed.")
    referral = asked(child, agency, sw, today)
    told = lines(referral.pack)
    assert "I sleep now." in told
    assert "Not signed." not in told
    assert "Wanda Worker" in told
    child.first_name = "Tomek"
    child.save()
    assert lines(OnwardReferral.objects.get().pack) == told


def test_its_clock_asks_for_a_reply_in_ten_working_days(child, shares, agency, sw):
    # Mon 23 November + 10 working days = Mon 7 December 2026.
    referral = asked(child, agency, sw, date(2026, 11, 20), basis="safeguarding", basis_note="x")
    clock = Deadline.objects.get(subject_id=referral.pk, code="C25")
    assert (clock.due_on, clock.owner) == (date(2026, 12, 4), sw)
    record_reply(
        referral=referral, state="accepted", on=date(2026, 11, 20), replied_by="Jo", reply="Yes",
        by=sw,
    )  # fmt: skip
    clock.refresh_from_db()
    assert clock.met_on == date(2026, 11, 20)


@pytest.mark.parametrize("state", ["accepted", "rejected"])
def test_a_reply_has_a_name_and_words_and_comes_once(child, shares, agency, sw, today, state):
    referral = asked(child, agency, sw, today)
    reply = {"referral": referral, "state": state, "on": today, "by": sw}
    with pytest.raises(ValidationError):
        record_reply(replied_by="", reply="", **reply)
    record_reply(replied_by="Jo Fell", reply="There is a place in January.", **reply)
    assert ChronologyEntry.objects.filter(kind="casework.onward_answered").exists()
    with pytest.raises(ValidationError, match="settled already"):
        revoke_onward(referral=referral, on=today, why="x", by=sw)


def test_it_is_not_answered_before_it_was_asked(child, shares, agency, sw, today):
    referral = asked(child, agency, sw, today)
    with pytest.raises(ValidationError, match="The referral was made on"):
        record_reply(
            referral=referral, state="accepted", on=today - timedelta(days=1), replied_by="Jo",
            reply="Yes", by=sw,
        )  # fmt: skip


def test_the_page_keeps_the_agencys_own_words(child, shares, agency, sw, today, sign_in):
    referral = asked(child, agency, sw, today)
    url = reverse("casework:onward-reply", args=[referral.pk])
    client = sign_in(sw)
    page = client.get(url).content.decode()
    buttons = re.findall(r'<(?:button|input)[^>]*type="submit"[^>]*>', page)
    pressed = {
        name: "pressed" for button in buttons for name in re.findall(r'name="(\w+)"', button)
    }
    boxes = {f"on_{part}": getattr(today, part) for part in ("day", "month", "year")}
    answers = {"state": "accepted", "replied_by": "Jo Fell", "reply": "A place in January."}
    # A browser sends the button after the questions; of two of one name the last one counts.
    client.post(url, answers | boxes | pressed)
    assert OnwardReferral.objects.get().reply == "A place in January."


def test_the_pack_names_each_worker_once_on_the_day_of_a_step(
    child, episode, shares, agency, tm, today
):
    step_up(
        episode=episode, on=today, referral_date=today, why="Bruises", child_told="At home", by=tm
    )
    told = asked(child, agency, tm, today).pack
    [workers] = [part["lines"] for part in told if part["title"] == "Who works with the child"]
    assert len(workers) == len({line.split(",")[0] for line in workers}) == 2


def test_taken_back_it_no_longer_waits(child, shares, agency, sw, today):
    referral = revoke_onward(
        referral=asked(child, agency, sw, today), on=today, why="They moved", by=sw
    )
    assert referral.state == "revoked"
    assert not Deadline.objects.open().filter(code="C25").exists()


def test_the_pages(child, shares, agency, sw, sign_in, today):
    client = sign_in(sw)
    url = reverse("casework:onward-new", args=[child.pk])
    assert "Consent is in place for sharing information" in client.get(url).content.decode()
    boxes = {f"asked_on_{part}": getattr(today, part) for part in ("day", "month", "year")}
    sent = {"agency": str(agency.pk), "purpose": "A group", "basis": "consent", **boxes}
    checked = client.post(url, sent).content.decode()
    assert "What goes along" in checked
    assert not OnwardReferral.objects.exists()
    detail = client.post(url, sent | {"confirmed": "yes"}, follow=True)
    assert "Waiting for a reply" in detail.content.decode()
    referral = OnwardReferral.objects.get()
    reply = reverse("casework:onward-reply", args=[referral.pk])
    assert client.get(reply).status_code == 200
    boxes = {f"on_{part}": getattr(today, part) for part in ("day", "month", "year")}
    client.post(reply, {"state": "accepted", "replied_by": "Jo", "reply": "Yes", **boxes})
    referral.refresh_from_db()
    assert referral.state == "accepted"
    assert client.get(reply).status_code == 302


def test_who_reads_core_facts_alone_does_not_read_the_pack(
    child, shares, agency, sw, sign_in, business_support, today
):
    referral = asked(child, agency, sw, today)
    page = sign_in(business_support).get(reverse("casework:onward-detail", args=[referral.pk]))
    assert "What went along" not in page.content.decode()
