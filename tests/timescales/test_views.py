"""The board, one clock, the rules, the calendar."""

from datetime import date

import pytest
from django.urls import reverse

from tests.timescales.factories import running
from timescales.actions import pause
from timescales.models import BreachReason, ClockRule, Deadline, DriftReport, ExtraHoliday

pytestmark = pytest.mark.django_db

BOARD = "timescales:deadline-board"
START = date(2026, 3, 2)


@pytest.fixture
def visible(subjects, tm, sw):
    """`visible(**fact)`: a clock of a root that the team manager and the worker may see."""

    def make(**fields):
        made = running(subjects, **({"starts": START, "owner_id": sw.pk} | fields))
        subjects.let_see(tm, made.root_id)
        subjects.let_see(sw, made.root_id)
        return made

    return make


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


# ---- The board -------------------------------------------------------------------------------


def test_the_board_shows_what_the_reader_may_see(sign_in, subjects, visible, tm):
    visible(reference="TS-1")
    running(subjects, reference="TS-2", starts=START)
    page = text(sign_in(tm).get(reverse(BOARD)))
    assert "TS-1" in page
    assert "TS-2" not in page
    assert "Overdue " in page


def test_an_empty_board_says_how_clocks_start(sign_in, subjects, tm):
    assert "Clocks start by themselves" in text(sign_in(tm).get(reverse(BOARD)))


def test_the_board_costs_the_same_however_long(sign_in, visible, tm, queries_for):
    client = sign_in(tm)
    client.get(reverse(BOARD))

    def rows(number):
        Deadline.objects.all().delete()
        for _ in range(number):
            visible()
        return queries_for(lambda: text(client.get(reverse(BOARD))))

    assert rows(2) == rows(20)


@pytest.mark.parametrize(
    ("urgency", "shown"),
    [
        ("overdue", {"OVER"}),
        ("later", {"FAR"}),
        ("paused", {"STILL"}),
        ("late", {"LATE"}),
        ("", {"OVER", "FAR", "STILL"}),
    ],
)
def test_the_board_is_narrowed_by_urgency(sign_in, visible, tm, today, urgency, shown):
    visible(reference="OVER")
    visible(reference="FAR", starts=today)
    still = visible(reference="STILL", rule="C14", key="visit", starts=today)
    pause(deadline=still.deadline, reason="r", on=today, by=tm)
    visible(reference="LATE", met=date(2026, 6, 1))
    visible(reference="MET", met=date(2026, 3, 3))
    page = text(sign_in(tm).get(reverse(BOARD), {"urgency": urgency}))
    found = {name for name in ("OVER", "FAR", "STILL", "LATE", "MET") if f">{name}<" in page}
    assert found == shown


def test_the_board_is_narrowed_by_rule_and_person(sign_in, visible, tm, sw):
    visible(reference="TS-1")
    visible(reference="TS-2", rule="C14", key="visit", owner_id=None)
    client = sign_in(tm)
    assert ">TS-2<" not in text(client.get(reverse(BOARD), {"rule": "C2"}))
    assert ">TS-2<" not in text(client.get(reverse(BOARD), {"owner": sw.pk}))
    assert "No clock matches" in text(client.get(reverse(BOARD), {"rule": "C20"}))


def test_nonsense_in_the_address_shows_the_board(sign_in, visible, tm):
    visible(reference="TS-1")
    page = sign_in(tm).get(reverse(BOARD), {"urgency": "x", "owner": "y", "page": "z"})
    assert ">TS-1<" in text(page)


# ---- One clock -------------------------------------------------------------------------------


def detail(made, name="deadline-detail") -> str:
    return reverse(f"timescales:{name}", args=[made.deadline.pk])


def test_a_clock_explains_itself(sign_in, visible, tm):
    page = text(sign_in(tm).get(detail(visible())))
    assert "Due Thu 7 May 2026: 45 working days from Mon 2 Mar" in page
    assert "Give the reason" in page
    assert "it never pauses" in page


def test_a_clock_out_of_scope_does_not_exist(sign_in, subjects, tm):
    made = running(subjects, starts=START)
    for name in ("deadline-detail", "breach-reason-create", "pause-create"):
        assert sign_in(tm).get(detail(made, name)).status_code == 404


