"""Three parts, three audiences: the cast against each part, written by hand."""

import pytest

from accounts.actions import appoint_deputy
from accounts.roles import Role
from casework.child.actions import restrict_child
from supervision.actions import ActionText, CaseText
from supervision.models import (
    AgreedAction,
    CaseDiscussion,
    LearningPart,
    SupervisionSession,
    WellbeingPart,
)
from tests.supervision.conftest import HELD_ON

PARTS = {
    "header": SupervisionSession,
    "wellbeing": WellbeingPart,
    "learning": LearningPart,
    "case": CaseDiscussion,
    "action": AgreedAction,
}
EVERYTHING = {"header", "wellbeing", "learning", "case", "action"}
WHO_READS_WHAT = {
    "pe": EVERYTHING,
    "student": EVERYTHING,
    "tm": {"header", "learning", "case", "action"},
    "auditor": {"header", "case"},
    "sw": set(),
    "gm": set(),
    "business_support": set(),
    "tutor": set(),
    "dsl": set(),
    "admin": set(),
    "outsider": set(),
}


@pytest.fixture
def full(draft, tomasz, write, student, sw):
    case = CaseText(
        child=tomasz,
        discussed="Dad's views.",
        what="Visit Dad.",
        why="He has parental responsibility.",
        owner=student,
        due_on=HELD_ON,
    )
    return write(draft, cases=[case], actions=[ActionText(text="Book", owner=student)])


def read_by(person) -> set[str]:
    return {
        part for part, model in PARTS.items() if model.objects.visible_to(person, HELD_ON).exists()
    }


@pytest.mark.parametrize("who", WHO_READS_WHAT)
def test_each_part_has_its_audience(cast, full, ask, who):
    ask(full)
    assert read_by(getattr(cast, who)) == WHO_READS_WHAT[who]


@pytest.mark.parametrize("who", WHO_READS_WHAT)
def test_a_draft_is_its_writers_alone(cast, full, who):
    assert read_by(getattr(cast, who)) == (EVERYTHING if who == "pe" else set())


def test_another_student_reads_nothing(full, ask, someone, team):
    ask(full)
    assert read_by(someone(Role.STUDENT, "Omar Other", team)) == set()


def test_another_practice_educator_reads_nothing(full, ask, someone, team):
    ask(full)
    assert read_by(someone(Role.PRACTICE_EDUCATOR, "Paula Other", team)) == set()


def test_a_manager_of_another_team_reads_nothing(full, ask, someone, neighbouring_team):
    ask(full)
    assert read_by(someone(Role.TEAM_MANAGER, "Tim Other", neighbouring_team)) == set()


@pytest.mark.parametrize("who", WHO_READS_WHAT)
def test_a_recorded_risk_opens_wellbeing_to_the_team_manager_only(cast, draft, write, ask, who):
    risk = {"text": "Very low.", "is_risk": True, "risk": "Thoughts of harm."}
    ask(write(draft, wellbeing=risk))
    reads = WellbeingPart.objects.visible_to(getattr(cast, who), HELD_ON).exists()
    assert reads == (who in {"pe", "student", "tm"})


def test_a_deputy_reads_what_the_manager_reads(full, ask, someone, team, tm):
    deputy = someone(Role.PRACTICE_EDUCATOR, "Dora Deputy", team)
    appoint_deputy(
        manager=tm, deputy=deputy, starts_on=HELD_ON, ends_on=HELD_ON, why="Leave", by=tm
    )
    ask(full)
    assert read_by(deputy) == WHO_READS_WHAT["tm"]


def test_a_restricted_child_is_closed_here_too(full, ask, tm, pe, auditor, tomasz):
    ask(full)
    restrict_child(child=tomasz, starts_on=HELD_ON, why="Police", by=tm, named=[])
    cases = {who: CaseDiscussion.objects.visible_to(who, HELD_ON) for who in (pe, auditor, tm)}
    assert {who for who, rows in cases.items() if rows.exists()} == {tm}  # who is always named
