"""What happens to placements on their way: concerns, changes, cover, fees and journeys."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from accounts.models import Person
from placements.change import actions as change
from placements.concern import actions as concerns
from placements.concern.actions import Point
from placements.concern.models import Concern
from placements.concern.states import Move
from placements.models import PracticePlacement
from placements.money import actions as money
from pop_portal.demo import cast
from pop_portal.demo.stage import Stage
from pop_portal.demo.supervisions import Supervisions
from pop_portal.demo.team import Placing

# In working days before today.
SUSPENDED, REINSTATED, HANDED_ON = 45, 35, 20
AWAY, BACK = 14, 10


def found(stage: Stage, chance: Random) -> None:
    """Put all of it on the stage."""
    Interrupted(stage, cast.INTERRUPTED, Supervisions(stage, chance)).tell()
    _finished_concern(Way(stage, "ewa", "nadia"))
    _running_concern(Way(stage, "farah", "owen"))
    stage.at(stage.day(15), 11, lambda: _extend(stage))
    stage.at(stage.day(AWAY + 2), 15, lambda: _cover(stage))
    _fees(stage)
    _journeys(stage)


def _placement(stage: Stage, key: str) -> PracticePlacement:
    return PracticePlacement.objects.get(student=stage.people[key])


class Interrupted(Placing):
    """A placement that stood still for a while and then went on with another educator."""

    @property
    def is_former(self) -> bool:
        """Came in no intake; the placement itself goes on."""
        return True

    def _arrive(self) -> None:
        super()._arrive()
        stage = self.stage
        stage.at(stage.day(SUSPENDED + 1), 16, self._suspend)
        stage.at(stage.day(REINSTATED + 1), 16, self._reinstate)
        stage.at(stage.day(HANDED_ON), 8.5, self._hand_on)

    def stands_still(self, day: date) -> bool:
        return self.stage.day(SUSPENDED) <= day < self.stage.day(REINSTATED)

    def _suspend(self) -> None:
        stage = self.stage
        change.suspend_placement(
            placement=_placement(stage, self.student.key),
            starts_on=stage.day(SUSPENDED),
            review_on=stage.day(REINSTATED - 3),
            why="An operation, and time to recover. Agreed with the university.",
            on=stage.day(SUSPENDED + 1),
            by=stage.people["tm"],
        )

    def _reinstate(self) -> None:
        stage = self.stage
        change.reinstate_placement(
            placement=_placement(stage, self.student.key),
            starts_on=stage.day(REINSTATED),
            why="Well again; starts with short days in the office.",
            on=stage.day(REINSTATED + 1),
            by=stage.people["tm"],
            override_reason="The desk by the window is free on these days.",
        )

    def _hand_on(self) -> None:
        stage = self.stage
        change.change_educator(
            placement=_placement(stage, self.student.key),
            practice_educator=stage.people["sian"],
            from_on=stage.day(HANDED_ON),
            why="Bethan takes on the students of the spring intake; Sian knows the work.",
            on=stage.day(HANDED_ON),
            by=stage.people["tm"],
            override_reason="Sian has one student more until spring, and a desk is free.",
        )


class Way:
    """One student's concern, moved on through its steps on days of the stage."""

    def __init__(self, stage: Stage, student: str, educator: str) -> None:
        self.stage, self.student, self.educator = stage, student, educator

    def at(self, ago: int, hour: float, event: Callable[[], Any]) -> None:
        self.stage.at(self.stage.day(ago), hour, event)

    @property
    def concern(self) -> Concern:
        return Concern.objects.get(placement=_placement(self.stage, self.student))

    def begin(self, ago: int, **told: Any) -> None:
        on = self.stage.day(ago)
        concerns.raise_concern(
            placement=_placement(self.stage, self.student),
            held_on=on,
            on=on,
            by=self.stage.people[self.educator],
            **told,
        )

    def go(self, ago: int, move: Move, by: str, **told: Any) -> None:
        on = self.stage.day(ago)
        concerns.move_concern(
            concern=self.concern, move=move, held_on=on, on=on, by=self.stage.people[by], **told
        )

    def speak(self, ago: int, text: str, move: Move, by: Person | None = None) -> None:
        concerns.say_in_own_words(
            step=self.concern.concern_steps.filter(move=move).latest("recorded_at"),
            text=text,
            on=self.stage.day(ago),
            by=by or self.stage.people[self.student],
        )


