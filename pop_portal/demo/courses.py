"""The course of each placement: agreement, meetings, steps, reports, and where students went."""

import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from placements.agreement import actions as agreements
from placements.models import PracticePlacement, UniversityRule
from placements.models.rule import RuleFact
from placements.rule import actions as rules
from placements.timeline import actions as timeline
from pop_portal.demo.cast import FORMER_STUDENTS, StudentCharacter
from pop_portal.demo.stage import Stage

WORDS = tomllib.loads(Path(__file__).with_name("courses.toml").read_text())
DESTINATIONS = {one["key"]: one for one in WORDS["destination"]}
# Whose agreement is not in force: still being written, or waiting for one of the three.
WRITING, WAITS_FOR_STUDENT, WAITS_FOR_TUTOR = "harry", "chloe", "lowri"
# One asked for a change first; one has a second version; one has adjustments.
ASKED_FOR_A_CHANGE, SECOND_VERSION, WITH_ADJUSTMENTS = "grace", "ben", "ewa"
# Whose interim report is not signed yet: being written, or sent to the student.
REPORT_IN_HAND, REPORT_SENT = "dev", "farah"
# Whose observation and feedback are behind, so that something is due.
BEHIND = frozenset({"kofi", "jonah"})
OPEN_FACTS = {"severn": frozenset(), "teme": frozenset({RuleFact.WORKLOAD, RuleFact.PORTFOLIO})}


# How much work a student of each university may carry, from which week on.
WORK = {
    "severn": [(week, Decimal(cases)) for week, cases in ((1, 1), (3, 2), (6, 3), (9, 4), (12, 6))],
    "teme": [(week, Decimal(cases)) for week, cases in ((1, 1), (3, 2), (5, 3), (8, 4))],
}


def tell_rules(stage: Stage, founded: date) -> None:
    """Each university's rule by academic year; one university has not answered on everything."""
    for key in OPEN_FACTS:
        for year in range(founded.year - 1, stage.today.year + 1):
            starts_on = date(year, 9, 1)
            entered_on = max(starts_on - timedelta(days=30), founded)
            stage.at(
                entered_on,
                11,
                lambda key=key, on=starts_on, day=entered_on: _rule(stage, key, on, day),
            )


def _rule(stage: Stage, key: str, starts_on: date, on: date) -> None:
    begun = rules.terms_of(UniversityRule.objects.get(university=None))
    more = {"people_by_end": 2} if key == "teme" else {"observations_final": 4}
    rule = rules.add_rule(
        university=stage.places[key],
        starts_on=starts_on,
        source=WORDS["rules"][key],
        terms=rules.Terms(begun.columns | more, begun.dates, WORK[key]),
        by=stage.people["jess"],
        on=on,
    )
    for fact in set(RuleFact) - OPEN_FACTS[key]:
        rules.confirm_fact(
            rule=rule, fact=fact, by=stage.people["jess"], on=on, how=WORDS["rules"]["how"]
        )


