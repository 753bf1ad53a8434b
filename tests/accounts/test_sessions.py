"""The session's clock: idle and absolute limits, autosave, scripts, the warning's answer."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def at(time_machine):
    """`at(minutes)`: it is so many minutes after nine."""

    def move(minutes: float):
        time_machine.move_to(NOW + timedelta(minutes=minutes), tick=False)

    move(0)
    return move


@pytest.fixture
def here(at, sign_in, sw):
    client = sign_in(sw)
    assert client.get("/account/").status_code == 200
    return client


def test_somebody_who_keeps_working_stays(here, at):
    for minutes in range(10, 120, 10):
        at(minutes)
        assert here.get("/account/").status_code == 200


def test_somebody_who_does_nothing_is_signed_out_with_a_message(here, at):
    at(16.5)
    response = here.get("/account/?page=2", follow=True)
    assert response.redirect_chain == [("/sign-in/?next=/account/%3Fpage%3D2", 302)]
    assert "nothing happened for 15 minutes" in response.content.decode()
    assert "_auth_user_id" not in here.session


def test_text_that_saves_itself_keeps_nobody_signed_in(here, at):
    for minutes in (5, 10, 15):
        at(minutes)
        assert here.get("/account/", headers=AUTOSAVE).status_code == 200
    at(17)
    response = here.get("/account/", headers=AUTOSAVE)
    assert response.status_code == 401
    assert response.json()["sign_in"].startswith("/sign-in/")


def test_a_script_is_told_and_htmx_is_led_to_sign_in(here, at):
    at(17)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/permissions/"}
    response = here.get("/account/", headers=headers)
    assert (response.status_code, response["HX-Redirect"]) == (
        401,
        "/sign-in/?next=/permissions/",
    )


def test_a_script_that_was_never_signed_in_is_told_the_same(client):
    response = client.get("/account/", headers={"Accept": "application/json"})
    assert (response.status_code, response.json()) == (401, {"sign_in": "/sign-in/"})


def test_what_was_posted_too_late_leads_back_to_its_page_not_to_its_address(here, at):
    at(17)
    response = here.post("/sign-out/", headers={"Referer": "http://testserver/account/"})
    assert response.url == "/sign-in/?next=/account/"
    assert here.post("/sign-out/", headers={"Referer": "https://elsewhere.example/"}).url == (
        "/sign-in/"
    )


def test_answering_the_warning_starts_the_clock_anew(here, at):
    at(14)
    assert here.post(reverse("accounts:session-extend")).json() == {"minutes": 15}
    at(28)
    assert here.get("/account/").status_code == 200


def test_nobody_stays_longer_than_the_absolute_limit(here, at, settings):
    hours = settings.SESSION_COOKIE_AGE // 3600
    for minutes in range(10, hours * 60 + 1, 10):
        at(minutes)
        assert here.get("/account/").status_code == 200
    at(hours * 60 + 2)
    response = here.get("/account/", follow=True)
    assert f"signed in for {hours} hours" in response.content.decode()


def test_being_there_is_written_at_most_once_a_minute(here, at, queries_for):
    at(0.2)
    quiet = queries_for(lambda: here.get("/account/"))
    at(2)
    assert queries_for(lambda: here.get("/account/")) > quiet


def test_a_page_costs_session_and_person_before_its_own_queries(here, queries_for):
    # The session, the person with roles and second factor, and the read-only mode between two
    # savepoints; then the page's own: teams, whom they act for, two about where they are signed in.
    assert queries_for(lambda: here.get("/account/")) == 10