def _finished_concern(way: Way) -> None:
    stage = way.stage
    way.at(
        34,
        15,
        lambda: way.begin(
            34,
            about="Records of visits come a week late or more",
            said="We looked at four records together. Each was written on the Sunday after.",
            support="An hour on Thursdays kept free for writing, away from the telephones.",
            review_on=stage.day(26),
        ),
    )
    way.at(
        33,
        12,
        lambda: way.speak(
            33,
            "I thought a good record has to be long. Nobody had shown me a short one.",
            Move.RAISE,
        ),
    )
    way.at(
        28,
        14,
        lambda: way.go(
            28,
            Move.STAGE_ONE,
            "nadia",
            said="The three of us met. It is about writing, not about the work with families.",
            support="Two records written together. Examples of short records from the team.",
            who_was_there="The student, the practice educator, the tutor",
            points=[
                Point("Each record within two working days", "student", stage.day(20)),
                Point("Reads each draft on the day it comes", "educator", stage.day(20)),
            ],
            review_on=stage.day(20),
        ),
    )
    way.at(
        27,
        12,
        lambda: way.speak(
            27,
            "Two days is fair. I asked for the examples and got them the same day.",
            Move.STAGE_ONE,
        ),
    )
    way.at(20, 14, lambda: _answer_points(way, 20))
    way.at(
        20,
        15,
        lambda: way.go(
            20, Move.REVIEW, "nadia", said="Eight records, all within two days; one came back once."
        ),
    )
    way.at(
        12,
        15,
        lambda: way.go(
            12,
            Move.CLOSE,
            "tm",
            said="The records have come in time for four weeks. The plan has done what it was for.",
            outcome="resolved",
        ),
    )
    way.at(11, 12, lambda: way.speak(
        11, "I would say it earlier next time. So would they, I think.", Move.CLOSE
    ))  # fmt: skip


def _answer_points(way: Way, ago: int) -> None:
    for point in way.concern.points.all():
        concerns.answer_point(
            point=point, came="met", on=way.stage.day(ago), by=way.stage.people[way.educator]
        )


def _running_concern(way: Way) -> None:
    stage = way.stage
    way.at(
        16,
        15,
        lambda: way.begin(
            16,
            about="Goes into visits without a plan for the conversation",
            said="In two visits the questions came as they fell. Little could be written after.",
            support="Plans each visit with me the day before, for two weeks.",
            review_on=stage.day(7),
        ),
    )
    way.at(
        15,
        12,
        lambda: way.speak(
            15,
            "A plan makes me stiff. I agree that afterwards I did not know what I had asked.",
            Move.RAISE,
        ),
    )
    way.at(
        6,
        14,
        lambda: way.go(
            6,
            Move.STAGE_ONE,
            "owen",
            said="Better when planned together, not yet alone. Illness made it harder.",
            support="One visit a week is observed, with the student's own plan to hand.",
            who_was_there="The student, the practice educator, the tutor",
            points=[
                Point("Three visits with a written plan of one's own", "student", stage.ahead(6)),
                Point("Says after each visit what worked, in writing", "educator", stage.ahead(6)),
                Point(
                    "Talks with the student about deadlines of essays", "university", stage.ahead(2)
                ),
            ],
            review_on=stage.ahead(8),
        ),
    )
    way.at(5, 12, lambda: way.speak(
        5, "I would like to try it with the tool cards first. Owen said yes.", Move.STAGE_ONE
    ))  # fmt: skip


