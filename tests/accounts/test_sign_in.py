"""The front door: passwords, dates of access, lockout, links by mail, second factor."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.mail import send_password_link
from accounts.models import PasswordLink, Refusal
from tests.accounts.factories import PASSWORD, PersonFactory

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_somebody_signs_in_with_their_address_and_password(client, sw, type_password):
    response = type_password(sw.email.upper())
    assert response.status_code == 302
    assert response.url == reverse("home")
    assert is_signed_in(client)


def test_sign_in_leads_back_to_where_they_were(client, sw):
    assert client.get("/permissions/").url == f"{SIGN_IN}?next=/permissions/"
    answers = {"login": sw.email, "password": PASSWORD, "next": "/permissions/"}
    assert client.post(SIGN_IN, answers).url == "/permissions/"


def test_sign_in_never_leads_out_of_the_portal(client, sw):
    answers = {"login": sw.email, "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post(SIGN_IN, answers).url == reverse("home")


def test_known_and_unknown_addresses_are_answered_alike(sw, type_password):
    known, unknown = type_password(sw, "wrong"), type_password("nobody@example.org", "wrong")
    assert known.status_code == unknown.status_code == 200
    expected = "The e-mail address or the password is not right."
    assert expected in text_of(known)
    strip = re.compile(r'value="[^"]*"|nonce="[^"]*"')
    assert strip.sub("", known.content.decode()) == strip.sub("", unknown.content.decode())


@pytest.mark.parametrize(
    "fields",
    [
        {"access_until": timezone.localdate() - timedelta(days=1)},
        {"access_from": timezone.localdate() + timedelta(days=1)},
        {"is_active": False},
    ],
)
def test_outside_the_days_of_access_the_right_password_does_not_open(client, type_password, fields):
    person = PersonFactory(**fields)
    response = type_password(person)
    assert response.url == reverse("account_inactive")
    assert not is_signed_in(client)
    assert "your access has not begun yet or has ended" in text_of(client.get(response.url))


def test_access_that_ends_ends_the_session_at_midnight(sign_in, sw):
    client = sign_in(sw)
    assert client.get("/account/").status_code == 200
    sw.access_until = timezone.localdate() - timedelta(days=1)
    sw.save()
    response = client.get("/account/", follow=True)
    assert response.redirect_chain == [("/sign-in/?next=/account/", 302)]
    assert "Your access has ended" in text_of(response)
    assert not is_signed_in(client)


def test_nobody_signs_up(client):
    for path in ("/sign-in/signup/", "/signup/", "/account/email/", "/sign-in/login/"):
        assert client.get(path).status_code in {302, 404}
        assert "signup" not in client.get(path, follow=True).content.decode()


# Lockout


def test_five_wrong_passwords_shut_the_door_even_to_the_right_one(client, sw, type_password):
    for _ in range(4):
        assert type_password(sw, "wrong").status_code == 200
    locked = type_password(sw, "wrong")
    assert locked.status_code == 429
    assert "Wait 15 minutes" in text_of(locked)
    assert type_password(sw).status_code == 429
    assert not is_signed_in(client)


def test_an_unknown_address_is_shut_out_after_as_many(type_password):
    answers = [type_password("nobody@example.org", "wrong").status_code for _ in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]


def test_one_locked_address_locks_nobody_else(client, sw, pe, type_password):
    for _ in range(6):
        type_password(sw, "wrong")
    assert type_password(pe).status_code == 302
    assert is_signed_in(client)


def test_a_locked_address_is_still_open_from_elsewhere(client, sw, type_password):
    for _ in range(6):
        type_password(sw, "wrong")
    assert type_password(sw, REMOTE_ADDR="192.0.2.77").status_code == 302


def test_one_address_is_not_guessed_from_many_places(client, sw, type_password):
    answers = [
        type_password(sw, "wrong", REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(17)
    ]
    assert answers[:15] == [200] * 15
    assert answers[15:] == [429, 429]
    assert type_password(sw, REMOTE_ADDR="192.0.2.200").status_code == 429


def test_a_caller_cannot_invent_where_they_are(client, sw, type_password, settings):
    for n in range(6):
        last = type_password(sw, "wrong", HTTP_X_FORWARDED_FOR=f"192.0.2.{n}")
    assert last.status_code == 429
    settings.TRUSTED_PROXIES = 1
    for n in range(6):
        last = type_password(sw, "wrong", HTTP_X_FORWARDED_FOR=f"192.0.2.{n}, 198.51.100.7")
    assert last.status_code == 429


def test_a_lockout_is_written_down_without_the_address(sw, type_password):
    for _ in range(5):
        type_password(sw, "wrong")
    refusal = Refusal.objects.get()
    assert (refusal.status, refusal.route, refusal.person) == (429, "account_login", None)


# Links by mail


def ask_for_link(client, email):
    return client.post(reverse("account_reset_password"), {"email": email})


def send_waiting(at=None):
    return actions.send_password_links(now=at or timezone.now(), send=send_password_link)


def link_in(message) -> str:
    return re.search(r"http://[^/]+(/\S+)", message.body).group(1)


def test_a_forgotten_password_is_set_anew_by_a_link(client, sw, type_password):
    assert ask_for_link(client, sw.email.upper()).url == reverse("account_reset_password_done")
    assert send_waiting() == 1
    [message] = mail.outbox
    assert message.to == [sw.email]
    page = client.get(link_in(message), follow=True)
    assert "Set your password" in text_of(page)
    new = "four plain words here"
    done = client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert done.url == reverse("account_reset_password_from_key_done")
    assert type_password(sw, new).status_code == 302
    assert "This link does not work" in text_of(client.get(link_in(message), follow=True))


def test_an_unknown_address_is_answered_alike_and_gets_nothing(client, sw):
    known, unknown = ask_for_link(client, sw.email), ask_for_link(client, "nobody@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert PasswordLink.objects.count() == 1


def test_who_has_left_gets_no_link(client):
    gone = PersonFactory(access_until=timezone.localdate() - timedelta(days=1))
    ask_for_link(client, gone.email)
    assert not PasswordLink.objects.exists()


def test_the_mail_says_nobodys_name(sw):
    actions.ask_password_link(email=sw.email, at=timezone.now())
    send_waiting()
    [message] = mail.outbox
    for word in sw.name.split():
        assert word not in message.subject + message.body


def test_a_link_is_sent_once_and_a_failed_mail_is_tried_again(sw):
    actions.ask_password_link(email=sw.email, at=timezone.now())

    def broken(link):
        raise OSError("no route to host")

    assert actions.send_password_links(now=timezone.now(), send=broken) == 0
    assert send_waiting() == 1
    assert send_waiting() == 0
    assert len(mail.outbox) == 1


def test_a_link_that_waited_too_long_is_not_sent_any_more(sw):
    actions.ask_password_link(email=sw.email, at=timezone.now())
    assert send_waiting(timezone.now() + timedelta(hours=7)) == 0


def test_asking_for_links_too_often_stops(client, sw):
    answers = [ask_for_link(client, sw.email).status_code for _ in range(5)]
    assert answers == [302, 302, 302, 429, 429]


def test_a_weak_password_is_refused_with_its_reason(client, sign_in, sw):
    client = sign_in(sw)
    page = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "short", "password2": "short"},
    )
    assert "too short" in text_of(page)
    assert "at least 12 characters" in text_of(client.get(reverse("account_change_password")))


def test_changing_the_password_keeps_this_session_and_ends_the_others(client, sw, type_password):
    from django.test import Client

    elsewhere = Client()
    elsewhere.post(SIGN_IN, {"login": sw.email, "password": PASSWORD})
    type_password(sw)
    new = "four plain words here"
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert client.get("/account/").status_code == 200
    response = elsewhere.get("/account/", follow=True)
    assert response.redirect_chain == [("/sign-in/?next=/account/", 302)]
    assert "Your access has ended" not in text_of(response)
    assert is_signed_in(client)
