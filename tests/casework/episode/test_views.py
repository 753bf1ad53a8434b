"""Lists of children, the unallocated queue, allocating and ending, each for its roles."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import actions as accounts
from casework.child.actions import declare_conflict, restrict_child
from casework.chronology.models import ChronologyEntry
from casework.episode.actions import allocate_accountable
from casework.episode.people import accountable_worker
from tests.casework import scene
from tests.stage import staged
from timescales.models import Deadline

pytestmark = pytest.mark.django_db


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


@staged
def opened(child, team, tm, today):
    return scene.an_episode(child, team=team, by=tm, opened_on=today - timedelta(days=10))


class TestChildList:
    url = "/children/"

    @pytest.fixture(autouse=True)
    def _asked_where_it_is(self):
        assert reverse("casework:child-list") == self.url

    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("student", 200), ("pe", 200), ("sw", 200), ("tm", 200), ("gm", 200),
            ("business_support", 200), ("auditor", 200), ("dsl", 403), ("tutor", 403),
            ("admin", 403), ("outsider", 200),
        ],
    )  # fmt: skip
    def test_who_opens_it(self, cast, sign_in, who, status):
        assert sign_in(getattr(cast, who)).get(self.url).status_code == status

    def test_it_shows_ones_own_children_with_their_workers(self, episode, sign_in, student, sw):
        html = sign_in(student).get(self.url).content.decode()
        for words in ("Tomasz Sikorski", "Oakfield Primary", "Early help", sw.name, student.name):
            assert words in html

    def test_an_outsider_finds_an_empty_list_that_says_what_to_do(self, episode, sign_in, outsider):
        html = sign_in(outsider).get(self.url).content.decode()
        assert "Sikorski" not in html
        assert "The team manager allocates work" in html

    def test_a_student_whose_records_are_shut_is_told_so(
        self, episode, sign_in, student, tm, today
    ):
        accounts.close_children_access(
            person=student, on=today - timedelta(days=1), why="A check ran out", by=tm
        )
        client = sign_in(student)
        for page in (self.url, "/"):
            html = client.get(page).content.decode()
            assert "records are shut to you today" in html
            assert "The team manager allocates work" not in html
            assert "Record direct work" not in html
            assert "Sikorski" not in html

    def test_filters_narrow(self, episode, child, sign_in, tm, sw, today):
        client = sign_in(tm)

        def shows(**asked):
            return "Tomasz Sikorski" in client.get(self.url, asked).content.decode()

        assert shows()
        assert shows(status="early_help")
        assert not shows(status="in_need")
        assert not shows(status="closed")
        assert shows(status="any", school=str(child.school_id), worker=str(sw.pk))

    def test_a_filter_offers_only_what_the_reader_may_know(
        self, episode, sign_in, outsider, child, sw
    ):
        html = sign_in(outsider).get(self.url).content.decode()
        assert child.school.name not in html
        assert sw.name not in html

    def test_a_restricted_child_is_a_row_with_its_clock_and_nothing_else(
        self, opened, child, sign_in, cast, someone, team, today
    ):
        other = someone("team_manager", "Olga Named", team)
        restrict_child(child=child, named=[], why="Staff family", starts_on=today, by=other)
        html = sign_in(cast.tm).get(self.url).content.decode()
        assert "Restricted – ask Olga Named" in html
        assert "working day" in html or "Due" in html
        for hidden in ("Sikorski", child.reference, str(child.pk), str(opened.pk)):
            assert hidden not in html
        for person in (cast.auditor, cast.business_support):
            assert "Restricted" not in sign_in(person).get(self.url).content.decode()

    def test_it_costs_the_same_however_long(
        self, episode, team, tm, sw, sign_in, today, queries_for
    ):
        client = sign_in(tm)

        def one_more():
            scene.an_episode(
                scene.a_child(by=tm, school=episode.child.school),
                team=team,
                by=tm,
                opened_on=today,
                sw=sw,
            )

        one_more()
        client.get(self.url)
        few = queries_for(lambda: client.get(self.url))
        for _ in range(18):
            one_more()
        assert queries_for(lambda: client.get(self.url)) == few <= 15


class TestUnallocated:
    def test_it_shows_whom_nobody_is_accountable_for(self, opened, sign_in, tm, sw, today):
        url = reverse("casework:unallocated-queue")
        html = sign_in(tm).get(url).content.decode()
        assert opened.child.short_name in html
        assert "Allocate" in html
        scene_link = reverse("casework:episode-allocate", args=[opened.pk])
        assert scene_link in html

    def test_an_allocated_one_is_gone(self, episode, sign_in, tm):
        html = sign_in(tm).get(reverse("casework:unallocated-queue")).content.decode()
        assert "Every child has an accountable worker" in html

    def test_it_costs_the_same_however_long(self, team, tm, sign_in, today, queries_for):
        client, url = sign_in(tm), reverse("casework:unallocated-queue")
        for _ in range(2):
            scene.an_episode(scene.a_child(by=tm), team=team, by=tm, opened_on=today)
        client.get(url)
        few = queries_for(lambda: client.get(url))
        for _ in range(18):
            scene.an_episode(scene.a_child(by=tm), team=team, by=tm, opened_on=today)
        assert queries_for(lambda: client.get(url)) == few


class TestAllocating:
    def test_the_manager_sees_loads_and_chooses_both_at_once(
        self, opened, sign_in, tm, sw, student, pe, today
    ):
        accounts.set_workload_limit(person=student, cases=4, starts_on=today, why="x", by=None)
        url = reverse("casework:episode-allocate", args=[opened.pk])
        client = sign_in(tm)
        html = client.get(url).content.decode()
        assert "0 of 4 now; practice educator Lorna Practice" in html
        response = client.post(
            url,
            {
                "accountable": str(sw.pk),
                "student": str(student.pk),
                "part": "Direct work with Tomasz",
                "learning": "First assessment for Sam",
                "why": "Knows the school.",
                **boxes("starts_on", today),
            },
        )
        assert response.status_code == 302, response.context["form"].errors
        assert accountable_worker(opened, today) == sw
        assert opened.allocations.get(person=student).role == "co_worker"

    def test_both_or_neither(self, opened, child, sign_in, tm, sw, student, pe, today):
        url = reverse("casework:episode-allocate", args=[opened.pk])
        client = sign_in(tm)
        accounts.set_workload_limit(person=student, cases=0, starts_on=today, why="x", by=None)
        answer = {
            "accountable": str(sw.pk),
            "student": str(student.pk),
            "why": "x",
            "override_reason": "",
            **boxes("starts_on", today),
        }
        response = client.post(url, answer)
        assert "override_reason" in response.context["form"].errors
        assert not opened.allocations.exists()

    def test_who_declared_a_conflict_is_not_offered(
        self, opened, child, sign_in, tm, sw, student, today
    ):
        for person in (sw, student):
            declare_conflict(person=person, child=child, nature="x", on=today, by=person)
        url = reverse("casework:episode-allocate", args=[opened.pk])
        html = sign_in(tm).get(url).content.decode()
        assert str(sw.pk) not in html
        assert str(student.pk) not in html

    @pytest.mark.parametrize(
        ("who", "status"),
        [("tm", 200), ("sw", 404), ("gm", 403), ("auditor", 403), ("business_support", 403),
         ("dsl", 404), ("outsider", 404)],
    )  # fmt: skip
    def test_only_the_manager_allocates(self, cast, opened, sign_in, who, status):
        url = reverse("casework:episode-allocate", args=[opened.pk])
        assert sign_in(getattr(cast, who)).get(url).status_code == status

    def test_ending_offers_a_successor(self, episode, sign_in, tm, sw, outsider, today):
        allocation = episode.allocations.get(person=sw)
        url = reverse("casework:allocation-end", args=[allocation.pk])
        client = sign_in(tm)
        assert outsider.name in client.get(url).content.decode()
        client.post(url, {"successor": str(outsider.pk), "why": "Leaves", **boxes("on", today)})
        assert accountable_worker(episode, today + timedelta(days=1)) == outsider

    def test_what_is_planned_keeps_the_clock_running_and_can_be_called_off(
        self, opened, sign_in, tm, sw, today
    ):
        starts = today + timedelta(days=20)
        allocation = allocate_accountable(
            episode=opened, person=sw, starts_on=starts, why="x", by=tm
        )
        client, page = sign_in(tm), reverse("casework:episode-detail", args=[opened.pk])
        running = Deadline.objects.open().filter(subject_id=opened.pk, code="C19")
        assert running.exists()
        assert f"planned from {starts:%-d %B %Y}" in client.get(page).content.decode()
        url = reverse("casework:allocation-end", args=[allocation.pk])
        assert "Call off" in client.get(url).content.decode()
        answer = client.post(url, {"successor": "nobody", "why": "A slip"}, follow=True)
        assert f"{sw.name}’s part is called off" in answer.content.decode()
        assert not opened.allocations.exists()
        assert running.count() == 1
        said = ChronologyEntry.objects.get(kind="casework.worker_ended", child=opened.child)
        assert (said.happened_on, "will not" in said.summary) == (today, True)

    def test_the_page_of_an_episode_names_everyone_and_its_clock(
        self, episode, sign_in, student, sw, pe
    ):
        html = sign_in(student).get(reverse("casework:episode-detail", args=[episode.pk]))
        text = html.content.decode()
        for words in (sw.name, student.name, f"Practice educator {pe.name}"):
            assert words in text
        assert reverse("casework:episode-allocate", args=[episode.pk]) not in text
