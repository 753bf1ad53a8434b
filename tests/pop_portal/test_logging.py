"""What the portal writes about itself names nobody: routes, kinds of errors, numbers."""

import io
import json
import logging
import logging.config

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Team
from pop_portal.logging import configuration


@pytest.fixture
def lines():
    """What was logged since, as the log would hold it: a callable that parses each line."""
    configured = configuration()
    kept = io.StringIO()
    handler = logging.StreamHandler(kept)
    formatter = logging.config.DictConfigurator(configured)
    handler.setFormatter(formatter.configure_formatter(configured["formatters"]["json"]))
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in kept.getvalue().splitlines()]
    root.removeHandler(handler)


@pytest.mark.django_db
def test_a_request_is_told_by_its_route_and_never_by_its_address(lines):
    answer = Client().get(f"{reverse('account_login')}?next=/children/&name=Tomasz")
    [line] = [line for line in lines() if line["logger"] == "pop_portal.access"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "account_login", 200)
    assert line["request"] == answer["X-Request-ID"]
    assert "Tomasz" not in json.dumps(lines())


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_not_quoted(lines):
    Client().get("/Tomasz-Szymanski/")
    assert "Tomasz" not in json.dumps(lines())


@pytest.mark.django_db
def test_a_database_error_is_told_by_its_code_and_constraint_not_by_the_row(lines):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {Team._meta.db_table} (name) VALUES ('Tomasz')")
    except IntegrityError:
        logging.getLogger("records").exception("It could not be written")
    [line] = lines()
    assert line["event"] == "It could not be written"
    assert line["error"][0]["kind"] == "django.db.utils.IntegrityError"
    assert line["error"][1]["database"] == "23502"
    assert any("test_logging.py" in frame for frame in line["error"][0]["at"])
    assert "Tomasz" not in json.dumps(line)


def test_a_task_is_told_by_its_name_and_number(lines):
    told = {"id": "7", "name": "timescales.tasks.sweep", "args": "('Tomasz',)", "exc": "Tomasz"}
    words = "Task %(name)s[%(id)s] %(args)s raised unexpected: %(exc)s"
    logging.getLogger("celery.app.trace").error(words, told, extra={"data": told})
    [line] = lines()
    assert (line["event"], line["task"]) == ("task failed", "timescales.tasks.sweep")
    assert "Tomasz" not in json.dumps(line)