def test_a_worker_sees_but_gives_no_reason(sign_in, visible, sw):
    made = visible()
    assert "Give the reason" not in text(sign_in(sw).get(detail(made)))
    assert sign_in(sw).get(detail(made, "breach-reason-create")).status_code == 403


def test_a_manager_gives_the_reason(sign_in, visible, tm):
    made = visible()
    client = sign_in(tm)
    assert "the reason" in text(client.get(detail(made, "breach-reason-create"))).lower()
    answer = client.post(detail(made, "breach-reason-create"), {"reason": "Worker ill"})
    assert answer.status_code == 302
    assert BreachReason.objects.get().given_by == tm
    assert "Worker ill" in text(client.get(detail(made)))


def test_a_reason_without_a_breach_is_refused_in_words(sign_in, visible, tm):
    made = visible(met=date(2026, 3, 3))
    answer = sign_in(tm).post(detail(made, "breach-reason-create"), {"reason": "r"})
    assert "has not been missed" in text(answer)


def test_a_manager_pauses_a_local_clock_and_lets_it_go_on(sign_in, visible, tm, today):
    made = visible(rule="C14", key="visit", starts=today)
    client = sign_in(tm)
    assert "Pause this clock" in text(client.get(detail(made)))
    client.post(detail(made, "pause-create"), {"reason": "Family abroad"})
    page = text(client.get(detail(made)))
    assert "Family abroad" in page
    assert "Let it go on" in page
    client.post(detail(made, "pause-end"))
    made.deadline.refresh_from_db()
    assert made.deadline.paused_since is None


def test_pausing_the_law_is_refused_in_words(sign_in, visible, tm):
    answer = sign_in(tm).post(detail(visible(), "pause-create"), {"reason": "r"})
    assert "set by law or guidance" in text(answer)


def test_the_gate_lets_loaded_clocks_remind(sign_in, subjects, visible, tm):
    visible(silent=True)
    running(subjects, starts=START, silent=True)
    client = sign_in(tm)
    assert "1 loaded clock" in text(client.get(reverse(BOARD)))
    assert "1 clock came in" in text(client.get(reverse("timescales:gate")))
    client.post(reverse("timescales:gate"))
    assert Deadline.objects.filter(is_silent=True).count() == 1
    assert "No clock is silent" in text(client.get(reverse("timescales:gate")))


# ---- Rules and the calendar ------------------------------------------------------------------


def test_every_rule_stands_on_the_page_with_its_source_and_status(sign_in, sw):
    page = text(sign_in(sw).get(reverse("timescales:rule-list")))
    for code in [f"C{number}" for number in range(1, 24)]:
        assert f"<strong>{code}</strong>" in page
    assert "Local default, unverified" in page
    assert "1 working day overdue: their team manager and whoever deputises" in page
    assert "Add an edition" not in page


def test_rules_cost_the_same_however_many_editions(sign_in, admin, queries_for):
    client = sign_in(admin)
    client.get(reverse("timescales:rule-list"))
    before = queries_for(lambda: client.get(reverse("timescales:rule-list")))
    ClockRule.objects.filter(code="C14").update(effective_to=date(2027, 1, 1))
    new = ClockRule.objects.get(code="C14")
    new.pk, new.edition, new.effective_to = None, "Next", None
    new.effective_from = date(2027, 1, 2)
    new.save()
    assert queries_for(lambda: client.get(reverse("timescales:rule-list"))) == before


def test_a_clock_can_be_tried(sign_in, sw):
    address = reverse("timescales:clock-try")
    client = sign_in(sw)
    assert "Nothing worked out yet" in text(client.get(address))
    page = text(client.get(address, {"rule": "C5", "start": "2025-05-01"}))
    assert "Friday 23 May 2025" in page
    assert "Early May bank holiday" in page
    page = text(client.get(address, {"rule": "C5", "start": "2025-05-01", "limit": "1"}))
    assert "Friday 2 May 2025" in page
    assert "neither a date" in text(client.get(address, {"rule": "C5", "start": "soon"}))
    assert "needs a date with a time" in text(
        client.get(address, {"rule": "C20", "start": "2025-05-01"})
    )


