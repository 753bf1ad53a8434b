"""Who lives where, what must not be disclosed, and who is responsible."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from casework.child.actions import declare_conflict, involve, restrict_child
from casework.child.models import Involvement
from casework.chronology.models import ChronologyEntry
from casework.family.actions import (
    add_family_member,
    as_family,
    change_household,
    end_no_recourse,
    end_responsibility,
    end_tie,
    join_household,
    move,
    move_out,
    record_no_recourse,
    record_responsibility,
    record_tie,
)
from casework.family.circle import RESTRICTED, read_circle
from casework.family.models import (
    FamilyMember,
    Household,
    HouseholdMember,
    NoRecourse,
    ParentalResponsibility,
    Tie,
)
from records.conflicts import Conflict
from records.models import ReadEntry
from tests.casework import scene
from tests.stage import staged

pytestmark = pytest.mark.django_db


@staged
def mum(child, episode, sw, opened_on):
    return add_family_member(
        child=child,
        kind="mother",
        first_name="Ewa",
        basis="birth_mother",
        lives_with_child=True,
        on=opened_on,
        by=sw,
    )


@staged
def dad(child, episode, sw):
    return add_family_member(child=child, kind="father", first_name="Piotr", by=sw)


@staged
def refuge(child, mum, sw, opened_on):
    """Tomasz and his mother moved where nobody may learn of."""
    household = Household.objects.get()
    return move(
        members=[as_family(child=child, by=sw), mum.member],
        leaving=[household],
        starts_on=opened_on + timedelta(days=10),
        kind="refuge",
        address="1 Secret Lane",
        postcode="wr1 1aa",
        withheld=True,
        withheld_why="Dad must not find them",
        why="Left at night",
        by=sw,
    )


def page(client, child):
    return client.get(reverse("casework:family-list", args=[child.pk])).content.decode()


# Households


def test_a_move_ends_the_old_home_the_day_before(child, mum, refuge, sw, tm, today, opened_on):
    rows = HouseholdMember.objects.exclude(household=refuge)
    assert {row.ends_on for row in rows} == {opened_on + timedelta(days=9)}
    circle = read_circle(tm, child, today)
    assert circle.at_home(today) == {circle.child.id, mum.member_id}
    assert refuge.postcode == "WR1 1AA"
    entry = ChronologyEntry.objects.get(child=child, kind="casework.home_moved")
    assert "Secret" not in str(entry.details) + entry.summary


def test_brothers_share_the_home_and_the_mother(child, mum, sw, tm, today, opened_on):
    brother = scene.a_child(by=tm, first_name="Olek")
    add_family_member(
        child=brother, kind="mother", member=mum.member, lives_with_child=True, on=opened_on, by=sw
    )
    assert Household.objects.count() == 1
    assert FamilyMember.objects.filter(known_child=None).count() == 1


def test_somebody_joins_and_leaves(child, mum, sw, today, opened_on):
    nan = add_family_member(child=child, kind="grandparent", first_name="Irena", by=sw)
    home = Household.objects.get()
    living = join_household(household=home, member=nan.member, starts_on=today, by=sw)
    with pytest.raises(ValidationError, match="lives there already"):
        join_household(household=home, member=nan.member, starts_on=today, by=sw)
    with pytest.raises(ValidationError, match="end is before"):
        move_out(living=living, on=opened_on, why="Went home", by=sw)


def test_an_address_is_withheld_with_a_reason_only(child, mum, sw):
    home = Household.objects.get()
    with pytest.raises(ValidationError, match="must not be disclosed"):
        change_household(household=home, began_from=0, facts={"withheld": True}, by=sw)
    change_household(household=home, began_from=0, facts={"address": "3 High Street"}, by=sw)
    with pytest.raises(Conflict):
        change_household(household=home, began_from=0, facts={"address": "5 High Street"}, by=sw)


# What must not be disclosed


@pytest.mark.parametrize("who", ["student", "pe", "sw", "tm", "gm", "auditor"])
def test_a_withheld_address_is_on_no_page(child, refuge, cast, sign_in, who):
    client = sign_in(getattr(cast, who))
    for name in ("family-list", "child-overview", "genogram", "ecomap", "chronology-list"):
        html = client.get(reverse(f"casework:{name}", args=[child.pk])).content.decode()
        assert "Secret Lane" not in html
    assert "Dad must not find them" in page(client, child)


def test_the_form_does_not_show_it_and_keeps_it(child, refuge, sw, sign_in):
    client = sign_in(sw)
    url = reverse("casework:home-edit", args=[child.pk, refuge.pk])
    assert "Secret Lane" not in client.get(url).content.decode()
    sent = {
        "kind": "refuge",
        "withheld": "on",
        "withheld_why": "A court order",
        "lock_version": refuge.lock_version,
    }
    assert client.post(url, sent).status_code == 302
    refuge.refresh_from_db()
    assert (refuge.address, refuge.withheld_why) == ("1 Secret Lane", "A court order")


def test_showing_it_takes_a_post_and_is_written_down(child, refuge, student, gm, sign_in):
    url = reverse("casework:address-reveal", args=[child.pk, refuge.pk])
    client = sign_in(student)
    assert client.get(url).status_code == 405
    assert "1 Secret Lane, WR1 1AA" in client.post(url).content.decode()
    entry = ReadEntry.objects.get(person=student, section="withheld_address")
    assert entry.child_id == child.pk
    assert "Dad must not find them" in entry.reason
    assert "Secret" not in entry.reason
    assert sign_in(gm).post(url).status_code == 403


def test_an_address_of_another_family_is_not_found(child, refuge, tm, sw, team, sign_in, today):
    other = scene.a_child(by=tm)
    involve(child=other, team=team, role=Involvement.Role.TEAM, starts_on=today, why="Test", by=tm)
    url = reverse("casework:address-reveal", args=[other.pk, refuge.pk])
    assert sign_in(tm).post(url).status_code == 404


def test_a_withheld_number_likewise(child, mum, sw, student, sign_in):
    FamilyMember.objects.filter(pk=mum.member_id).update(
        phone="07700 900123", contact_withheld=True, contact_withheld_why="Dad rings"
    )
    assert "07700" not in page(sign_in(student), child)
    edit = reverse("casework:family-edit", args=[mum.pk])
    assert "07700" not in sign_in(sw).get(edit).content.decode()
    url = reverse("casework:phone-reveal", args=[mum.pk])
    assert "07700 900123" in sign_in(student).post(url).content.decode()
    assert ReadEntry.objects.filter(person=student, section="withheld_number").exists()


# Responsibility and public funds


def test_responsibility_has_a_basis_and_a_day(child, dad, sw, tm, today):
    record_responsibility(
        child=child, member=dad.member, basis="none", starts_on=today - timedelta(days=9), by=sw
    )
    circle = read_circle(tm, child, today)
    assert not circle.responsibility(dad.member_id, today).has_it
    held = record_responsibility(
        child=child, member=dad.member, basis="court_order", starts_on=today, why="Order seen",
        by=sw,
    )  # fmt: skip
    assert read_circle(tm, child, today).responsibility(dad.member_id, today).has_it
    before = ParentalResponsibility.objects.exclude(pk=held.pk).get()
    assert before.ends_on == today - timedelta(days=1)
    with pytest.raises(ValidationError, match="some of these days"):
        record_responsibility(
            child=child,
            member=dad.member,
            basis="none",
            starts_on=today - timedelta(days=5),
            by=sw,
        )
    record_responsibility(child=child, member=dad.member, basis="agreement", starts_on=today, by=sw)
    held.refresh_from_db()
    assert held.basis == "agreement"  # the same day again is a correction
    end_responsibility(responsibility=held, on=today, why="Discharged", by=sw)
    assert ParentalResponsibility.objects.held().in_force(today + timedelta(days=1)).count() == 0


def test_no_recourse_has_a_day_and_a_source(child, mum, sw, today, sign_in, opened_on):
    with pytest.raises(ValidationError, match="Say how we know|cannot be blank"):
        record_no_recourse(member=mum.member, starts_on=opened_on, source=" ", by=sw)
    row = record_no_recourse(member=mum.member, starts_on=opened_on, source="Permit seen", by=sw)
    assert "No recourse to public funds" in page(sign_in(sw), child)
    end_no_recourse(no_recourse=row, on=today - timedelta(days=1), why="Lifted", by=sw)
    assert "No recourse to public funds" not in page(sign_in(sw), child)
    assert NoRecourse.objects.count() == 1


# Ties


def test_a_couple_is_recorded_once_and_separates(child, mum, dad, sw, today):
    tie = record_tie(one=mum.member, other=dad.member, kind="married", by=sw)
    with pytest.raises(ValidationError, match="recorded already"):
        record_tie(one=dad.member, other=mum.member, kind="married", by=sw)
    with pytest.raises(ValidationError, match="two different people"):
        record_tie(one=mum.member, other=mum.member, kind="sibling", by=sw)
    end_tie(tie=tie, on=today, how="divorced", by=sw)
    record_tie(one=mum.member, other=dad.member, kind="partners", by=sw)
    nan = add_family_member(child=child, kind="grandparent", first_name="Irena", by=sw)
    parent = record_tie(one=nan.member, other=mum.member, kind="parent", by=sw)
    with pytest.raises(ValidationError, match="other way round"):
        record_tie(one=mum.member, other=nan.member, kind="parent", by=sw)
    with pytest.raises(ValidationError, match="Only a couple"):
        end_tie(tie=parent, on=today, how="divorced", by=sw)


# Brothers and sisters with records of their own


@staged
def sister(child, episode, tm, sw, team):
    record = scene.a_child(by=tm, first_name="Zofia", sex="F")
    add_family_member(child=child, kind="sibling", member=as_family(child=record, by=sw), by=sw)
    return record


def test_a_child_of_ours_is_read_from_its_own_record(child, sister, tm, sw, today, team):
    (kin,) = read_circle(tm, child, today).kin
    assert (kin.someone.name, kin.someone.sex) == ("Zofia Sikorski", "F")
    assert kin.someone.child_id is None  # nobody involves the manager with her yet
    involve(child=sister, team=team, role=Involvement.Role.TEAM, starts_on=today, why="Test", by=tm)
    (kin,) = read_circle(tm, child, today).kin
    assert kin.someone.child_id == sister.pk


def test_a_restricted_sister_is_masked_for_some_and_absent_for_others(
    child, sister, cast, today, someone, team
):
    other = someone("team_manager", "Olga Named", team)
    restrict_child(child=sister, named=[], why="Adoption", starts_on=today, by=other)
    for person in (cast.sw, cast.tm, cast.gm):
        (kin,) = read_circle(person, child, today).kin
        assert kin.someone.name == RESTRICTED
        assert kin.someone.born_on is None
    for person in (cast.student, cast.pe, cast.auditor):
        assert read_circle(person, child, today).kin == ()


def test_a_masked_sister_opens_no_form(child, sister, cast, today, someone, team, sign_in):
    other = someone("team_manager", "Olga Named", team)
    restrict_child(child=sister, named=[], why="Adoption", starts_on=today, by=other)
    (row,) = child.relationships.all()
    client = sign_in(cast.sw)
    html = page(client, child)
    assert RESTRICTED in html
    assert "Zofia" not in html
    for name in ("family-edit", "family-end", "responsibility-record"):
        assert client.get(reverse(f"casework:{name}", args=[row.pk])).status_code == 404


def test_a_declared_conflict_hides_a_sister_from_the_family(child, sister, student, today):
    declare_conflict(person=student, child=sister, nature="Netball", on=today, by=student)
    assert read_circle(student, child, today).kin == ()


# Pages


def test_everything_about_a_family_by_form(child, episode, sister, sw, sign_in, today):
    client, day = sign_in(sw), today.isoformat()

    def send(name, ids, **sent):
        url = reverse(f"casework:{name}", args=ids)
        assert client.get(url).status_code == 200
        response = client.post(url, sent)
        assert response.status_code == 302, response.context["form"].errors

    shared = {"sex": "F", "bond": "close", "interpreter": "yes"}
    send(
        "family-add", [child.pk], who="new", first_name="Ewa", kind="mother",
        responsibility="yes", basis="birth_mother", lives_with_child="True", starts_on=day,
        contact_withheld="on", contact_withheld_why="Dad rings", phone="07700 900123", **shared,
    )  # fmt: skip
    mum = child.relationships.get(kind="mother")
    other = scene.a_child(by=sw, first_name="Kuba")
    involve(child=other, person=sw, role="accountable", starts_on=today, why="T", by=sw)
    send(
        "family-add", [child.pk], who="child", reference=other.la_child_id, kind="cousin",
        responsibility="unknown", **shared,
    )  # fmt: skip
    assert child.relationships.get(kind="cousin").member.known_child == other
    send("family-add", [other.pk], who="known", member=mum.member_id, kind="aunt_uncle",
         responsibility="unknown", **shared)  # fmt: skip
    send("responsibility-record", [mum.pk], basis="court_order", starts_on=day)
    send("no-recourse-record", [mum.pk], answer="begins", on=day, source="Permit seen")
    send("no-recourse-record", [mum.pk], answer="ends", on=day, source="Letter seen")
    cousin = child.relationships.get(kind="cousin").member
    send("tie-add", [child.pk], one=mum.member_id, kind="sibling", other=cousin.pk)
    send("tie-end", [child.pk, Tie.objects.get().pk], on=day, how="other")
    send("home-add", [child.pk], members=[str(mum.member_id)], starts_on=day, has_left="False",
         kind="home", address="3 High Street")  # fmt: skip
    home = Household.objects.get(address="3 High Street")
    send("home-join", [child.pk, home.pk], member=cousin.pk, starts_on=day)
    send("home-leave", [child.pk, home.pk], member=cousin.pk, on=day)
    html = page(client, child)
    for words in ("Ewa", "Needs an interpreter", "Yes: court order", "3 High Street", "Kuba"):
        assert words in html
    for name in ("genogram", "ecomap"):
        html = client.get(reverse(f"casework:{name}", args=[child.pk])).content.decode()
        assert "<svg" in html
        assert "Ewa" in html


def test_what_a_form_refuses_stands_beside_its_question(child, episode, sw, sign_in):
    client = sign_in(sw)
    url = reverse("casework:family-add", args=[child.pk])
    sent = {"who": "new", "sex": "F", "kind": "mother", "bond": "close", "interpreter": "no"}
    html = client.post(url, sent | {"responsibility": "unknown"}).content.decode()
    assert "Enter a name, or what the family calls them" in html
    sent |= {"first_name": "Ewa", "responsibility": "unknown", "lives_with_child": "True"}
    response = client.post(url, sent)
    assert response.status_code == 302  # without a day it holds from today


def test_the_tab_costs_few_queries_however_large_the_family(
    child, mum, dad, sw, sign_in, queries_for, opened_on
):
    def fill(times):
        for number in range(times):
            row = add_family_member(
                child=child, kind="other_relative", first_name=f"Kin {number}", basis="none",
                lives_with_child=True, on=opened_on, by=sw,
            )  # fmt: skip
            record_tie(one=row.member, other=mum.member, kind="other", by=sw)
            move(members=[row.member], starts_on=opened_on, by=sw)

    client = sign_in(sw)
    urls = [
        reverse(f"casework:{name}", args=[child.pk])
        for name in ("family-list", "genogram", "ecomap")
    ]

    def costs():
        return [queries_for(lambda url=url: client.get(url)) for url in urls]

    fill(2)
    costs()
    few = costs()
    fill(18)
    assert costs() == few
    assert max(few) <= 15
