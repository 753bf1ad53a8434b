"""The clocks of a placement's steps. Facts in, deadlines out; each is met by its record.

Rules P1 to P14 are local: the day itself comes from the ledger and the university's rule, and the
limit handed to timescales is the way from the first day to it.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person, ReportingLine, in_force
from placements.agreement.models import LearningAgreement
from placements.agreement.states import Party
from placements.agreement.states import State as AgreementState
from placements.days import entries_of, pattern_of
from placements.models.placement import PracticePlacement
from placements.models.rule import UniversityRule, rule_of
from placements.subjects import PLACEMENT, TIMELINE
from placements.timeline.course import Course, course
from placements.timeline.models import (
    PlacementFeedback,
    PlacementMeeting,
    PlacementReport,
    PlacementStep,
)
from timescales.calendars import load_calendar
from timescales.clock import Calendar, local_day
from timescales.deadlines import DeadlineFact

SUBJECT, ROOT = TIMELINE, PLACEMENT
Meeting, Step, Report, Giver = (
    PlacementMeeting.Kind,
    PlacementStep.Kind,
    PlacementReport.Kind,
    PlacementFeedback.Giver,
)
ARRANGING = timedelta(weeks=4)


@dataclass(frozen=True)
class TimelineFacts:
    """One placement: its rule, its ledger, and what has been recorded of its steps."""

    placement: PracticePlacement
    rule: UniversityRule
    entries: dict[date, Decimal]
    on: date
    calendar: Calendar
    fixed: dict[str, date] = field(default_factory=dict)
    meetings: dict[str, date] = field(default_factory=dict)
    reports: dict[str, date] = field(default_factory=dict)
    steps: dict[str, list[date]] = field(default_factory=dict)
    feedback: dict[str, date] = field(default_factory=dict)
    agreements: list[LearningAgreement] = field(default_factory=list)
    covered_by: tuple[UUID, ...] = ()

    @cached_property
    def course(self) -> Course:
        """An ended placement stands as it did on its last day."""
        ends_on = self.placement.ends_on
        on = min(self.on, ends_on) if ends_on else self.on
        pattern = pattern_of(self.placement)
        return course(pattern, self.entries, self.rule, on, self.calendar, self.fixed)


@dataclass(frozen=True)
class Due:
    """One step: the rule it is a deadline of, when it is due, whose it is, when it was done."""

    rule: str
    key: str
    title: str
    on: date
    owner_id: UUID
    met: date | None = None
    starts: date | None = None


def facts(placement_ids: Sequence[UUID]) -> dict[UUID, TimelineFacts]:
    """Facts of many placements in twelve queries, as they stand today."""
    on, calendar = timezone.localdate(), load_calendar()
    placements = list(
        PracticePlacement.objects.filter(pk__in=placement_ids)
        .select_related("student", "university", "tutor__person")
        .prefetch_related("suspensions")
    )
    ids = [placement.pk for placement in placements]
    rules = list(UniversityRule.objects.prefetch_related("dates"))
    entries = entries_of(ids)
    meetings = _by_placement(
        PlacementMeeting.objects.filter(placement__in=ids, held_on__isnull=False), "kind", "held_on"
    )
    reports = _by_placement(
        PlacementReport.objects.filter(placement__in=ids).signed(), "kind", "countersigned_at"
    )
    feedback = _by_placement(PlacementFeedback.objects.filter(placement__in=ids), "giver", "on")
    steps: dict[UUID, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    rows = PlacementStep.objects.filter(placement__in=ids).order_by("on", "pk")
    for placement_id, kind, day in rows.values_list("placement_id", "kind", "on"):
        steps[placement_id][kind].append(day)
    agreements: dict[UUID, list[LearningAgreement]] = defaultdict(list)
    found = LearningAgreement.objects.filter(placement__in=ids).prefetch_related("answers")
    for agreement in found:
        agreements[agreement.placement_id].append(agreement)
    editions = {one.pk: rule_of(rules, one.university_id, one.starts_on) for one in placements}
    covering = _covering({one.student_id for one in placements}, on)
    return {
        one.pk: TimelineFacts(
            placement=one,
            rule=editions[one.pk],
            fixed=editions[one.pk].fixed(one.days_total),
            entries=entries[one.pk],
            on=on,
            calendar=calendar,
            meetings=meetings[one.pk],
            reports={kind: local_day(at) for kind, at in reports[one.pk].items()},
            steps=steps[one.pk],
            feedback=feedback[one.pk],
            agreements=agreements[one.pk],
            covered_by=covering[one.student_id],
        )
        for one in placements
    }


def _covering(students: Collection[UUID], on: date) -> dict[UUID, tuple[UUID, ...]]:
    """Who stands in for each student's educator on `on`: what is due is told to them too."""
    found: dict[UUID, tuple[UUID, ...]] = defaultdict(tuple)
    lines = ReportingLine.objects.filter(
        in_force(on), person__in=students, kind=ReportingLine.Kind.COVER
    )
    for student_id, person_id in lines.values_list("person_id", "answers_to_id"):
        found[student_id] += (person_id,)
    return found


