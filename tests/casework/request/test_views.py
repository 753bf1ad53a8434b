"""A lead asks on a phone and follows it; the manager checks, decides and goes on to allocate."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.child.models import DuplicateCheck
from casework.request.actions import decide_request
from casework.request.clocks import SUBJECT
from casework.request.models import Request
from tests.casework.factories import RequestFactory
from tests.partners.factories import AgencyFactory, ContactFactory, SchoolFactory
from tests.stage import staged
from timescales.actions import refresh

pytestmark = pytest.mark.django_db
NEW = "/requests/new/"


@staged
def school(dsl):
    return ContactFactory(school=SchoolFactory(name="Oakfield Primary"), person=dsl).school


@staged
def request_made(dsl, school, team):
    return RequestFactory(
        team=team,
        requester=dsl,
        school=school,
        pupil_first_name="Tomasz",
        pupil_last_name="Sikorski",
        pupil_dob=date(2017, 3, 4),
    )


def answers(**changes):
    return {
        "level_of_need": "3",
        "pupil_first_name": "Tomasz",
        "pupil_last_name": "Sikorski",
        "pupil_dob_day": "4",
        "pupil_dob_month": "3",
        "pupil_dob_year": "2017",
        "topics": ["bullying"],
        "worries": "Alone at every break.",
        "consent_said": "both",
        "consent_from": "Mum, on Monday",
        "urgency": "routine",
    } | changes


class TestAsking:
    def test_the_same_day_route_is_said_first(self, sign_in, dsl, school, team, settings):
        html = sign_in(dsl).get(NEW).content.decode()
        first, second = (html.index("Level 4 today?"), html.index("How much need is there?"))
        assert first < second
        assert html.count(settings.FRONT_DOOR_PHONE) >= 2

    def test_a_lead_of_one_school_is_not_asked_which(self, sign_in, dsl, school, team):
        response = sign_in(dsl).post(NEW, answers())
        assert response.status_code == 302, response.context["form"].errors
        request = Request.objects.get()
        assert (request.school, request.requester) == (school, dsl)
        assert request.reference in sign_in(dsl).get(response["Location"]).content.decode()

    def test_a_lead_of_two_schools_chooses_among_them(self, sign_in, dsl, school, team):
        other = ContactFactory(school=SchoolFactory(), person=dsl).school
        elsewhere = SchoolFactory()
        client = sign_in(dsl)
        assert "school" in client.post(NEW, answers()).context["form"].errors
        refused = client.post(NEW, answers(school=str(elsewhere.pk)))
        assert "school" in refused.context["form"].errors
        assert client.post(NEW, answers(school=str(other.pk))).status_code == 302

    def test_a_lead_without_a_school_is_told_what_to_do(self, sign_in, dsl, team):
        html = sign_in(dsl).get(NEW).content.decode()
        assert "not linked to a school yet" in html

    def test_level_4_says_again_where_to_ring(self, sign_in, dsl, school, team, settings):
        client = sign_in(dsl)
        response = client.post(NEW, answers(level_of_need="4"))
        (error,) = response.context["form"].errors["front_door_told"]
        assert settings.FRONT_DOOR_PHONE in error
        assert client.post(NEW, answers(level_of_need="4", front_door_told="on")).status_code == 302

    def test_no_question_stands_twice_on_the_page(self, sign_in, dsl, school, team):
        html = sign_in(dsl).get(NEW).content.decode()
        for name in ("consent_from", "front_door_told", "urgency_why"):
            assert html.count(f'name="{name}"') == 1

    def test_who_said_so_is_asked_unless_nobody_was(self, sign_in, dsl, school, team):
        client = sign_in(dsl)
        refused = client.post(NEW, answers(consent_from=""))
        assert set(refused.context["form"].errors) == {"consent_from"}
        open_answer = answers(consent_said="not_asked", consent_from="")
        assert client.post(NEW, open_answer).status_code == 302

    def test_a_slip_loses_nothing(self, sign_in, dsl, school, team):
        response = sign_in(dsl).post(NEW, answers(pupil_upn="A885200000001"))
        assert "pupil_upn" in response.context["form"].errors
        assert "Alone at every break." in response.content.decode()

    def test_staff_may_ask_without_a_school(self, sign_in, sw, team):
        client = sign_in(sw)
        assert "origin" in client.post(NEW, answers()).context["form"].errors
        assert client.post(NEW, answers(origin="social_work")).status_code == 302
        made = Request.objects.get()
        assert (made.origin, made.asking_team) == ("social_work", team)

    def test_an_agency_asks_about_a_pupil_of_a_school(self, sign_in, sw, team, school):
        agency = AgencyFactory(is_current=True)
        asked = answers(origin="early_help", agency=str(agency.pk))
        assert sign_in(sw).post(NEW, asked).status_code == 302
        assert Request.objects.get().agency == agency


class TestFollowing:
    def test_the_requester_sees_their_own_and_its_state_only(
        self, sign_in, dsl, request_made, tm, child, someone
    ):
        client = sign_in(dsl)
        assert request_made.reference in client.get("/requests/").content.decode()
        decide_request(
            request=request_made,
            decision="accepted",
            reason="Internal: mother was known to us.",
            child=child,
            by=tm,
        )
        html = client.get(f"/requests/{request_made.pk}/").content.decode()
        assert "Accepted on" in html
        for hidden in ("Internal", child.reference, str(child.pk), tm.name):
            assert hidden not in html

    def test_a_refusal_reads_as_an_answer(self, sign_in, dsl, request_made, tm):
        decide_request(
            request=request_made,
            decision="refused",
            reason="One service can meet it.",
            where_instead="The mentor at school.",
            by=tm,
        )
        html = sign_in(dsl).get(f"/requests/{request_made.pk}/").content.decode()
        assert "One service can meet it." in html
        assert "The mentor at school." in html

    def test_another_lead_finds_nothing(self, sign_in, someone, request_made):
        other = someone("school_lead", "Other Lead")
        client = sign_in(other)
        assert client.get(f"/requests/{request_made.pk}/").status_code == 404
        assert request_made.reference not in client.get("/requests/").content.decode()


class TestDeciding:
    @pytest.mark.parametrize(
        ("who", "queue", "detail", "check"),
        [
            ("tm", 200, 200, 302), ("gm", 403, 200, 403), ("auditor", 403, 200, 403),
            ("business_support", 403, 200, 403), ("dsl", 403, 200, 403),
            ("sw", 403, 404, 404), ("student", 403, 404, 404), ("pe", 403, 404, 404),
            ("outsider", 403, 404, 404), ("tutor", 403, 404, 404), ("admin", 403, 404, 404),
        ],
    )  # fmt: skip
    def test_who_opens_what(self, cast, sign_in, request_made, who, queue, detail, check):
        client = sign_in(getattr(cast, who))
        assert client.get(reverse("casework:request-queue")).status_code == queue
        assert client.get(f"/requests/{request_made.pk}/").status_code == detail
        assert client.post(f"/requests/{request_made.pk}/check/").status_code == check

    def test_the_manager_looks_chooses_and_goes_on_to_allocate(
        self, sign_in, tm, request_made, child
    ):
        client = sign_in(tm)
        response = client.post(f"/requests/{request_made.pk}/check/")
        assert DuplicateCheck.objects.get().shown == 1
        page = client.get(response["Location"])
        html = page.content.decode()
        assert "Tomasz Sikorski" in html
        assert "same date of birth" in html
        response = client.post(
            f"/requests/{request_made.pk}/decision/",
            {
                "decision": "accepted",
                "who": str(child.pk),
                "kind": "early_help",
                "why_yes": "Fits level 3.",
            },
        )
        assert response.status_code == 302, response.context["form"].errors
        request_made.refresh_from_db()
        assert request_made.child == child
        where = reverse("casework:episode-allocate", args=[request_made.episode_id])
        assert response["Location"] == where

    def test_in_need_asks_for_the_referral(self, sign_in, tm, request_made, child):
        client = sign_in(tm)
        client.post(f"/requests/{request_made.pk}/check/")
        answer = {
            "decision": "accepted",
            "who": str(child.pk),
            "kind": "in_need",
            "why_yes": "Referred by the front door.",
        }
        response = client.post(f"/requests/{request_made.pk}/decision/", answer)
        assert set(response.context["form"].errors) == {
            "referral_date",
            "referral_source",
            "primary_need",
        }

    def test_refusing_needs_where_instead(self, sign_in, tm, request_made):
        client = sign_in(tm)
        client.post(f"/requests/{request_made.pk}/check/")
        url = f"/requests/{request_made.pk}/decision/"
        refused = client.post(url, {"decision": "refused", "why_no": "Level 2"})
        assert set(refused.context["form"].errors) == {"where_instead"}
        answer = {"decision": "refused", "why_no": "Level 2", "where_instead": "The mentor"}
        assert client.post(url, answer).status_code == 302
        request_made.refresh_from_db()
        assert request_made.state == "refused"

    def test_nobody_decides_without_having_looked(self, sign_in, tm, request_made):
        response = sign_in(tm).get(f"/requests/{request_made.pk}/decision/")
        assert response["Location"] == f"/requests/{request_made.pk}/"


class TestQueue:
    def test_what_is_due_first_stands_first(self, sign_in, tm, team, dsl, school):
        now = timezone.now()
        late = RequestFactory(team=team, received_at=now - timedelta(days=9))
        new = RequestFactory(team=team, received_at=now)
        refresh(SUBJECT, [late.pk, new.pk])
        html = sign_in(tm).get(reverse("casework:request-queue")).content.decode()
        assert html.index(late.reference) < html.index(new.reference)
        assert "Overdue" in html

    def test_decided_ones_are_a_filter_away(self, sign_in, tm, request_made):
        decide_request(
            request=request_made, decision="refused", reason="x", where_instead="y", by=tm
        )
        url = reverse("casework:request-queue")
        client = sign_in(tm)
        assert request_made.reference not in client.get(url).content.decode()
        everything = client.get(url, {"state": ""}).content.decode()
        assert request_made.reference in everything

    def test_it_costs_the_same_however_long(self, sign_in, tm, team, queries_for):
        client, url = sign_in(tm), reverse("casework:request-queue")
        RequestFactory.create_batch(2, team=team)
        client.get(url)
        few = queries_for(lambda: client.get(url))
        RequestFactory.create_batch(18, team=team)
        assert queries_for(lambda: client.get(url)) == few <= 15

    def test_ones_own_list_costs_the_same_however_long(self, sign_in, dsl, team, queries_for):
        client = sign_in(dsl)
        RequestFactory.create_batch(2, team=team, requester=dsl)
        client.get("/requests/")
        few = queries_for(lambda: client.get("/requests/"))
        RequestFactory.create_batch(18, team=team, requester=dsl)
        assert queries_for(lambda: client.get("/requests/")) == few
