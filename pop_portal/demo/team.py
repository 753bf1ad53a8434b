"""The team's own two years: people, universities, schools, placements, days and supervision."""

from datetime import date, timedelta
from random import Random

from accounts import actions as accounts
from accounts.models import Person
from accounts.roles import Role
from placements import actions as placements
from placements.checks.actions import verify_check
from placements.ledger import actions as ledger
from placements.models import PlacementDay, PracticePlacement
from pop_portal.demo import cast, intakes
from pop_portal.demo.cast import STAFF, StudentCharacter
from pop_portal.demo.courses import Course, tell_rules
from pop_portal.demo.partners import add_schools, add_universities
from pop_portal.demo.stage import Stage
from pop_portal.demo.supervisions import Supervisions

# When the service and its staff began, in working days before today: before any of the stories.
FOUNDED = 505
# The day of a placement on which the university calls its students back.
RECALLED = 9
Kind = PlacementDay.Kind


def found(stage: Stage, chance: Random) -> None:
    """Put the team's whole history on the stage."""
    stage.at(stage.day(FOUNDED), 9, lambda: _staff(stage))
    stage.at(stage.day(FOUNDED), 10, lambda: _partners(stage))
    tell_rules(stage, stage.day(FOUNDED))
    intakes.found(stage, FOUNDED)
    supervisions = Supervisions(stage, chance)
    for student in (*cast.FORMER_STUDENTS, *cast.STUDENTS):
        Placing(stage, student, supervisions).tell()


def _staff(stage: Stage) -> None:
    for key, name, is_pop in (
        ("pop", cast.POP, True),
        ("north", cast.NORTH, False),
        ("south", cast.SOUTH, False),
    ):
        stage.teams[key] = accounts.add_team(name=name, is_pop=is_pop, by=None)
    by_name = {team.name: team for team in stage.teams.values()}
    for one in STAFF:
        stage.people[one.key] = accounts.add_person(
            email=one.email,
            name=one.name,
            role=one.role,
            team=by_name.get(one.team),
            registration_number=one.registration_number,
            access_from=stage.day(FOUNDED),
            by=None,
        )
    for worker in ("nadia", "owen", "sian", "bethan", "lorna", "rob"):
        _answers(stage, worker, "tm")
    for worker in ("meera", "tom"):
        _answers(stage, worker, "north_tm")
    _answers(stage, "yewande", "south_tm")
    _answers(stage, "tm", "gm")


def _answers(stage: Stage, key: str, manager: str) -> None:
    accounts.start_reporting_line(
        person=stage.people[key],
        answers_to=stage.people[manager],
        kind="case",
        starts_on=stage.day(FOUNDED),
        why="Line management",
        by=None,
    )


def _partners(stage: Stage) -> None:
    add_universities(stage)
    add_schools(stage)


class Placing:
    """One student's placement: start, checks, days, an end where it is over."""

    def __init__(self, stage: Stage, student: StudentCharacter, supervisions: Supervisions) -> None:
        self.stage, self.student, self.supervisions = stage, student, supervisions
        stage.places[f"educator of {student.key}"] = student.educator

    def tell(self) -> None:
        self.stage.at(self.first, 8, self._arrive)

    @property
    def first(self) -> date:
        """The first day of the placement: a Monday where the pattern has one."""
        return self.stage.day(self.student.began)

    @property
    def is_former(self) -> bool:
        return self.student in cast.FORMER_STUDENTS

    def _arrive(self) -> None:
        stage, student = self.stage, self.student
        person = accounts.add_person(
            email=student.email,
            name=student.name,
            role=Role.STUDENT,
            access_from=self.first,
            by=None,
        )
        stage.people[student.key] = person
        if self.is_former:
            placement = self._start_without_an_intake(person)
        else:
            placement = intakes.place(stage, student, person, self.first)
            intakes.verify(stage, placement, student)
        self._fill_ledger(placement, person)
        Course(stage, student, placement, self.working_days()).tell()
        self.supervisions.plan(placement, self.last_worked())

    def _start_without_an_intake(self, person: Person) -> PracticePlacement:
        """Students of the first two years came before intakes were planned here."""
        stage, student = self.stage, self.student
        placement = placements.start_placement(
            student=person,
            practice_educator=stage.people[student.educator],
            university=stage.places[student.university],
            team=stage.teams["pop"],
            days_total=student.days,
            starts_on=self.first,
            weekdays=student.pattern,
            tutor=stage.places[f"tutor of {student.university}"],
            by=stage.people["tm"],
        )
        for check in placement.checks.filter(item__is_critical=True).select_related("item"):
            verify_check(
                check=check, verified_on=self.first, by=self.stage.people[student.educator]
            )
        return placement

    def last_worked(self) -> date:
        """The end of a former student's placement; for the others, yesterday's working day."""
        if not self.is_former:
            return self.stage.day(0)
        return self.working_days()[-1]

    def working_days(self) -> list[date]:
        """Days on placement so far: the weekly pattern without bank holidays, up to the total."""
        span = (self.stage.today - self.first).days
        days = [self.first + timedelta(days=n) for n in range(span)]
        expected = [
            day
            for day in days
            if day.weekday() in self.student.pattern
            and day not in self.stage.calendar.holidays
            and not self.stands_still(day)
        ]
        away = len(self.student.off_sick)
        return expected[: self.student.days + away]

    def stands_still(self, day: date) -> bool:
        """Whether the placement is suspended on that day."""
        return False

    def _fill_ledger(self, placement: PracticePlacement, person: Person) -> None:
        """The student enters each day in the evening; the educator confirms the week on Monday."""
        days = self.working_days()
        sick = {self.stage.day(ago) for ago in self.student.off_sick}
        for n, day in enumerate(days, start=1):
            kind = Kind.SICK if day in sick else self._kind_of(n)
            self.stage.at(
                day, 17.25, lambda day=day, kind=kind: self._enter(placement, person, day, kind)
            )
        for monday in sorted({day - timedelta(days=day.weekday()) for day in days}):
            confirmed_on = monday + timedelta(days=7)
            self.stage.at(
                confirmed_on, 9.25, lambda monday=monday: self._confirm(placement, monday)
            )
        if self.is_former and len(days) >= self.student.days:
            self.stage.at(days[-1] + timedelta(days=7), 16, lambda: self._end(placement, days[-1]))

    def _kind_of(self, n: int) -> PlacementDay.Kind:
        """Each tenth day is for study; once the university calls its students back, and that day is
        made up at the end.
        """
        if not self.is_former and n == RECALLED:
            return Kind.RECALL
        return Kind.STUDY if n % 10 == 0 else Kind.ATTENDED

    def _enter(self, placement: PracticePlacement, person: Person, day: date, kind: str) -> None:
        ledger.record_day(placement=placement, on=day, kind=kind, by=person, today=day)

    def _confirm(self, placement: PracticePlacement, monday: date) -> None:
        placement.refresh_from_db()  # who educates may have changed by then
        ledger.confirm_week(
            placement=placement,
            week=monday,
            by=placement.practice_educator,
            today=monday + timedelta(days=7),
        )

    def _end(self, placement: PracticePlacement, last: date) -> None:
        placements.end_placement(
            placement=placement,
            on=last,
            outcome=PracticePlacement.Outcome.COMPLETED,
            by=self.stage.people["tm"],
        )
        accounts.end_access(person=placement.student, on=last + timedelta(days=10), by=None)
