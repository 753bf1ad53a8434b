"""The second factor: asked of who sees children, switched on, used, lost and reset."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts import actions, second_factor
from accounts.secrets import decrypt, encrypt
from tests.accounts.factories import PASSWORD

pytestmark = pytest.mark.django_db
ON_PAGE = "/account/second-factor/on/"


@pytest.fixture
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.usefixtures("_required")
def test_it_is_required_of_who_sees_children_and_of_nobody_else(cast):
    required = {name for name, person in vars(cast).items() if second_factor.is_required_of(person)}
    assert required == {
        "student",
        "pe",
        "sw",
        "tm",
        "gm",
        "business_support",
        "auditor",
        "outsider",
    }


def test_it_is_required_of_nobody_where_the_setting_is_off(cast, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert not any(second_factor.is_required_of(person) for person in vars(cast).values())


@pytest.mark.usefixtures("_required")
def test_without_it_every_page_leads_to_where_it_is_set_up(client, sw, type_password):
    type_password(sw)
    for path in ("/", "/account/", "/permissions/"):
        assert client.get(path).url == ON_PAGE, path
    assert client.get("/permissions/", headers={"HX-Request": "true"}).status_code == 403
    assert client.get("/sign-out/").status_code == 200


@pytest.mark.usefixtures("_required")
def test_who_sees_no_child_is_not_asked(sign_in, tutor):
    assert sign_in(tutor).get("/account/").status_code == 200


@pytest.mark.usefixtures("_required")
def test_it_is_set_up_straight_after_signing_in_and_then_asked_for(
    client, sw, type_password, code_of
):
    type_password(sw)
    page = client.get(ON_PAGE)
    secret = re.search(r"app-key\">(\w+)<", page.content.decode()).group(1)
    wrong = client.post(ON_PAGE, {"code": "000000"})
    assert "That code is not right" in wrong.content.decode()
    done = client.post(ON_PAGE, {"code": code_of(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    codes = re.findall(r"<li>(\d{8})</li>", client.get(done.url).content.decode())
    assert len(codes) == 10
    assert client.get("/account/").status_code == 200

    client.post("/sign-out/")
    assert type_password(sw).url.startswith(reverse("mfa_authenticate"))
    assert client.get("/account/").status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert client.get("/account/").status_code == 200

    client.post("/sign-out/")
    type_password(sw)
    again = client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert again.status_code == 200  # a recovery code works once


def test_the_secret_is_not_in_the_clear_in_the_database(sw, second_factor):
    secret = second_factor(sw)
    stored = Authenticator.objects.get(user=sw).data["secret"]
    assert secret not in stored
    assert decrypt(stored) == secret


def test_keys_are_changed_one_at_a_time(settings):
    settings.SECOND_FACTOR_KEYS = ["old"]
    stored = encrypt("secret")
    settings.SECOND_FACTOR_KEYS = ["new", "old"]
    assert decrypt(stored) == "secret"
    assert decrypt(encrypt("another")) == "another"


def test_a_lost_one_is_switched_off_by_somebody_else_only(sw, admin, second_factor):
    from django.core.exceptions import ValidationError

    second_factor(sw)
    second_factor(admin)
    actions.reset_second_factor(person=sw, by=admin)
    assert not Authenticator.objects.filter(user=sw).exists()
    with pytest.raises(ValidationError):
        actions.reset_second_factor(person=admin, by=admin)


def test_wrong_codes_stop_after_a_while(client, sw, second_factor, type_password):
    second_factor(sw)
    type_password(sw)
    pages = [client.post(reverse("mfa_authenticate"), {"code": "000000"}) for _ in range(16)]
    assert "Too many tries" in pages[-1].content.decode()


def test_what_is_protected_asks_for_the_password_again_after_five_minutes(
    client, sw, type_password, time_machine
):
    from datetime import UTC, datetime, timedelta

    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    time_machine.move_to(now, tick=False)
    type_password(sw)
    assert client.get(ON_PAGE).status_code == 200
    time_machine.move_to(now + timedelta(minutes=6), tick=False)
    assert client.get(ON_PAGE).url == f"/account/confirm/?next={ON_PAGE.replace('/', '%2F')}"
    wrong = client.post(f"/account/confirm/?next={ON_PAGE}", {"password": "wrong"})
    assert "That is not your password" in wrong.content.decode()
    assert client.post(f"/account/confirm/?next={ON_PAGE}", {"password": PASSWORD}).url == ON_PAGE
    assert client.get(ON_PAGE).status_code == 200
