"""A student, their practice educator and two children they talk about."""

from datetime import date

import pytest

from casework.child.actions import add_child, involve
from casework.child.models import Child, Involvement
from placements.models import PracticePlacement
from supervision import actions
from supervision.models import SupervisionExtract, SupervisionSession
from tests.partners.factories import ContactFactory, UniversityFactory
from tests.stage import staged
from tests.supervision.factories import PracticePlacementFactory, SupervisionSessionFactory

SINCE = date(2026, 9, 14)
HELD_ON = date(2026, 11, 19)


@pytest.fixture
def make_child(tm, team, student, sw):
    """`make_child("Tomasz")`: a child of the team, the student co-works, `sw` is accountable."""

    def make(first_name: str) -> Child:
        child = add_child(
            by=tm, first_name=first_name, last_name="Sample", dob=date(2015, 3, 2), sex="M"
        )
        roles = Involvement.Role
        for role, who in (
            (roles.TEAM, {"team": team}),
            (roles.ACCOUNTABLE, {"person": sw}),
            (roles.CO_WORKER, {"person": student}),
        ):
            involve(child=child, role=role, starts_on=SINCE, by=tm, why="Allocated", **who)
        return child

    return make


@pytest.fixture
def tomasz(make_child) -> Child:
    return make_child("Tomasz")


@staged
def draft(student, pe) -> SupervisionSession:
    return SupervisionSessionFactory(student=student, practice_educator=pe, held_on=HELD_ON)


@pytest.fixture
def write(pe):
    """`write(session, **parts)`: saves the draft as its practice educator would."""

    def save(session: SupervisionSession, **parts) -> SupervisionSession:
        texts = {
            "header": {"held_on": session.held_on, "minutes": 90},
            "wellbeing": {"text": "Slept badly.", "is_risk": False, "risk": ""},
            "learning": {"model": "kolb", "reflection": "Waited.", "learning": ""},
            "cases": [],
            "actions": [],
        }
        return actions.save_session(
            session=session,
            began_from=session.lock_version,
            by=session.practice_educator,
            **(texts | parts),
        )

    return save


@pytest.fixture
def ask():
    def send(session: SupervisionSession, on: date = HELD_ON) -> SupervisionSession:
        return actions.ask_to_agree(
            session=session,
            by=session.practice_educator,
            began_from=session.lock_version,
            on=on,
        )

    return send


@pytest.fixture
def agree():
    def answer(session: SupervisionSession) -> SupervisionSession:
        return actions.agree(session=session, by=session.student)

    return answer


@staged
def placement(student, pe, team, tutor) -> PracticePlacement:
    """The student's own, with a tutor who signs in."""
    university = UniversityFactory()
    contact = ContactFactory(school=None, university=university, role="tutor", person=tutor)
    return PracticePlacementFactory(
        student=student, practice_educator=pe, team=team, university=university, tutor=contact
    )


@pytest.fixture
def answered(draft, write, ask, agree) -> SupervisionSession:
    """Written, sent and agreed."""
    return agree(ask(write(draft)))


@pytest.fixture
def release(answered, placement, pe):
    """`release(learning="…")`: an extract of the answered session, by its practice educator."""

    def send(**changes) -> SupervisionExtract:
        chosen = {"learning": "Silences.", "is_checked": True, "by": pe, "on": HELD_ON}
        return actions.release_extract(session=answered, **(chosen | changes))

    return send
