"""Which visits a plan counts: seen, sent, not returned; for protection with a registered worker."""

import pytest

from casework.direct_work.visit.actions import (
    countersign_visit,
    return_visit,
    submit_visit,
    withdraw_visit,
)
from casework.direct_work.visit.models import Visit
from tests.casework import scene

pytestmark = pytest.mark.usefixtures("agreed")


def counts(visit) -> tuple[bool, bool]:
    """For a child in need plan, and for a child protection plan."""
    rows = Visit.objects.filter(pk=visit.pk)
    return rows.counting_for_cin().exists(), rows.counting_for_cp().exists()


def test_a_visit_counts_from_sending_until_it_is_returned(child, student, sw, today):
    visit = scene.a_visit(child, by=student, on=today)
    assert counts(visit) == (False, False)
    submit_visit(visit=visit, by=student)
    assert counts(visit) == (True, False)
    return_visit(visit=visit, comment="Say more.", by=sw)
    assert counts(visit) == (False, False)
    submit_visit(visit=visit, by=student)
    countersign_visit(visit=visit, by=sw)
    assert counts(visit) == (True, False)


def test_a_visit_that_is_taken_back_counts_no_more(child, student, today):
    visit = scene.a_visit(child, by=student, on=today, sent=True)
    withdraw_visit(visit=visit, by=student)
    assert counts(visit) == (False, False)


@pytest.mark.parametrize("with_registered", [True, False])
def test_protection_counts_only_with_a_registered_worker(
    child, student, sw, today, with_registered
):
    visit = scene.a_visit(
        child,
        by=student,
        on=today,
        sent=True,
        kind="child_protection",
        registered_worker_present=with_registered,
        registered_worker=sw if with_registered else None,
    )
    assert counts(visit) == (True, with_registered)


def test_a_registered_workers_own_visit_has_one_there(child, sw, today):
    visit = scene.a_visit(child, by=sw, on=today, sent=True, kind="child_protection")
    assert (visit.registered_worker_present, visit.registered_worker) == (True, sw)
    assert counts(visit) == (True, True)


def test_a_child_who_was_not_seen_counts_for_nothing(child, sw, today):
    visit = scene.a_visit(child, by=sw, on=today, **scene.unseen(today, kind="child_protection"))
    submit_visit(visit=visit, by=sw)
    assert counts(visit) == (False, False)


@pytest.mark.parametrize("kind", ["assessment", "early_help", "other"])
def test_other_visits_are_no_plans_visits(child, student, today, kind):
    visit = scene.a_visit(child, by=student, on=today, sent=True, kind=kind)
    assert counts(visit) == (False, False)
