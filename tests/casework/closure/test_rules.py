"""The census's rules of closing, by hand and by property: what may close, and what is said."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.closure.rules import ClosingFacts, reasons_open_to, refusals
from casework.episode.codes import CENSUS_REASONS, EARLY_HELP_REASONS, ClosureReason

OPENED, TODAY = date(2026, 3, 2), date(2026, 11, 20)
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
maybe = st.none() | days


@st.composite
def records(draw):
    return ClosingFacts(
        kind=draw(st.sampled_from(["in_need", "early_help"])),
        opened_on=draw(days),
        last_work_on=draw(maybe),
        died_on=draw(maybe),
        assessed_on=draw(maybe),
        has_enquiry=draw(st.booleans()),
        has_conference=draw(st.booleans()),
        has_plan=draw(st.booleans()),
    )


def facts(**changes):
    return ClosingFacts(**({"kind": "in_need", "opened_on": OPENED} | changes))


def said(record, on=TODAY, reason="RC7"):
    return {one.field for one in refusals(record, on=on, reason=reason, today=TODAY)}


@pytest.mark.parametrize(
    ("record", "on", "reason", "beside"),
    [
        (facts(), TODAY, "RC7", set()),
        (facts(), TODAY + timedelta(days=1), "RC7", {"on"}),
        (facts(), OPENED - timedelta(days=1), "RC7", {"on"}),
        (facts(), OPENED, "RC7", set()),
        # 8565
        (facts(last_work_on=date(2026, 11, 20)), date(2026, 11, 19), "RC7", {"on"}),
        (facts(last_work_on=date(2026, 11, 20)), date(2026, 11, 20), "RC7", set()),
        # 8825Q
        (facts(), TODAY, "RC8", {"reason"}),
        (facts(assessed_on=date(2026, 5, 1)), TODAY, "RC8", set()),
        (facts(assessed_on=date(2026, 5, 1)), TODAY, "RC9", set()),
        (facts(assessed_on=TODAY), date(2026, 11, 19), "RC9", {"reason"}),
        # 2990
        (facts(assessed_on=date(2026, 5, 1), has_plan=True), TODAY, "RC9", {"reason"}),
        (facts(assessed_on=date(2026, 5, 1), has_enquiry=True), TODAY, "RC8", {"reason"}),
        (facts(assessed_on=date(2026, 5, 1), has_conference=True), TODAY, "RC8", {"reason"}),
        (facts(has_plan=True, has_enquiry=True, has_conference=True), TODAY, "RC7", set()),
        # 8585Q
        (facts(), TODAY, "RC2", {"reason"}),
        (facts(died_on=date(2026, 11, 3)), TODAY, "RC2", set()),
        (facts(died_on=date(2026, 11, 3)), date(2026, 11, 2), "RC2", {"on"}),
        (facts(died_on=date(2026, 11, 3)), TODAY, "RC7", {"reason"}),
        # Early help ends for its own reasons.
        (facts(), TODAY, "EH1", {"reason"}),
        (facts(kind="early_help"), TODAY, "RC7", {"reason"}),
        (facts(kind="early_help"), TODAY, "EH1", set()),
        (facts(kind="early_help", died_on=date(2026, 11, 3)), TODAY, "EH5", set()),
    ],
)
def test_by_hand(record, on, reason, beside):
    assert said(record, on, reason) == beside


def test_every_refusal_is_a_sentence_a_person_understands():
    more = facts(assessed_on=None, has_plan=True, has_conference=True)
    [first, second] = refusals(more, on=TODAY, reason="RC8", today=TODAY)
    assert first.sentence.startswith("“Closed after assessment” needs an assessment")
    assert "a child protection conference and a plan" in second.sentence


@given(records(), days, st.sampled_from(ClosureReason.values))
def test_whatever_closes_breaks_no_rule_of_the_census(record, on, reason):
    if refusals(record, on=on, reason=reason, today=TODAY):
        return
    assert record.opened_on <= on <= TODAY
    assert record.last_work_on is None or record.last_work_on <= on
    in_need = record.kind == "in_need"
    assert reason in (CENSUS_REASONS if in_need else EARLY_HELP_REASONS)
    if reason in ("RC8", "RC9"):
        assert record.assessed_on is not None
        assert record.assessed_on <= on
        assert not (record.has_enquiry)
        assert not (record.has_conference)
        assert not (record.has_plan)
    if reason == "RC2":
        assert record.died_on is not None
        assert record.died_on <= on
    assert not (in_need and record.died_on is not None and reason != "RC2")


@given(records())
def test_there_is_always_a_reason_that_the_record_can_bear(record):
    assert reasons_open_to(record)


@given(records(), days, st.sampled_from(ClosureReason.values))
def test_a_reason_called_open_is_never_refused_later_on(record, on, reason):
    latest = max(
        filter(
            None, [on, record.opened_on, record.last_work_on, record.died_on, record.assessed_on]
        )
    )
    found = refusals(record, on=latest, reason=reason, today=latest)
    assert (not found) == (reason in reasons_open_to(record))
