"""A record closed to all but those named: who sees what, naming, lifting."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from casework.child.actions import lift_restriction, name_people, restrict_child
from casework.child.models import Child, Restriction
from casework.chronology.models import ChronologyEntry
from casework.chronology.restricted.actions import change_named
from records.actions import save_unsent
from tests.casework import scene
from tests.stage import staged

pytestmark = pytest.mark.django_db


@staged
def restriction(episode, child, tm, sw, today):
    return restrict_child(child=child, named=[sw], why="Staff family", starts_on=today, by=tm)


def seen_by(*people):
    return [Child.objects.visible_to(person).exists() for person in people]


def masked_for(*people):
    return [Child.objects.masked_for(person).exists() for person in people]


def test_only_those_named_open_it_and_three_roles_see_a_masked_row(restriction, cast):
    assert seen_by(cast.tm, cast.sw) == [True, True]
    assert (
        seen_by(cast.student, cast.pe, cast.gm, cast.auditor, cast.business_support) == [False] * 5
    )
    assert masked_for(cast.gm) == [True]
    assert (
        masked_for(cast.student, cast.pe, cast.auditor, cast.business_support, cast.tm)
        == [False] * 5
    )


def test_naming_lets_in_and_unnaming_shuts_out_at_once(restriction, tm, pe, sw):
    name_people(restriction=restriction, named=[pe], by=tm)
    assert seen_by(tm, pe, sw) == [True, True, False]


def test_lifted_it_is_open_the_same_minute_even_on_its_first_day(restriction, cast):
    lift_restriction(restriction=restriction, why="She left the service", by=cast.tm)
    assert seen_by(cast.student, cast.pe, cast.gm) == [True, True, True]
    with pytest.raises(ValidationError, match="lifted already"):
        lift_restriction(restriction=restriction, why="Again", by=cast.tm)


def test_it_can_be_closed_again_after_lifting(restriction, child, tm, today):
    lift_restriction(restriction=restriction, why="A mistake", by=tm)
    restrict_child(child=child, named=[], why="Police", starts_on=today, by=tm)
    assert Restriction.objects.standing(today).count() == 1


def test_twice_at_once_is_refused(restriction, child, tm, today):
    with pytest.raises(ValidationError, match="already restricted"):
        restrict_child(child=child, named=[], why="Police", starts_on=today, by=tm)


@pytest.mark.parametrize("why", ["", "  "])
def test_a_reason_is_given(episode, child, tm, today, why):
    with pytest.raises(ValidationError):
        restrict_child(child=child, named=[], why=why, starts_on=today, by=tm)


class TestPages:
    def test_it_says_who_loses_the_record_before_it_closes(self, episode, child, sign_in, tm, sw):
        url = reverse("casework:restriction-new", args=[child.pk])
        client = sign_in(tm)
        page = client.get(url).content.decode()
        assert "Students are never named" in page
        assert "Sam Student, " not in page
        sent = {"why": "Staff family", "named": [str(sw.pk)]}
        checked = client.post(url, sent).content.decode()
        assert "Sam Student works with this child and no longer opens it." in checked
        assert not Restriction.objects.exists()
        done = client.post(url, sent | {"confirmed": "yes"}, follow=True).content.decode()
        assert "Restricted record" in done
        assert set(Restriction.objects.get().named.values_list("person__name", flat=True)) == {
            "Tess Manager",
            "Wanda Worker",
        }

    def test_who_is_named_is_changed_and_it_is_lifted(self, restriction, child, sign_in, tm, pe):
        client = sign_in(tm)
        url = reverse("casework:restriction-detail", args=[child.pk])
        assert "Staff family" in client.get(url).content.decode()
        client.post(url, {"named": [str(pe.pk)]})
        assert seen_by(pe) == [True]
        lift = reverse("casework:restriction-lift", args=[child.pk])
        assert client.get(lift).status_code == 200
        client.post(lift, {"why": "She left"})
        assert client.get(url).status_code == 302
        assert (
            "Restrict this record"
            in client.get(reverse("casework:child-overview", args=[child.pk])).content.decode()
        )

    def test_a_masked_row_shows_neither_child_nor_the_way_to_it(
        self, restriction, child, sign_in, gm, someone, team
    ):
        page = sign_in(gm).get(reverse("casework:child-list")).content.decode()
        assert "Restricted – ask Tess Manager" in page
        for hidden in (child.last_name, child.reference, str(child.pk)):
            assert hidden not in page
        assert "Open in an emergency" not in page  # a group manager reviews, and never breaks it

    def test_the_list_of_masked_rows_costs_the_same(
        self, team, gm, tm, sw, sign_in, today, queries_for
    ):
        def one_more():
            child = scene.a_child(by=tm)
            scene.an_episode(child, team=team, by=tm, opened_on=today, sw=sw)
            restrict_child(child=child, named=[], why="Police", starts_on=today, by=tm)

        one_more(), one_more()
        client, url = sign_in(gm), reverse("casework:child-list")
        client.get(url)
        few = queries_for(lambda: client.get(url))
        for _ in range(6):
            one_more()
        assert queries_for(lambda: client.get(url)) == few


def test_a_change_of_those_named_stands_on_the_chronology(restriction, child, tm, pe, sw):
    change_named(restriction=restriction, named=[pe], by=tm)
    entry = ChronologyEntry.objects.get(child=child, kind="casework.restriction_named")
    assert entry.details == {"added": [pe.name], "removed": [sw.name]}
    change_named(restriction=restriction, named=[pe], by=tm)
    assert ChronologyEntry.objects.filter(kind="casework.restriction_named").count() == 1


def test_text_typed_before_stays_kept_and_leads_before_no_shut_door(
    sign_in, episode, child, student, tm, sw, today
):
    path = reverse("casework:visit-plan", args=[child.pk])
    save_unsent(
        person=student,
        form_key="casework.visit.plan",
        fields={"purpose": "A walk"},
        began_from=None,
        title="Plan a visit",
        path=path,
    )
    client = sign_in(student)
    assert f'href="{path}"' in client.get(reverse("home")).content.decode()
    restrict_child(child=child, named=[sw], why="Staff family", starts_on=today, by=tm)
    said = client.get(reverse("home")).content.decode()
    assert path not in said
    assert "Not sent: Plan a visit" in said
    assert "the record is closed to you now" in said
