"""Supervision every week or so: held, agreed, sometimes seen differently, once missed; now and then
its learning is released to the university.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from accounts.models import Person
from casework.child.models import Child
from placements.models import PracticePlacement
from pop_portal.demo.stage import Stage, weekly
from supervision import actions
from supervision.actions import ActionText, CaseText
from supervision.models import SupervisionSession

WELLBEING = (
    "Settling in. Finds the drive home a good time to think.",
    "Tired after two late visits. Agreed to start at ten on Thursday.",
    "Proud of the school's thanks. Slept well.",
    "Upset after a session. Talked it through, knows who to ring in the evening.",
)
REFLECTIONS = (
    "Noticed filling silences, and tried waiting. The child spoke first the second time.",
    "Thought about whose words were written down. Some were the adult's and are marked so now.",
    "Compared the plan with what the family asked for. Two actions were ours and not theirs.",
    "Looked at power in the room: where people sat, who held the pen.",
)
LEARNING = (
    "Critical reflection and analysis: name the feeling, then the thought, then the choice.",
    "Rights, justice and economic wellbeing: read the housing letter as the family would.",
    "Skills and interventions: prepare one open question for each session.",
)
EXTRACTS = (
    "Waiting: plans for silence now, and says first what they noticed in themselves.",
    "Rights and justice: read a letter as those would to whom it was written, and rewrote it.",
    "Observed once. Questions are open; the ending was rushed, so ten minutes are kept free.",
)
# Of a placement, every so many sessions; and which of them was taken back.
RELEASED_EVERY, TAKEN_BACK = 3, 6
ACTIONS = (
    "Book the induction with the police team",
    "Ask the tutor about essay dates",
    "Read the procedure on lone working",
    "Prepare two questions for the next session",
)


class Supervisions:
    """Puts a student's supervision on the stage, beginning in their first week."""

    def __init__(self, stage: Stage, chance: Random) -> None:
        self.stage, self.chance = stage, chance

    def plan(self, placement: PracticePlacement, last: date) -> None:
        first = placement.starts_on + timedelta(days=4 - placement.starts_on.weekday() % 5)
        for number, on in enumerate(weekly(first, last)):
            day = on if on not in self.stage.calendar.holidays else on + timedelta(days=4)
            self.stage.at(
                day, 10.5, lambda number=number, day=day: self._hold(placement, number, day)
            )

    def _hold(self, placement: PracticePlacement, number: int, on: date) -> None:
        placement.refresh_from_db()  # who educates may have changed by then
        student, educator = placement.student, placement.practice_educator
        if number == 4 and student.name.startswith(("Harry", "Grace", "Dev")):
            self._missed(student, educator, on)
            return
        session = actions.start_session(student=student, held_on=on, by=educator)
        session = actions.save_session(
            session=session,
            began_from=session.lock_version,
            by=educator,
            header={"minutes": self.chance.choice([75, 90, 90, 105])},
            wellbeing={"text": WELLBEING[number % len(WELLBEING)]},
            learning=self._learning(number),
            cases=self._cases(student, educator, on),
            actions=[ActionText(text=ACTIONS[number % len(ACTIONS)], owner=student)],
        )
        session = actions.ask_to_agree(
            session=session, by=educator, began_from=session.lock_version
        )
        self.stage.at(
            on + timedelta(days=3 if on.weekday() == 4 else 1),
            12.5,
            lambda: self._answer(session, number),
        )
        if number % RELEASED_EVERY == 0:
            self.stage.at(
                on + timedelta(days=7), 15.5, lambda: self._release(session, placement, number)
            )

    def _missed(self, student: Person, educator: Person, on: date) -> None:
        session = actions.start_session(
            student=student,
            held_on=on,
            by=educator,
            is_missed=True,
            missed_why="The practice educator was called to a conference.",
        )
        actions.ask_to_agree(session=session, by=educator, began_from=session.lock_version)

    def _learning(self, number: int) -> dict[str, Any]:
        return {
            "model": "kolb",
            "reflection": REFLECTIONS[number % len(REFLECTIONS)],
            "learning": LEARNING[number % len(LEARNING)],
        }

    def _cases(self, student: Person, educator: Person, on: date) -> Sequence[CaseText]:
        both = Child.objects.visible_to(educator, on).filter(
            pk__in=Child.objects.visible_to(student, on).values("pk")
        )
        return [
            CaseText(child=child, discussed="How the last session went, and what it leaves open.")
            for child in both.order_by("la_child_id")[:2]
        ]

    def _answer(self, session: SupervisionSession, number: int) -> None:
        if number % 11 == 7:
            actions.see_differently(
                session=session,
                says="I remember agreeing to two visits before the letter, not one.",
                by=session.student,
            )
        else:
            actions.agree(session=session, by=session.student)

    def _release(
        self, session: SupervisionSession, placement: PracticePlacement, number: int
    ) -> None:
        placement.refresh_from_db()
        educator = session.practice_educator
        if placement.practice_educator != educator:
            return  # who came after does not know this session
        session.refresh_from_db()
        extract = actions.release_extract(
            session=session,
            learning=EXTRACTS[number // RELEASED_EVERY % len(EXTRACTS)],
            reflection=REFLECTIONS[1] if number % 2 else "",
            agreed=ACTIONS[1] if number % 2 else "",
            is_checked=True,
            by=educator,
        )
        if number == TAKEN_BACK:
            actions.withdraw_extract(
                extract=extract, why="The student asked to read it first.", by=educator
            )
