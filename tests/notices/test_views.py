"""The list of one's own notices."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from notices.actions import acknowledge
from notices.models import Mail, Notice
from tests.notices.factories import tell

pytestmark = pytest.mark.django_db
LIST = "notices:notice-list"


def test_the_list_shows_ones_own_only(sign_in, sw, tm):
    tell(sw, line="TS-1: mine")
    tell(tm, line="TS-2: theirs")
    page = sign_in(sw).get(reverse(LIST)).content.decode()
    assert "TS-1: mine" in page
    assert "TS-2" not in page


@pytest.mark.parametrize("show", ["open", "snoozed", "seen", "nonsense"])
def test_an_empty_list_says_what_comes_here(sign_in, sw, show):
    page = sign_in(sw).get(reverse(LIST), {"show": show})
    assert page.status_code == 200
    assert b"app-empty" in page.content


def test_the_list_costs_the_same_however_long(sign_in, sw, queries_for):
    client = sign_in(sw)

    def rows(number):
        Notice.objects.all().delete()
        for index in range(number):
            tell(sw, key=str(index))
        return queries_for(lambda: client.get(reverse(LIST)))

    client.get(reverse(LIST))
    assert rows(2) == rows(20)


def test_several_are_marked_as_seen_at_once(sign_in, sw, tm):
    mine = [tell(sw, key=str(index)).pk for index in range(2)]
    theirs = tell(tm).pk
    answer = sign_in(sw).post(
        reverse("notices:acknowledgement-create"), {"notice": [*mine, theirs, "no id"]}
    )
    assert answer.status_code == 302
    assert Notice.objects.filter(acknowledged_by=sw).count() == 2
    page = sign_in(sw).get(reverse(LIST), {"show": "seen"}).content.decode()
    assert page.count("Seen ") >= 2


def test_chosen_ones_are_put_off_to_a_day(sign_in, sw, today):
    notice = tell(sw)
    until = today + timedelta(days=3)
    sign_in(sw).post(
        reverse("notices:snooze-create"),
        {
            "notice": [notice.pk],
            "until_day": until.day,
            "until_month": until.month,
            "until_year": until.year,
        },
    )
    notice.refresh_from_db()
    assert notice.snoozed_until == until


def test_a_day_in_the_past_is_refused_and_the_choice_is_kept(sign_in, sw):
    notice = tell(sw)
    answer = sign_in(sw).post(
        reverse("notices:snooze-create"),
        {"notice": [notice.pk], "until_day": 1, "until_month": 1, "until_year": 2020},
    )
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "must be in the future" in page
    assert " checked" in page


def test_choosing_nothing_changes_nothing(sign_in, sw):
    tell(sw)
    sign_in(sw).post(reverse("notices:acknowledgement-create"))
    assert Notice.objects.filter(acknowledged_at=None).count() == 1


def test_nobody_signs_in_no_list(client):
    assert client.get(reverse(LIST)).status_code == 302


def test_mails_that_cannot_be_delivered_are_the_administrators(sign_in, admin, sw):
    address = reverse("notices:undelivered-list")
    assert sign_in(sw).get(address).status_code == 403
    client = sign_in(admin)
    assert "Every mail was delivered" in client.get(address).content.decode()
    stamp = timezone.now()
    Mail.objects.create(
        person=sw, urgency="urgent", day=stamp.date(), made_at=stamp, dropped_at=stamp,
        attempts=1, last_error="refused with 550",
    )  # fmt: skip
    Mail.objects.create(
        person=sw, urgency="digest", day=stamp.date(), made_at=stamp, sent_at=stamp, attempts=7
    )
    page = client.get(address).content.decode()
    assert page.count("Refused for good") == 1
    assert "Tried 7 times" not in page


def test_seen_ones_leave_the_open_list(sign_in, sw):
    notice = tell(sw, line="TS-1: mine")
    acknowledge(notices=[notice.pk], by=sw)
    assert "TS-1: mine" not in sign_in(sw).get(reverse(LIST)).content.decode()
