"""Educators and their papers, intakes from offer to match, checks that run out, one list."""

import csv
import io
import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import Person
from placements.checks.actions import record_induction, verify_check
from placements.checks.models import ChecklistItem
from placements.intake import actions as intakes
from placements.intake.actions import cohort
from placements.intake.cohort_file import COLUMNS
from placements.intake.models import Intake, Nomination
from placements.models import PracticePlacement
from placements.profile import actions as profiles
from placements.profile.models import StudentProfile
from pop_portal.demo.cast import STUDENTS, UNIVERSITIES, StudentCharacter, address_of
from pop_portal.demo.stage import Stage
from timescales.clock import add_working_days

WORDS = tomllib.loads(Path(__file__).with_name("intakes.toml").read_text())
# In working days before today: when an intake is planned, and whose students come in it.
PLANNED = {"autumn": 200, "winter": 100, "spring": 80, "next": 10}
EXPECTED = "Requests of the last two years, and what the schools say."
Part = ChecklistItem.Part


def intake_of(student: StudentCharacter) -> str:
    """Who began within the last five weeks came in a small intake of their own."""
    return "winter" if student.began < 30 else "autumn"


def found(stage: Stage, founded: int) -> None:
    """Put educators and intakes on the stage; students themselves come with their placement."""
    for one in WORDS["educators"]:
        stage.at(stage.day(founded), 9.5, lambda one=one: _educator(stage, one))
        for year in range(stage.day(founded).year, stage.today.year + 1):
            on = date(year, 11, one["renews"])
            if on > stage.day(founded):
                stage.at(on, 12, lambda one=one, on=on: _renew(stage, one["key"], on.year + 1))
    for key, ago in PLANNED.items():
        stage.at(stage.day(ago), 10, lambda key=key: _plan(stage, key))
    stage.at(stage.day(6), 11, lambda: _import_list(stage))
    stage.at(stage.day(4), 15, lambda: _match_spring(stage))


# Educators


def _educator(stage: Stage, one: dict[str, Any]) -> None:
    on = timezone.localdate()
    profile = profiles.save_educator_profile(
        educator=stage.people[one["key"]],
        team=stage.teams["pop"],
        by=stage.people["tm"],
        hours_a_week=Decimal(str(one["hours"])),
        desks=one["desks"],
        base_area=one["base"],
        can_offer=one["offers"],
        registered_until=date(on.year + (on.month >= 11), 11, 30),
        educated_elsewhere_until=on - timedelta(days=60),
    )
    for stage_number, name in ((1, "stage_one"), (2, "stage_two")):
        if name in one:
            profiles.record_award(
                profile=profile,
                stage=stage_number,
                awarded_on=date(one[name], 6, 20),
                awarded_by=UNIVERSITIES["severn"],
                by=stage.people["tm"],
            )


def _renew(stage: Stage, key: str, year: int) -> None:
    educator = stage.people[key]
    profile = educator.educator_profile
    if profile.registered_until < date(year, 11, 30):
        profiles.save_educator_profile(
            educator=educator,
            team=stage.teams["pop"],
            by=educator,
            registered_until=date(year, 11, 30),
        )


# Intakes


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _span(stage: Stage, key: str) -> tuple[date, date]:
    starts_on = {
        "autumn": stage.day(max(one.began for one in STUDENTS)),
        "winter": stage.day(max(one.began for one in STUDENTS if intake_of(one) == "winter")),
        "spring": _monday(stage.ahead(50)),
        "next": _monday(stage.ahead(200)),
    }[key]
    return starts_on, starts_on + timedelta(weeks=30)


def _plan(stage: Stage, key: str) -> None:
    """An intake, its offers and their answers, and the tasks whose day had come by then."""
    starts_on, ends_on = _span(stage, key)
    on, tm = timezone.localdate(), stage.people["tm"]
    intake = stage.places[f"intake {key}"] = intakes.plan_intake(
        team=stage.teams["pop"],
        name=f"{starts_on:%B %Y}",
        starts_on=starts_on,
        ends_on=ends_on,
        on=on,
        expected_work=None if key == "next" else 45,
        expected_work_why="" if key == "next" else EXPECTED,
        by=tm,
    )
    for university, days, places, accepted, declined in OFFERS[key]:
        _offer(stage, intake, university, days, places, accepted, declined)
    late = {"spring": 2}.get(key, 0)
    due = [task for task in intake.tasks.order_by("due_on") if task.due_on < stage.today]
    for task in due[: len(due) - late]:
        day = max(task.due_on, on)
        stage.at(day, 14, lambda task=task: _do(task))


OFFERS = {
    "autumn": [("severn", 100, 6, 6, 0), ("teme", 70, 4, 3, 1)],
    "winter": [("teme", 70, 3, 3, 0)],
    "spring": [("severn", 100, 3, 2, 1), ("teme", 70, 3, 2, 0)],
    "next": [],
}


