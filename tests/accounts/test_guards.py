"""The doors: verb, scope, and PostgreSQL holding a GET to reading only."""

from importlib import import_module

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import InternalError
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from accounts.guards import Door, ScopedDoor
from accounts.models import Team
from accounts.permissions import Permission


class Reads(Door):
    permission = Permission.ACCOUNT_OWN

    def get(self, request):
        return HttpResponse("read")

    def post(self, request):
        Team.objects.create(name="Made by POST")
        return HttpResponse("written")


class WritesOnGet(Reads):
    def get(self, request):
        Team.objects.create(name="Made by GET")
        return HttpResponse("written")


class Lazy:
    def __str__(self):
        return Team.objects.create(name="Made by a template").name


class WritesInTemplate(Reads):
    def get(self, request):
        return TemplateResponse(
            request, "django/forms/widgets/attrs.html", {"widget": {"attrs": {"value": Lazy()}}}
        )


class ForAdministrators(Reads):
    permission = Permission.PEOPLE_EDIT


class OneTeam(ScopedDoor):
    permission = Permission.PEOPLE_VIEW

    def rows(self, request):
        return Team.objects.filter(is_pop=True)

    def get(self, request, pk):
        return HttpResponse(self.record.name)


urlpatterns = [
    path("reads/", Reads.as_view()),
    path("writes-on-get/", WritesOnGet.as_view()),
    path("writes-in-template/", WritesInTemplate.as_view()),
    path("administrators/", ForAdministrators.as_view()),
    path("team/<int:pk>/", OneTeam.as_view()),
    # The pages that refuse speak of the portal's own addresses.
    *import_module(settings.ROOT_URLCONF).urlpatterns,
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def test_a_page_may_be_read_and_then_written(sign_in, sw):
    client = sign_in(sw)
    assert client.get("/reads/").content == b"read"
    assert client.post("/reads/").content == b"written"
    assert Team.objects.filter(name="Made by POST").exists()


def test_the_database_refuses_a_write_on_get(sign_in, sw):
    with pytest.raises(InternalError, match="read-only transaction"):
        sign_in(sw).get("/writes-on-get/")


def test_the_database_refuses_a_write_while_the_template_renders(sign_in, sw):
    with pytest.raises(InternalError, match="read-only transaction"):
        sign_in(sw).get("/writes-in-template/")


def test_without_the_verb_the_door_is_shut(sign_in, sw, admin, client):
    assert sign_in(sw).get("/administrators/").status_code == 403
    assert sign_in(admin).get("/administrators/").status_code == 200


def test_out_of_scope_does_not_exist_and_in_scope_without_the_verb_is_refused(
    sign_in, sw, admin, team, neighbouring_team
):
    assert sign_in(sw).get(f"/team/{neighbouring_team.pk}/").status_code == 404
    assert sign_in(sw).get(f"/team/{team.pk}/").status_code == 403
    assert sign_in(admin).get(f"/team/{neighbouring_team.pk}/").status_code == 404
    assert sign_in(admin).get(f"/team/{team.pk}/").content == b"Positive Outcomes Project"


def test_a_door_without_a_verb_cannot_be_built():
    class Nameless(Door):
        pass

    with pytest.raises(ImproperlyConfigured, match="names no permission"):
        Nameless.as_view()

    class NoVerb(Door):
        permission = None

    with pytest.raises(ImproperlyConfigured):
        NoVerb.as_view()