def _by_placement(rows: QuerySet[Any, Any], key: str, value: str) -> dict[UUID, dict[str, Any]]:
    found: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for placement_id, name, day in rows.values_list("placement_id", key, value):
        found[placement_id][name] = day
    return found


def deadlines(found: TimelineFacts) -> list[DeadlineFact]:
    """Every step as a deadline. One that ended early owes nothing that was not done."""
    placement = found.placement
    stopped = placement.has_ended and placement.outcome != PracticePlacement.Outcome.COMPLETED
    made = [
        DeadlineFact(
            rule=due.rule,
            key=due.key,
            starts=due.starts or placement.starts_on,
            root_id=placement.pk,
            reference=placement.student.name[:60],
            owner_id=due.owner_id,
            met=due.met,
            cancelled=stopped and due.met is None,
            local_limit=max((due.on - (due.starts or placement.starts_on)).days, 0),
            copy_to=found.covered_by
            if due.owner_id == placement.practice_educator_id
            else (placement.practice_educator_id, *found.covered_by),
            title=due.title,
        )
        for due in steps(found)
    ]
    return made + _answers(found, stopped)


def steps(found: TimelineFacts) -> list[Due]:
    """The steps in the order of their days."""
    return [
        *_meetings(found),
        *_observations(found),
        *_feedback_from_people(found),
        *_reports(found),
        *_ending(found),
    ]


def _meetings(found: TimelineFacts) -> list[Due]:
    at, educator = found.course, found.placement.practice_educator_id
    in_force = [one.in_force_on for one in found.agreements if one.in_force_on is not None]
    starts = found.placement.starts_on
    return [
        Due("P1", "informal", "Informal meeting", at.before_start, educator,
            found.meetings.get(Meeting.INFORMAL), starts - ARRANGING),
        Due("P2", "agreement", "Learning agreement meeting", at.agreement_by, educator,
            found.meetings.get(Meeting.AGREEMENT)),
        Due("P3", "in force", "Learning agreement in force", at.agreement_by, educator,
            min(in_force, default=None)),
        Due("P8", "interim", "Interim review", at.interim_on, educator,
            found.meetings.get(Meeting.INTERIM)),
        Due("P10", "final", "Final meeting", at.ends_on, educator,
            found.meetings.get(Meeting.FINAL)),
    ]  # fmt: skip


def _reports(found: TimelineFacts) -> list[Due]:
    at, educator = found.course, found.placement.practice_educator_id
    return [
        Due("P9", "interim", "Interim report signed", at.interim_report_on, educator,
            found.reports.get(Report.INTERIM)),
        Due("P11", "final", "Final report signed", at.final_report_on, educator,
            found.reports.get(Report.FINAL)),
    ]  # fmt: skip