def edition(today, **fields) -> dict:
    return {
        "edition": "Board of May",
        "limits": "15",
        "counting": "day0",
        "warn_at": "3",
        "effective_from_day": today.day,
        "effective_from_month": today.month,
        "effective_from_year": today.year + 1,
        "status": "verified",
        "source": "Procedures 4.2",
        "note": "",
    } | fields


def test_an_administrator_adds_an_edition(sign_in, admin, today):
    rule = ClockRule.objects.get(code="C14")
    address = reverse("timescales:edition-create", args=[rule.pk])
    client = sign_in(admin)
    assert "Now: 20 working days" in text(client.get(address))
    assert client.post(address, edition(today)).status_code == 302
    assert ClockRule.objects.get(code="C14", effective_to=None).limits == [15]
    assert "Board of May" in text(client.get(reverse("timescales:rule-list")))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"limits": "many"}, "Limit must be a number"),
        ({"limits": "0"}, "between 1 and 1000"),
        ({"effective_from_year": 2020}, "must be today or in the future"),
        ({"source": ""}, "Enter"),
        ({"edition": "Shipped default"}, "already"),
    ],
)
def test_a_wrong_edition_is_refused_in_words(sign_in, admin, today, fields, message):
    rule = ClockRule.objects.get(code="C14")
    address = reverse("timescales:edition-create", args=[rule.pk])
    assert message in text(sign_in(admin).post(address, edition(today, **fields)))
    assert ClockRule.objects.filter(code="C14").count() == 1


def test_an_edition_that_has_ended_gets_no_successor(sign_in, admin):
    old = ClockRule.objects.get(code="C2", edition="Working Together 2023")
    address = reverse("timescales:edition-create", args=[old.pk])
    assert sign_in(admin).get(address).status_code == 404


def test_only_an_administrator_changes_rules_and_calendar(sign_in, tm):
    rule = ClockRule.objects.get(code="C14")
    client = sign_in(tm)
    assert client.get(reverse("timescales:holiday-create")).status_code == 403
    assert client.get(reverse("timescales:edition-create", args=[rule.pk])).status_code == 403


HOLIDAY = {"date_day": "20", "date_month": "4", "date_year": "2026", "name": "Day of mourning"}


def test_a_holiday_says_what_it_moves_before_it_is_stored(sign_in, visible, admin):
    made = visible()
    address = reverse("timescales:holiday-create")
    client = sign_in(admin)
    assert "becomes a bank holiday" in text(client.get(address))
    page = text(client.post(address, HOLIDAY))
    assert "1 open clock" in page
    assert not ExtraHoliday.objects.exists()
    confirmed = {"date": "2026-04-20", "name": "Day of mourning", "is_removed": ""}
    answer = client.post(address, confirmed | {"confirmed": "yes"})
    assert answer.status_code == 302
    made.deadline.refresh_from_db()
    assert made.deadline.due_on == date(2026, 5, 8)
    assert "Day of mourning" in text(client.get(reverse("timescales:holiday-list")))


def test_a_day_entered_before_is_refused(sign_in, admin):
    ExtraHoliday.objects.create(date=date(2026, 4, 20), name="x")
    page = text(sign_in(admin).post(reverse("timescales:holiday-create"), HOLIDAY))
    assert "already been entered" in page


def test_the_nightly_check_is_the_administrators(sign_in, admin, tm):
    address = reverse("timescales:drift-list")
    assert sign_in(tm).get(address).status_code == 403
    client = sign_in(admin)
    assert "No night has been checked" in text(client.get(address))
    DriftReport.objects.create(
        ran_at="2026-05-04T02:10Z", checked=10, drifted=1,
        details=[{"reference": "TS-1", "rule": "C2", "field": "met_on", "stored": None,
                  "derived": "2026-05-01"}],
    )  # fmt: skip
    page = text(client.get(address))
    assert "10 clocks checked, 1 difference." in page
    assert "met_on was empty, is 2026-05-01" in page
