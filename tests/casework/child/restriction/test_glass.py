"""Breaking the glass: reason and password, told at once, over in four hours, reviewed soon."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from casework.child.actions import break_glass, end_glass, restrict_child, review_glass
from casework.child.models import BreakGlass, Child
from casework.child.restriction.actions import ends_at
from notices.models import Notice, Urgency
from tests.stage import staged
from timescales.models import Deadline

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
PASSWORD = "a long enough secret"


def at(day, hour, minute=0):
    return datetime(2026, day[0], day[1], hour, minute, tzinfo=LONDON)


@staged
def closed(episode, child, gm, today):
    """Closed by the group manager; Tess (tm) and Wanda (sw) see a masked row."""
    restrict_child(child=child, named=[], why="Staff family", starts_on=today, by=gm)
    return child


@staged
def restricted_since_may(episode, child, gm):
    return restrict_child(
        child=child, named=[], why="Staff family", starts_on=date(2026, 5, 4), by=gm
    )


def opens(person):
    return Child.objects.visible_to(person).exists()


class TestItsEnd:
    @pytest.mark.parametrize(
        ("opened", "ends"),
        [
            (at((11, 23), 9), at((11, 23), 13)),
            (at((11, 23), 19, 59), at((11, 23), 23, 59)),
            (at((11, 23), 20), at((11, 24), 0)),
            (at((11, 23), 23, 59), at((11, 24), 0)),
            (at((11, 24), 0), at((11, 24), 4)),
            # The clocks go back on 25 October: four hours are four hours.
            (at((10, 25), 0, 30), at((10, 25), 3, 30)),
        ],
    )
    def test_after_four_hours_and_never_past_midnight(self, opened, ends):
        assert ends_at(opened) == ends

    def test_the_hours_are_a_setting(self, settings):
        settings.BREAK_GLASS_HOURS = 1
        assert ends_at(at((11, 23), 9)) == at((11, 23), 10)

    def test_it_opens_for_one_person_and_closes_by_itself(self, restricted_since_may, cast, child):
        with time_machine.travel(at((11, 23), 9), tick=False):
            assert [opens(cast.sw), opens(cast.tm)] == [False, False]
            break_glass(child=child, reason="A call at night", by=cast.sw)
            assert [opens(cast.sw), opens(cast.tm)] == [True, False]
        with time_machine.travel(at((11, 23), 12, 59), tick=False):
            assert opens(cast.sw)
        with time_machine.travel(at((11, 23), 13), tick=False):
            assert not opens(cast.sw)
            assert Child.objects.masked_for(cast.sw).exists()

    def test_begun_late_it_ends_at_midnight(self, restricted_since_may, cast, child):
        with time_machine.travel(at((11, 23), 22), tick=False):
            break_glass(child=child, reason="A call at night", by=cast.sw)
        with time_machine.travel(datetime(2026, 11, 23, 23, 59, 59, tzinfo=LONDON), tick=False):
            assert opens(cast.sw)
        with time_machine.travel(at((11, 24), 0), tick=False):
            assert not opens(cast.sw)

    def test_done_with_it_early(self, closed, sw):
        glass = break_glass(child=closed, reason="A call", by=sw)
        end_glass(glass=glass, by=sw)
        assert not opens(sw)

    def test_asked_again_while_open_it_is_the_same_one(self, closed, sw):
        first = break_glass(child=closed, reason="A call", by=sw)
        assert break_glass(child=closed, reason="Again", by=sw) == first

    def test_the_database_keeps_its_length(self, closed, sw):
        glass = break_glass(child=closed, reason="A call", by=sw)
        with pytest.raises(IntegrityError), transaction.atomic():
            BreakGlass.objects.filter(pk=glass.pk).update(ends_at=at((12, 31), 9))


class TestWhoMay:
    @pytest.mark.parametrize(
        "who", ["student", "pe", "auditor", "business_support", "gm", "outsider"]
    )
    def test_nobody_but_who_sees_the_masked_row_and_holds_the_verb(self, closed, cast, who):
        with pytest.raises(ValidationError):
            break_glass(child=closed, reason="A call", by=getattr(cast, who))

    def test_a_reason_is_given(self, closed, sw):
        with pytest.raises(ValidationError):
            break_glass(child=closed, reason="  ", by=sw)


class TestTelling:
    def test_the_team_manager_is_told_at_once_and_not_who_was_meant(self, closed, sw, tm):
        glass = break_glass(child=closed, reason="A call", by=sw)
        [notice] = Notice.objects.filter(about_id=glass.pk)
        assert (notice.recipient, notice.urgency) == (tm, Urgency.URGENT)
        assert closed.reference in notice.line
        assert closed.last_name not in notice.line

    def test_of_the_team_manager_the_group_manager(self, closed, tm, gm):
        glass = break_glass(child=closed, reason="A call", by=tm)
        assert [notice.recipient for notice in Notice.objects.filter(about_id=glass.pk)] == [gm]

    def test_its_review_is_due_in_two_working_days(self, restricted_since_may, child, sw, tm):
        """Opened on Thursday 24 December 2026: day 1 is Tue 29, day 2 Wed 30 December."""
        with time_machine.travel(at((12, 24), 9), tick=False):
            glass = break_glass(child=child, reason="A call", by=sw)
        clock = Deadline.objects.get(subject_id=glass.pk)
        assert (clock.due_on, clock.owner) == (date(2026, 12, 30), tm)


class TestReview:
    def test_it_meets_the_clock_and_takes_the_notice_back(self, closed, sw, tm, today):
        glass = break_glass(child=closed, reason="A call", by=sw)
        review_glass(glass=glass, outcome="needed", note="Spoke with Wanda", by=tm)
        assert Deadline.objects.get(subject_id=glass.pk).met_on == today
        assert not Notice.objects.standing().filter(about_id=glass.pk).exists()
        with pytest.raises(ValidationError, match="reviewed this already"):
            review_glass(glass=glass, outcome="needed", note="Again", by=tm)

    def test_nobody_reviews_their_own(self, closed, tm):
        glass = break_glass(child=closed, reason="A call", by=tm)
        with pytest.raises(ValidationError, match="their own"):
            review_glass(glass=glass, outcome="needed", note="Fine", by=tm)
        with pytest.raises(IntegrityError), transaction.atomic():
            BreakGlass.objects.filter(pk=glass.pk).update(
                reviewed_by=tm, reviewed_at=glass.opened_at, outcome="needed", review_note="x"
            )

    def test_found_needed_for_good_the_person_is_named(self, closed, sw, tm):
        glass = break_glass(child=closed, reason="A call", by=sw)
        end_glass(glass=glass, by=sw)
        review_glass(glass=glass, outcome="name_them", note="She carries the case", by=tm)
        assert opens(sw)


class TestPages:
    @pytest.fixture(autouse=True)
    def passwords(self, sw, tm):
        for person in (sw, tm):
            person.set_password(PASSWORD)
            person.save()

    def url(self, child):
        return reverse("casework:glass-break", args=[child.restrictions.get().key])

    def test_with_reason_and_password_it_opens_and_says_until_when(self, closed, sign_in, sw):
        client, url = sign_in(sw), self.url(closed)
        page = client.get(url).content.decode()
        for hidden in (closed.last_name, closed.reference, str(closed.pk)):
            assert hidden not in page
        assert "Gwen Group" in page
        wrong = client.post(url, {"reason": "A call", "password": "wrong"})
        assert set(wrong.context["form"].errors) == {"password"}
        assert 'value="wrong"' not in wrong.content.decode()
        assert not BreakGlass.objects.exists()
        opened = client.post(url, {"reason": "A call", "password": PASSWORD}, follow=True)
        html = opened.content.decode()
        assert closed.short_name in html
        assert "I am done with it" in html
        glass = BreakGlass.objects.get()
        client.post(reverse("casework:glass-end", args=[glass.pk]))
        assert client.get(reverse("casework:child-overview", args=[closed.pk])).status_code == 404

    def test_the_masked_row_leads_there(self, closed, sign_in, sw):
        page = sign_in(sw).get(reverse("casework:child-list")).content.decode()
        assert self.url(closed) in page

    def test_the_manager_sees_what_was_opened_and_reviews(self, closed, sign_in, client, sw, tm):
        sign_in(sw).post(self.url(closed), {"reason": "A call", "password": PASSWORD}, follow=True)
        glass = BreakGlass.objects.get()
        manager = sign_in(tm)
        listed = manager.get(reverse("casework:glass-list")).content.decode()
        assert closed.reference in listed
        assert "Wanda Worker" in listed
        url = reverse("casework:glass-review", args=[glass.pk])
        page = manager.get(url).content.decode()
        assert "A call" in page
        assert "Overview" in page
        assert "Close it now" in page
        assert closed.last_name not in page
        manager.post(url, {"outcome": "needed", "note": "Spoke with Wanda"})
        glass.refresh_from_db()
        assert glass.reviewed_by == tm
        assert "Spoke with Wanda" in manager.get(url).content.decode()

    def test_their_own_is_not_theirs_to_review(self, closed, sign_in, tm):
        glass = break_glass(child=closed, reason="A call", by=tm)
        url = reverse("casework:glass-review", args=[glass.pk])
        assert sign_in(tm).get(url).status_code == 403

    def test_the_list_costs_the_same_for_two_as_for_many(
        self, closed, sign_in, sw, tm, queries_for
    ):
        def one_more():
            end_glass(glass=break_glass(child=closed, reason="A call", by=sw), by=sw)

        one_more(), one_more()
        client, url = sign_in(tm), reverse("casework:glass-list")
        client.get(url)
        few = queries_for(lambda: client.get(url))
        for _ in range(10):
            one_more()
        assert queries_for(lambda: client.get(url)) == few
        assert few <= 15