def _extend(stage: Stage) -> None:
    placement = _placement(stage, "ben")
    change.extend_placement(
        placement=placement,
        planned_ends_on=stage.ahead(40),
        why="Two more weeks for the last observation, asked for by the university.",
        on=stage.day(15),
        by=stage.people["tm"],
        override_reason="Nadia keeps an hour free for it.",
    )


def _cover(stage: Stage) -> None:
    here = [one for one in cast.STUDENTS if one.began > AWAY + 2]
    students = [one.key for one in here if one.educator == "owen"]
    covers = change.start_cover(
        placements=[_placement(stage, key) for key in students],
        by_whom=stage.people["bethan"],
        starts_on=stage.day(AWAY),
        ends_on=stage.day(BACK),
        why="A week of leave",
        on=stage.day(AWAY + 2),
        by=stage.people["tm"],
    )
    stage.at(
        stage.day(BACK),
        16,
        lambda: change.hand_back(
            cover=covers[0],
            text="All weeks are confirmed. One draft came back twice; it is worth ten minutes.",
            by=stage.people["bethan"],
        ),
    )


def _fees(stage: Stage) -> None:
    def rate() -> None:
        money.set_fee_rate(
            university=stage.places["severn"],
            amount=Decimal("21.50"),
            starts_on=stage.day(150),
            source="Agreement with the university of that summer, schedule 2.",
            is_verified=True,
            by=stage.people["pat"],
        )

    stage.at(stage.day(150), 11, rate)
    stage.at(stage.day(55), 10, lambda: _claim(stage, "severn", 55, "SVU-0412", paid=40))
    stage.at(stage.day(14), 10, lambda: _claim(stage, "teme", 14, "UTV-0077"))
    stage.at(stage.day(2), 10, lambda: _claim(stage, "severn", 2))


def _claim(stage: Stage, university: str, ago: int, number: str = "", *, paid: int = 0) -> None:
    by, on = stage.people["pat"], stage.day(ago)
    claim = money.make_claim(
        team=stage.teams["pop"], university=stage.places[university], until=on, on=on, by=by
    )
    if number:
        money.send_claim(claim=claim, sent_on=on, reference=number, on=on, by=by)
    if paid:
        came_on = stage.day(paid)
        worth = sum((day.counts * day.rate for day in claim.days.all()), Decimal(0))
        stage.at(
            came_on,
            11,
            lambda: money.pay_claim(
                claim=claim,
                paid_on=came_on,
                paid=worth.quantize(Decimal("0.01")),
                on=came_on,
                by=by,
            ),
        )


JOURNEYS = (
    (24, "visit", "car", "Kidderminster", "Stourport-on-Severn", "9.4", None),
    (18, "school", "car", "Kidderminster", "Bewdley", "7.0", None),
    (11, "meeting", "fare", "Kidderminster", "Worcester", None, "8.60"),
    (4, "visit", "car", "Kidderminster", "Stourport-on-Severn", "9.4", None),
)


def _journeys(stage: Stage) -> None:
    for journey in JOURNEYS:
        stage.at(stage.day(journey[0]), 18, lambda journey=journey: _travel(stage, *journey))
    stage.at(
        stage.day(9),
        10,
        lambda: money.repay_journeys(
            placement=_placement(stage, "amara"),
            until=stage.day(10),
            on=stage.day(9),
            by=stage.people["pat"],
        ),
    )


def _travel(
    stage: Stage,
    ago: int,
    purpose: str,
    how: str,
    went_from: str,
    went_to: str,
    miles: str | None,
    fare: str | None,
) -> None:
    money.record_journey(
        placement=_placement(stage, "amara"),
        on=stage.day(ago),
        purpose=purpose,
        how=how,
        went_from=went_from,
        went_to=went_to,
        miles=Decimal(miles) if miles else None,
        fare=Decimal(fare) if fare else None,
        by=stage.people["amara"],
        today=stage.day(ago),
    )
