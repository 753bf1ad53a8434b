"""Error pages stand on their own: the page that reports a fault may not add one."""

import pytest
from django.template.loader import get_template
from django.test import RequestFactory, override_settings
from django.views.defaults import permission_denied, server_error


@pytest.mark.parametrize("name", ["500.html", "429.html", "403_csrf.html"])
def test_a_plain_page_needs_no_context_and_no_database(name):
    html = get_template(name).render()
    assert "<h1" in html
    assert "<script" not in html
    assert "POP Portal" in html


@override_settings(
    STORAGES={
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    },
    STATIC_ROOT="/nowhere",
)
def test_the_page_for_a_fault_renders_even_where_the_assets_were_never_collected():
    assert "/static/css/portal.css" in get_template("500.html").render()


def test_django_shows_our_page_for_a_fault():
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert b"there is a problem with the service" in response.content


def test_a_refusal_says_whom_to_ask(rf):
    request = rf.get("/")
    request.csp_nonce = "abc"
    response = permission_denied(request, Exception())
    assert response.status_code == 403
    assert b"ask your manager" in response.content


def test_an_unknown_address_is_answered_in_our_own_page(sw, sign_in):
    response = sign_in(sw).get("/no-such-page/")
    assert response.status_code == 404
    assert "There is no page here that you can open" in response.content.decode()