class Course:
    """What happens on the days of one placement; `days` are those on which the student came."""

    def __init__(
        self,
        stage: Stage,
        student: StudentCharacter,
        placement: PracticePlacement,
        days: list[date],
    ) -> None:
        self.stage, self.student, self.placement, self.days = stage, student, placement, days
        self.pe = stage.people[student.educator]
        self.tutor = placement.tutor.person
        self.is_former = student in FORMER_STUDENTS

    def tell(self) -> None:
        first, half = self.days[0] if self.days else self.stage.today, self.student.days // 2
        self.stage.at(first, 10, lambda: self._meet("informal", first, first - timedelta(days=10)))
        self._agreement()
        if self.student.key != WRITING:
            self._on(7, 14, lambda on: self._meet("agreement", on))
        self._steps(half)
        self._on(half - 3, 9, lambda on: self._arrange("interim", on + timedelta(days=5)))
        self._on(half, 14, lambda on: self._meet("interim", on))
        self._report("interim", half)
        if self.is_former:
            self._ending(self.student.days)

    def _on(self, n: int, hour: float, event: Callable[[date], Any]) -> None:
        """Let `event` happen on the n-th day of the placement, where it has come."""
        if n <= len(self.days):
            day = self.days[n - 1]
            self.stage.at(day, hour, lambda: event(day))

    # The agreement

    def _agreement(self) -> None:
        self._on(3, 11, self._write)
        if self.student.key == WRITING:
            return
        self._on(5, 15, self._send)
        if self.student.key == ASKED_FOR_A_CHANGE:
            self._on(6, 9, lambda on: self._answer("tutor", on, "change"))
            self._on(7, 9, self._send)
        after = 8 if self.student.key == ASKED_FOR_A_CHANGE else 6
        if self.student.key != WAITS_FOR_STUDENT:
            self._on(after, 12, lambda on: self._answer("student", on))
        if self.student.key not in {WAITS_FOR_TUTOR, WAITS_FOR_STUDENT}:
            self._on(after + 1, 16, lambda on: self._answer("tutor", on))
        if self.student.key == SECOND_VERSION:
            self._on(30, 10, lambda on: self._write(on, working_pattern=WORDS["agreement"]["next"]))
            self._on(31, 10, self._send)
            self._on(32, 10, lambda on: self._answer("student", on))
            self._on(33, 10, lambda on: self._answer("tutor", on))
        if self.student.key == WITH_ADJUSTMENTS:
            self._on(4, 12, self._private)

    def _write(self, on: date, **changes: str) -> None:
        begun = agreements.start_agreement(placement=self.placement, by=self.pe, on=on)
        fields = {name: getattr(begun, name) for name in agreements.FIELDS}
        said = {name: WORDS["agreement"][name].strip() for name in agreements.TEXTS}
        if self.student.key == WRITING:
            said |= {"escalation": "", "lone_working": ""}
        agreements.save_agreement(
            agreement=begun,
            began_from=begun.lock_version,
            by=self.pe,
            on=on,
            fields=fields | said | changes,
        )

    def _newest(self) -> Any:
        return self.placement.agreements.order_by("-version").first()

    def _send(self, on: date) -> None:
        agreements.send_agreement(agreement=self._newest(), by=self.pe, on=on)

    def _answer(self, party: str, on: date, answer: str = "agreed") -> None:
        by = self.placement.student if party == "student" else self.tutor
        agreements.answer_agreement(
            agreement=self._newest(),
            party=party,
            answer=answer,
            comment=WORDS["agreement"]["change"] if answer == "change" else "",
            by=by,
            on=on,
        )

    def _private(self, on: date) -> None:
        agreements.keep_adjustments(
            agreement=self._newest(),
            text=WORDS["agreement"]["private"],
            began_from=0,
            by=self.pe,
            on=on,
        )

    # Meetings and steps

    def _meet(self, kind: str, on: date, held_on: date | None = None) -> None:
        timeline.hold_meeting(
            placement=self.placement,
            kind=kind,
            held_on=held_on or on,
            attended=["student", "educator", "tutor"],
            place="By video" if kind == "informal" else "Team room",
            notes=WORDS["meetings"][kind],
            agreed=WORDS["meetings"]["agreed"],
            by=self.pe,
            today=on,
        )

    def _arrange(self, kind: str, day: date) -> None:
        timeline.plan_meeting(
            placement=self.placement,
            kind=kind,
            planned_for=self.stage.moment(day, 14),
            place="Team room",
            by=self.pe,
            on=day,
        )

    def _steps(self, half: int) -> None:
        if self.student.key not in BEHIND:
            self._on(half - 12, 16, lambda on: self._step("observation", on, "Home visit"))
            self._on(half - 10, 16, lambda on: self._step("people", on, "A parent"))
        self._on(half + 6, 16, lambda on: self._step("people", on, "A child"))
        self._on(half + 9, 16, lambda on: self._step("observation", on, "School group"))
        self._on(half + 12, 16, lambda on: self._step("colleague", on, "Social worker of the team"))
        if self.is_former:
            self._on(half + 20, 16, lambda on: self._step("people", on, "A carer"))
            self._on(half + 25, 16, lambda on: self._step("observation", on, "Core group"))
        if self.is_former and self.student.days == PracticePlacement.Days.FINAL:
            self._on(half + 30, 16, lambda on: self._step("observation", on, "Review meeting"))

    def _step(self, kind: str, on: date, note: str = "", **more: Any) -> None:
        collects = kind in timeline.steps.BY_STUDENT
        who = note if collects and kind != "portfolio" else ""
        timeline.record_step(
            placement=self.placement,
            kind=kind,
            on=on,
            by=self.placement.student if collects else self.pe,
            today=on,
            who=who or (self.pe.name if kind == "observation" else ""),
            note="" if who else note,
            **more,
        )

    # Reports, the end, and after it

    def _report(self, kind: str, day: int) -> None:
        self._on(day - 2, 13, lambda on: self._write_report(kind, on))
        if kind == "interim" and self.student.key == REPORT_IN_HAND:
            return
        self._on(day, 16, lambda on: timeline.send_report(
            report=self._a_report(kind), by=self.pe, on=on))  # fmt: skip
        if kind == "interim" and self.student.key == REPORT_SENT:
            return
        self._on(
            min(day + 1, self.student.days),
            17,
            lambda on: timeline.sign_report(
                report=self._a_report(kind),
                by=self.placement.student,
                comment=WORDS[kind]["comment"],
            ),
        )

    def _a_report(self, kind: str) -> Any:
        return self.placement.reports.get(kind=kind)

    def _write_report(self, kind: str, on: date) -> None:
        begun = timeline.start_report(placement=self.placement, kind=kind, by=self.pe, on=on)
        said = {name: WORDS[kind][name].strip() for name in timeline.reports.TEXTS}
        timeline.save_report(
            report=begun,
            began_from=begun.lock_version,
            by=self.pe,
            fields=said | {"recommendation": "pass" if kind == "final" else ""},
        )

    def _ending(self, total: int) -> None:
        self._on(total - 4, 14, lambda on: self._meet("final", on))
        self._report("final", total)
        last = self.days[-1]
        self._on(total, 12, self._say_how_it_was)
        self.stage.at(
            last + timedelta(days=8), 12, lambda: self._step("portfolio", last + timedelta(days=8))
        )
        panel = last + timedelta(days=40)
        self.stage.at(panel, 15, lambda: self._step("panel", panel, outcome="pass"))
        self.stage.at(last + timedelta(days=60), 11, self._tell_where)

    def _say_how_it_was(self, on: date) -> None:
        givers = (
            ("student", self.placement.student),
            ("educator", self.pe),
            ("university", self.tutor),
        )
        for who, by in givers:
            timeline.give_feedback(
                placement=self.placement,
                by=by,
                on=on,
                worked_well=WORDS["feedback"][who],
                to_change=WORDS["feedback"][f"{who}_change"],
                again="changed" if who == "student" else "yes",
            )

    def _tell_where(self) -> None:
        told, on = DESTINATIONS[self.student.key], self.days[-1] + timedelta(days=60)
        destination = timeline.keep_destination(
            placement=self.placement,
            went_to=told["went_to"],
            employer=told["employer"],
            job=told["job"],
            since=on if told["job"] else None,
            agreed_on=on - timedelta(days=2),
            agreed_how=told["agreed_how"],
            by=self.stage.people["tm"],
            on=on,
        )
        if told.get("withdrawn"):
            back = on + timedelta(days=30)
            self.stage.at(
                back,
                11,
                lambda: timeline.withdraw_destination(
                    destination=destination, by=self.stage.people["tm"], on=back
                ),
            )