def _observations(found: TimelineFacts) -> list[Due]:
    at, educator = found.course, found.placement.practice_educator_id
    wanted = found.rule.observations(found.placement.days_total)
    done = found.steps.get(Step.OBSERVATION, [])
    return [
        Due("P5", f"observation {n}", f"Direct observation {n} of {wanted}",
            at.midpoint_on if n == 1 else at.ends_on, educator, _nth(done, n))
        for n in range(1, wanted + 1)
    ]  # fmt: skip


def _feedback_from_people(found: TimelineFacts) -> list[Due]:
    at, student = found.course, found.placement.student_id
    wanted, by_midpoint = found.rule.people_by_end, found.rule.people_by_midpoint
    done = found.steps.get(Step.PEOPLE, [])
    people = [
        Due("P6", f"people {n}", f"Feedback from people we work with, {n} of {wanted}",
            at.midpoint_on if n <= by_midpoint else at.ends_on, student, _nth(done, n))
        for n in range(1, wanted + 1)
    ]  # fmt: skip
    colleague = Due(
        "P7", "colleague", "Feedback from a colleague", at.ends_on, student,
        _nth(found.steps.get(Step.COLLEAGUE, []), 1),
    )  # fmt: skip
    return [*people, colleague]


def _ending(found: TimelineFacts) -> list[Due]:
    at, placement = found.course, found.placement
    student, educator = placement.student_id, placement.practice_educator_id
    givers = {
        Giver.STUDENT: student,
        Giver.EDUCATOR: educator,
        Giver.UNIVERSITY: person_of(placement, Party.TUTOR) or educator,
    }
    return [
        *(
            Due("P14", f"feedback {giver}", f"Placement feedback: {giver.label.lower()}",
                at.ends_on, owner, found.feedback.get(giver))
            for giver, owner in givers.items()
        ),
        Due("P12", "portfolio", "Portfolio handed in", at.portfolio_on, student,
            _nth(found.steps.get(Step.PORTFOLIO, []), 1)),
        Due("P13", "panel", "Practice assessment panel", at.panel_on, educator,
            _nth(found.steps.get(Step.PANEL, []), 1)),
    ]  # fmt: skip


def _answers(found: TimelineFacts, stopped: bool) -> list[DeadlineFact]:
    """One for each party of each sending; an answer to a text that was taken back is not owed."""
    made = []
    for agreement in found.agreements:
        if agreement.sent_on is None:
            continue
        given = {
            answer.party: answer.on
            for answer in agreement.answers.all()
            if answer.round == agreement.round
        }
        waits = agreement.state == AgreementState.SENT
        for party in Party:
            person = person_of(found.placement, party)
            made.append(
                DeadlineFact(
                    rule="P4",
                    key=f"answer {agreement.version}.{agreement.round} {party}",
                    starts=agreement.sent_on,
                    root_id=found.placement.pk,
                    reference=found.placement.student.name[:60],
                    owner_id=person or found.placement.practice_educator_id,
                    met=given.get(party),
                    cancelled=party not in given and (stopped or not waits),
                    copy_to=(found.placement.practice_educator_id,),
                    title=f"Answer to the learning agreement: {party.label.lower()}",
                )
            )
    return made


def person_of(placement: PracticePlacement, party: Party) -> UUID | None:
    """Who answers for a party; a tutor who does not sign in here has nobody."""
    if party == Party.STUDENT:
        return placement.student_id
    if party == Party.EDUCATOR:
        return placement.practice_educator_id
    return placement.tutor.person_id if placement.tutor is not None else None


def _nth(days: Sequence[date], n: int) -> date | None:
    return days[n - 1] if len(days) >= n else None


def visible_roots(person: Person, root_ids: Collection[UUID]) -> set[UUID]:
    """Which of these placements the person may read, in one query."""
    rows = PracticePlacement.objects.visible_to(person).filter(pk__in=root_ids)
    return set(rows.values_list("pk", flat=True))


def roots_of(person: Person) -> QuerySet[Any, Any]:
    """The same answer as a subquery."""
    return PracticePlacement.objects.visible_to(person).values("pk")
