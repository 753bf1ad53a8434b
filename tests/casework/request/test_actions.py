"""A request is made, checked, decided; its clock, and what the requester is told."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from casework.child.models import Child, DuplicateCheck
from casework.episode.models import Episode
from casework.request.actions import decide_request, make_request, record_possible_duplicates
from casework.request.clocks import facts
from casework.request.models import Request
from notices.models import Notice, Urgency
from tests.casework.factories import RequestFactory
from tests.partners.factories import ContactFactory, SchoolFactory
from tests.stage import staged
from timescales.models import Deadline

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@staged
def school(dsl):
    return ContactFactory(school=SchoolFactory(name="Oakfield Primary"), person=dsl).school


@pytest.fixture
def ask(dsl, school, team):
    def make(**changes):
        return make_request(
            **{
                "by": dsl,
                "school": school,
                "pupil_first_name": "Tomasz",
                "pupil_last_name": "Sikorski",
                "pupil_dob": date(2017, 3, 4),
                "level_of_need": 3,
                "topics": ["bullying", "feeling_safe"],
                "worries": "Alone at every break.",
                "consent_said": "both",
                "consent_from": "Mum",
            }
            | changes
        )

    return make


def accept(request, by, **changes):
    given = {"decision": "accepted", "reason": "Level 3, and it fits", "by": by}
    return decide_request(request=request, **given | changes)


class TestAsking:
    def test_it_goes_to_the_team_that_hosts_students(self, ask, team, neighbouring_team):
        request = ask()
        assert request.team == team
        assert request.reference.startswith("REQ")

    def test_a_lead_asks_for_their_own_school_only(self, ask):
        for elsewhere in (SchoolFactory(), None):
            with pytest.raises(ValidationError) as refused:
                ask(school=elsewhere)
            assert "school" in refused.value.message_dict

    def test_staff_ask_without_a_school(self, ask, sw):
        assert ask(by=sw, school=None).requester == sw

    def test_level_4_is_taken_once_the_front_door_knows(self, ask, tm):
        with pytest.raises(ValidationError, match="Family Front Door"):
            ask(level_of_need=4)
        request = ask(level_of_need=4, front_door_told=True)
        assert Notice.objects.get(about_id=request.pk, recipient=tm).urgency == Urgency.URGENT

    def test_it_is_about_something(self, ask):
        with pytest.raises(ValidationError):
            ask(topics=[])
        with pytest.raises(ValidationError):
            ask(topics=["gardening"])

    def test_the_manager_is_told_by_reference(self, ask, tm):
        request = ask()
        (notice,) = Notice.objects.filter(recipient=tm)
        assert request.reference in notice.line
        assert "Sikorski" not in notice.line
        assert "Tomasz" not in notice.line

    @pytest.mark.parametrize(
        ("received", "due"),
        [
            (datetime(2026, 4, 2, 16, 30, tzinfo=LONDON), date(2026, 4, 7)),  # before Good Friday
            (datetime(2026, 4, 4, 11, 0, tzinfo=LONDON), date(2026, 4, 7)),  # a Saturday
            (datetime(2026, 12, 24, 9, 0, tzinfo=LONDON), date(2026, 12, 29)),
            (
                datetime(2026, 7, 1, 23, 30, tzinfo=LONDON),
                date(2026, 7, 2),
            ),  # summer, near midnight
        ],
    )
    def test_the_clock_counts_from_the_local_day_of_receipt(self, ask, received, due):
        request = ask(received_at=received)
        clock = Deadline.objects.get(subject_id=request.pk)
        assert (clock.code, clock.due_on) == ("C1", due)


class TestDeciding:
    def test_accepting_makes_the_child_and_opens_early_help(self, ask, tm, dsl, team):
        request = accept(ask(), tm)
        assert request.state == "accepted"
        assert request.child.first_name == "Tomasz"
        assert (request.episode.kind, request.episode.team) == (Episode.Kind.EARLY_HELP, team)
        assert Child.objects.visible_to(tm).get() == request.child
        assert not Child.objects.visible_to(dsl).exists()

    def test_in_need_stands_on_the_councils_referral(self, ask, tm, today):
        referred = today - timedelta(days=3)
        request = accept(
            ask(), tm, kind="in_need", referral_date=referred, referral_source="6", sex="M"
        )
        assert request.episode.referral.referred_on == referred
        assert request.child.sex == "M"

    def test_someone_like_this_here_already_is_chosen_or_told_apart(self, ask, child, tm):
        request = ask()
        with pytest.raises(ValidationError) as refused:
            accept(request, tm)
        assert "not_a_duplicate_because" in refused.value.message_dict
        assert accept(request, tm, child=child).child == child
        assert Child.objects.count() == 1

    def test_told_apart_it_is_another_child(self, ask, child, tm):
        request = accept(ask(), tm, not_a_duplicate_because="A cousin of the same name")
        assert request.child != child
        assert request.not_a_duplicate_because

    def test_work_that_is_open_is_joined(self, ask, child, episode, tm):
        assert accept(ask(), tm, child=child).episode == episode
        assert Episode.objects.count() == 1

    def test_a_refusal_says_where_to_turn(self, ask, tm):
        request = ask()
        with pytest.raises(ValidationError, match="where to turn"):
            decide_request(request=request, decision="refused", reason="Level 2", by=tm)
        request.refresh_from_db()
        assert request.state == "received"
        decided = decide_request(
            request=request,
            decision="refused",
            reason="Level 2",
            where_instead="The school's mentor",
            by=tm,
        )
        assert decided.child is None

    def test_it_is_decided_once(self, ask, tm):
        request = accept(ask(), tm)
        with pytest.raises(ValidationError, match="already"):
            accept(request, tm)

    def test_deciding_meets_the_clock_and_takes_the_notice_back(self, ask, tm, today):
        request = accept(ask(), tm)
        assert Deadline.objects.get(subject_id=request.pk).met_on == today
        asked = Notice.objects.get(key=f"request.received.{request.pk}")
        assert asked.withdrawn_at is not None

    def test_the_requester_is_told_without_a_name(self, ask, tm, dsl):
        request = accept(ask(), tm)
        (notice,) = Notice.objects.filter(recipient=dsl)
        assert request.reference in notice.line
        for hidden in ("Tomasz", "Sikorski", request.child.reference):
            assert hidden not in notice.line
        assert notice.path == f"/requests/{request.pk}/"


def test_a_look_for_duplicates_is_logged_for_the_request(ask, child, tm, today):
    request = ask()
    check, matches = record_possible_duplicates(request=request, by=tm, on=today)
    assert [match.child for match in matches] == [child]
    assert DuplicateCheck.objects.get(about_id=request.pk) == check


def test_who_sees_a_request(ask, cast):
    request = ask()
    seen = {
        name
        for name, person in vars(cast).items()
        if Request.objects.visible_to(person).filter(pk=request.pk).exists()
    }
    assert seen == {"dsl", "tm", "gm", "business_support", "auditor"}


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("casework_request_level_known", {"level_of_need": 5}),
        ("casework_request_level_4_front_door", {"level_of_need": 4}),
        ("casework_request_about_something", {"topics": []}),
        ("casework_request_decided_whole", {"state": "accepted", "reason": "x"}),
        ("casework_request_decided_whole", {"state": "refused", "reason": "x"}),
    ],
)
def test_the_database_keeps_a_request_whole(name, fields):
    with pytest.raises(IntegrityError, match=name):
        RequestFactory(**fields)


def test_facts_of_many_cost_what_facts_of_one_cost(team, queries_for, tm):
    rows = [request.pk for request in RequestFactory.create_batch(12, team=team)]
    assert queries_for(lambda: facts(rows[:1])) == queries_for(lambda: facts(rows))
