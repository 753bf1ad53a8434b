"""The same rendered form acts once, also where two clicks arrive together."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import SuspiciousOperation
from django.db import connection, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import Team
from accounts.roles import Role
from records import idle
from records.actions import unsent
from records.models import OnceToken
from records.once import submit_once
from records.unsent import Ticket
from tests.accounts.factories import PersonFactory
from tests.stage import staged


def request_of(person, **posted):
    request = RequestFactory().post("/form/", posted)
    request.user, request.session = person, {}
    request._messages = FallbackStorage(request)
    return request


def done() -> HttpResponse:
    Team.objects.create(name=f"Made {uuid.uuid4()}")
    return HttpResponseRedirect("/made/")


@staged
def token() -> str:
    return str(uuid.uuid4())


def made() -> int:
    return Team.objects.filter(name__startswith="Made").count()


def test_the_second_of_the_same_form_is_led_where_the_first_was(sw, token):
    answers = [submit_once(request_of(sw, once_token=token, what="x"), done) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == ["/made/", "/made/"]
    assert made() == 1


def test_a_refused_form_may_be_sent_again(sw, token):
    submit_once(request_of(sw, once_token=token), lambda: HttpResponse("Try again"))
    submit_once(request_of(sw, once_token=token), done)
    assert made() == 1


def test_text_changed_after_it_was_sent_is_kept_and_said(sw, token):
    ticket = Ticket("room.form.1", "A form", "/form/", "tab").sign()
    submit_once(request_of(sw, once_token=token, what="x", unsent_ticket=ticket), done)
    again = request_of(sw, once_token=token, what="x and y", unsent_ticket=ticket)
    submit_once(again, done)
    assert made() == 1
    assert unsent(sw, "room.form.1").fields == {"what": ["x and y"]}
    assert "was not sent" in str(next(iter(get_messages(again))))


def test_forms_without_a_token_just_act(sw):
    for _ in range(2):
        submit_once(request_of(sw, once_token="none"), done)
    assert made() == 2


def test_a_token_is_one_persons(sw, tm, token):
    submit_once(request_of(sw, once_token=token), done)
    with pytest.raises(SuspiciousOperation):
        submit_once(request_of(tm, once_token=token), done)


def test_old_tokens_are_forgotten(sw, token):
    submit_once(request_of(sw, once_token=token), done)
    assert idle.forget_once_tokens(now=timezone.now() + timedelta(days=29)) == 0
    assert idle.forget_once_tokens(now=timezone.now() + timedelta(days=31)) == 1
    assert not OnceToken.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_act_once(token):
    sw = PersonFactory(role=Role.SOCIAL_WORKER)
    acting, answers = threading.Barrier(2), []

    def slow() -> HttpResponse:
        threading.Event().wait(0.3)  # long enough for the other click to arrive
        return done()

    def click():
        acting.wait()
        try:
            with transaction.atomic():
                answers.append(submit_once(request_of(sw, once_token=token), slow)["Location"])
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert answers == ["/made/", "/made/"]
    assert made() == 1
