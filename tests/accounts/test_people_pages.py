"""The administrator's pages about people, and everybody's own account and matrix."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import presenters
from accounts.models import Deputyship, PasswordLink, Person, Refusal, TeamMembership
from accounts.permissions import Permission
from accounts.roles import ROLE_PERMISSIONS, Role
from tests.accounts.factories import PersonFactory, TeamMembershipFactory

pytestmark = pytest.mark.django_db


def date_boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_the_list_narrows_by_role_team_and_access(sign_in, cast, neighbouring_team):
    PersonFactory(name="Gina Gone", access_until=timezone.localdate() - timedelta(days=1))
    client = sign_in(cast.admin)

    def names(query):
        page = client.get(reverse("accounts:person-list"), query)
        return {row[0]["text"] for row in page.context["rows"]}

    assert names({"role": "student"}) == {"Sam Student"}
    assert names({"team": neighbouring_team.pk}) == {"Olu Outsider", "Gwen Group"}
    assert names({"state": "ended"}) == {"Gina Gone"}
    assert "Gina Gone" not in names({"state": "now"})
    page = client.get(reverse("accounts:person-list"), {"role": "student", "state": "ended"})
    assert "Nobody matches" in page.content.decode()


def test_the_list_costs_the_same_however_long(sign_in, admin, team, queries_for):
    client = sign_in(admin)

    def cost():
        return queries_for(lambda: client.get(reverse("accounts:person-list")))

    for _ in range(2):
        TeamMembershipFactory(team=team)
    cost()
    few = cost()
    for _ in range(18):
        TeamMembershipFactory(team=team)
    assert cost() == few


def test_an_added_person_is_invited(sign_in, admin, team):
    today = timezone.localdate()
    answers = {
        "name": "Nia New",
        "email": "nia@example.org",
        "role": "student",
        "team": team.pk,
        **date_boxes("access_from", today),
    }
    response = sign_in(admin).post(reverse("accounts:person-add"), answers)
    person = Person.objects.get(email="nia@example.org")
    assert response.url == reverse("accounts:person-detail", args=[person.pk])
    assert TeamMembership.objects.get(person=person).starts_on == today
    assert PasswordLink.objects.get(person=person).kind == PasswordLink.Kind.INVITATION


def test_an_address_that_is_taken_is_said_beside_the_field(sign_in, admin, sw):
    answers = {"name": "Twin", "email": sw.email, "role": "student"}
    page = sign_in(admin).post(reverse("accounts:person-add"), answers)
    assert page.status_code == 200
    assert "email" in page.context["form"].errors
    assert Person.objects.filter(name="Twin").count() == 0


def test_ending_access_says_first_what_follows(sign_in, cast, admin):
    client = sign_in(admin)
    address = reverse("accounts:access-end", args=[cast.pe.pk])
    page = client.get(address).content.decode()
    assert "Sam Student no longer answers to them" in page
    last = timezone.localdate() + timedelta(days=7)
    client.post(address, date_boxes("on", last))
    cast.pe.refresh_from_db()
    assert cast.pe.access_until == last
    assert cast.pe.lines_down.get().ends_on == last


def test_what_an_action_refuses_is_said_on_the_page(sign_in, admin):
    page = sign_in(admin).post(
        reverse("accounts:access-end", args=[admin.pk]), date_boxes("on", timezone.localdate())
    )
    assert "Ask another administrator" in page.content.decode()


def test_a_deputy_is_appointed_and_ended(sign_in, cast, admin):
    client, today = sign_in(admin), timezone.localdate()
    answers = {
        "deputy": cast.sw.pk,
        "why": "Leave",
        **date_boxes("starts_on", today),
        **date_boxes("ends_on", today + timedelta(days=5)),
    }
    client.post(reverse("accounts:deputy-add", args=[cast.tm.pk]), answers)
    row = Deputyship.objects.get(manager=cast.tm)
    client.post(reverse("accounts:deputy-end", args=[cast.tm.pk, row.pk]), date_boxes("on", today))
    row.refresh_from_db()
    assert row.ends_on == today


def test_one_persons_row_is_not_ended_through_another(sign_in, cast, admin):
    row = cast.sw.memberships.get()
    address = reverse("accounts:membership-end", args=[cast.pe.pk, row.pk])
    assert sign_in(admin).get(address).status_code == 404


def test_each_person_page_opens(sign_in, cast, admin):
    client = sign_in(admin)
    for person in vars(cast).values():
        assert client.get(reverse("accounts:person-detail", args=[person.pk])).status_code == 200


# Refusals


def test_refusals_are_written_down_with_who_and_where_and_no_address(sign_in, cast):
    client = sign_in(cast.sw)
    client.get(reverse("accounts:person-detail", args=[cast.pe.pk]))
    client.get(reverse("accounts:person-list"))
    client.get("/no-such-page/")
    rows = Refusal.objects.order_by("at").values_list("person", "route", "status", "method")
    assert list(rows) == [
        (cast.sw.pk, "accounts:person-detail", 404, "GET"),
        (cast.sw.pk, "accounts:person-list", 403, "GET"),
    ]
    page = sign_in(cast.auditor).get(reverse("accounts:refusal-list")).content.decode()
    assert "Wanda Worker" in page
    assert str(cast.pe.pk) not in page


def test_a_refusal_cannot_be_changed_or_taken_away(cast, sign_in):
    from django.db import DatabaseError, transaction

    sign_in(cast.sw).get(reverse("accounts:person-list"))
    for attempt in (Refusal.objects.all().delete, lambda: Refusal.objects.update(route="")):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


# The matrix and the account


MATRIX_ROW = re.compile(
    r'<th scope="row" class="govuk-table__header"[^>]*>(.+?)</th>(.*?)</tr>', re.DOTALL
)


def test_the_matrix_says_what_the_code_decides(sign_in, sw):
    page = sign_in(sw).get(reverse("accounts:permission-matrix")).content.decode()
    roles = [summary.name for summary in presenters.role_summaries()]
    rows = {
        html.unescape(words): re.findall("app-matrix__(yes|no)", cells)
        for words, cells in MATRIX_ROW.findall(page)
    }
    for permission in Permission:
        said = rows.pop(presenters.words_of(permission))
        given = {role for role, answer in zip(roles, said, strict=True) if answer == "yes"}
        assert given == {role.label for role in Role if permission in ROLE_PERMISSIONS[role]}
    assert not any(rows.values()), "a verb that is none, or two that read alike"


def test_the_matrix_marks_ones_own_column(sign_in, sw, tm):
    address = reverse("accounts:permission-matrix")
    for person in (sw, tm, sw):
        page = sign_in(person).get(address).content.decode()
        own = set(re.findall(r'app-matrix__own">([^<]+)</th>', page))
        assert own == {person.get_role_display()}


def test_every_verb_has_words_every_room_a_title_and_every_role_a_reach():
    assert set(presenters.VERBS) == set(Permission)
    assert {permission.value.split(".")[0] for permission in Permission} <= set(presenters.ROOMS)
    assert set(presenters.REACH) == set(Role)


def test_an_account_shows_where_one_is_signed_in_and_ends_the_others(client, sw, type_password):
    from django.test import Client

    elsewhere = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) Safari/604.1"})
    from tests.accounts.factories import PASSWORD

    elsewhere.post("/sign-in/", {"login": sw.email, "password": PASSWORD})
    type_password(sw)
    page = client.get(reverse("accounts:my-account")).content.decode()
    assert "Safari on iPhone" in page
    client.post(reverse("accounts:other-sessions-end"))
    assert elsewhere.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


def test_the_admin_site_is_for_administrators(sign_in, cast):
    assert sign_in(cast.tm).get("/admin/", follow=True).status_code == 403
    page = sign_in(cast.admin).get("/admin/")
    assert page.status_code == 200
    assert sign_in(cast.admin).get("/admin/accounts/team/").status_code == 200


def test_the_admin_site_has_no_sign_in_of_its_own(client):
    response = client.get("/admin/login/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/sign-in/")


def test_the_admin_site_holds_reference_data_only():
    from django.contrib import admin as site

    rooms = {model._meta.app_label for model in site.site._registry}
    assert rooms <= {"accounts", "partners", "timescales", "casework"}
    assert not {"Person", "Child", "Refusal"} & {m.__name__ for m in site.site._registry}