def _offer(
    stage: Stage,
    intake: Intake,
    university: str,
    days: int,
    places: int,
    accepted: int,
    declined: int,
) -> None:
    on = timezone.localdate()
    offer = intakes.make_offer(
        intake=intake,
        university=stage.places[university],
        days_total=days,
        places=places,
        offered_on=on,
        answer_by=on + timedelta(weeks=6),
        by=stage.people["jess"],
    )
    stage.places[f"{intake.pk} {university} {days}"] = offer
    intakes.answer_offer(
        offer=offer,
        accepted=accepted,
        declined=declined,
        answered_on=on,
        note="One student deferred." if declined else "",
        by=stage.people["jess"],
    )


def _do(task: Any) -> None:
    intakes.do_task(task=task, on=timezone.localdate(), by=task.owner)


# Students who have come


def place(stage: Stage, student: StudentCharacter, person: Person, on: date) -> PracticePlacement:
    """A student of the team's own intakes: profile, name, match, on their first day."""
    key = intake_of(student)
    intake = stage.places[f"intake {key}"]
    area, travel = WORDS["travel"][student.educator]
    is_final = student.days == PracticePlacement.Days.FINAL
    profiles.save_student_profile(
        student=person,
        team=stage.teams["pop"],
        university=stage.places[student.university],
        level=StudentProfile.Level.FINAL if is_final else StudentProfile.Level.FIRST,
        programme="MA Social Work" if is_final else "BA Social Work",
        learning_needs=WORDS["needs"][student.university],
        home_area=area,
        travel=travel,
        by=stage.people["tm"],
    )
    nomination = intakes.name_student(
        offer=stage.places[f"{intake.pk} {student.university} {student.days}"],
        student=person,
        starts_on=on,
        weekdays=student.pattern,
        named_on=on,
        by=stage.people["jess"],
    )
    return intakes.match_student(
        nomination=nomination,
        practice_educator=stage.people[student.educator],
        reason=WORDS["reasons"][student.university],
        tutor=stage.places[f"tutor of {student.university}"],
        on=on,
        by=stage.people["tm"],
    ).placement


def verify(stage: Stage, placement: PracticePlacement, student: StudentCharacter) -> None:
    """Everything is seen on the first day. One student's training runs out soon; one had it again
    on the working day after it had run out."""
    on = timezone.localdate()
    by = stage.people[student.educator]
    for check in placement.checks.select_related("item").filter(item__part=Part.BEFORE):
        ends = on + timedelta(days=365) if check.item.ends else None
        if "Information governance" in check.item.title:
            ends = {"kofi": stage.day(14), "amara": stage.ahead(12)}.get(student.key)
        verify_check(
            check=check, verified_on=on, expires_on=ends, evidence="Seen in the original.", by=by
        )
        if student.key == "kofi" and ends is not None:
            again = stage.day(13)
            stage.at(
                again,
                7.5,
                lambda check=check, again=again: verify_check(
                    check=check,
                    verified_on=again,
                    expires_on=again + timedelta(days=365),
                    evidence="Course taken again.",
                    by=by,
                ),
            )
    for check in placement.checks.select_related("item").filter(item__part=Part.INDUCTION):
        day = add_working_days(on, check.item.within_days or 1, stage.calendar)
        stage.at(day, 16, lambda check=check, day=day: record_induction(check=check, on=day, by=by))


# The intake to come


def _import_list(stage: Stage) -> None:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for one in WORDS["spring"]:
        rows.writerow(
            [
                one["name"],
                address_of(one["name"]),
                UNIVERSITIES[one["university"]],
                one["days"],
                "",
                one["weekdays"],
                "Social Work",
                one["area"],
                one["travel"],
                one["needs"],
            ]
        )
    rows.writerow(["Sam Twice", "not an address", UNIVERSITIES["teme"], 70, *[""] * 6])
    at, jess = timezone.now(), stage.people["jess"]
    read = cohort.read_cohort(
        intake=stage.places["intake spring"],
        content=text.getvalue().encode(),
        file_name="students-spring.csv",
        at=at,
        by=jess,
    )
    cohort.confirm_cohort(cohort_import=read, at=at, on=timezone.localdate(), by=jess)
    told = WORDS["adjustments"]
    profiles.save_adjustments(
        profile=StudentProfile.objects.get(person__name=told["who"]),
        needs=told["needs"],
        words=told["words"],
        agreed_on=timezone.localdate(),
        by=stage.people["tm"],
    )


def _match_spring(stage: Stage) -> None:
    """One of them is matched: with an educator at Stage 1, and so with a mentor."""
    nomination = Nomination.objects.get(student__name=WORDS["adjustments"]["who"])
    intakes.match_student(
        nomination=nomination,
        practice_educator=stage.people["bethan"],
        mentor=stage.people["nadia"],
        tutor=stage.places["tutor of severn"],
        reason="Works from the town the student comes from, and goes to court most weeks.",
        on=timezone.localdate(),
        by=stage.people["tm"],
    )
