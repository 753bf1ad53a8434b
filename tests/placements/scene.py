"""Pieces of a placement's story, told through the portal's own actions."""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from placements.agreement import actions as agreements
from placements.agreement.models import LearningAgreement
from placements.models import PlacementReport, PracticePlacement, UniversityRule
from placements.rule import actions as rules
from placements.timeline import actions as timeline

TEXTS = dict.fromkeys(agreements.TEXTS, "As we talked about it.")
REPORT = dict.fromkeys(timeline.reports.TEXTS, "Seen in supervision and in practice.")


def a_draft(
    placement: PracticePlacement, *, by: Any, on: date, **changes: Any
) -> LearningAgreement:
    """An agreement with every part written, and not sent."""
    begun = agreements.start_agreement(placement=placement, by=by, on=on)
    fields = {name: getattr(begun, name) for name in agreements.FIELDS} | TEXTS | changes
    return agreements.save_agreement(
        agreement=begun, began_from=begun.lock_version, by=by, on=on, fields=fields
    )


def a_sent_agreement(
    placement: PracticePlacement, *, by: Any, on: date, **changes: Any
) -> LearningAgreement:
    return agreements.send_agreement(
        agreement=a_draft(placement, by=by, on=on, **changes), by=by, on=on
    )


def agree(agreement: LearningAgreement, *, party: str, by: Any, on: date, **more: Any) -> Any:
    return agreements.answer_agreement(
        agreement=agreement, party=party, answer="agreed", by=by, on=on, **more
    )


def an_agreement_in_force(
    placement: PracticePlacement, *, on: date, **changes: Any
) -> LearningAgreement:
    """Sent by the educator, agreed by the student, the tutor's yes written down."""
    pe, tutor = placement.practice_educator, placement.tutor
    sent = a_sent_agreement(placement, by=pe, on=on, **changes)
    agree(sent, party="student", by=placement.student, on=on)
    if tutor is not None and tutor.person is not None:
        agree(sent, party="tutor", by=tutor.person, on=on)
    else:
        agree(sent, party="tutor", by=pe, on=on, how="By e-mail")
    sent.refresh_from_db()
    return sent


def a_report(placement: PracticePlacement, kind: str, *, on: date, sent: bool = True) -> Any:
    """A report with every part written; sent to the student unless told otherwise."""
    pe = placement.practice_educator
    report = timeline.start_report(placement=placement, kind=kind, by=pe, on=on)
    recommendation = "pass" if kind == PlacementReport.Kind.FINAL else ""
    report = timeline.save_report(
        report=report,
        began_from=report.lock_version,
        by=pe,
        fields=REPORT | {"recommendation": recommendation},
    )
    return timeline.send_report(report=report, by=pe, on=on) if sent else report


def a_held_meeting(placement: PracticePlacement, kind: str, *, on: date) -> Any:
    return timeline.hold_meeting(
        placement=placement,
        kind=kind,
        held_on=on,
        attended=["student", "educator"],
        by=placement.practice_educator,
        today=on,
    )


def a_step(placement: PracticePlacement, kind: str, *, on: date, **more: Any) -> Any:
    return timeline.record_step(
        placement=placement,
        kind=kind,
        on=on,
        by=placement.practice_educator,
        today=on,
        **more,
    )


def a_rule(
    university: Any, *, by: Any, starts_on: date, on: date, **changes: Any
) -> UniversityRule:
    """A university's own edition: the default but for what is changed."""
    default = UniversityRule.objects.get(university=None)
    begun = rules.terms_of(default)
    terms = rules.Terms(
        columns={**begun.columns, **{k: v for k, v in changes.items() if k in rules.COLUMNS}},
        dates=changes.get("dates", {}),
        steps=changes.get("steps", begun.steps),
    )
    return rules.add_rule(
        university=university,
        starts_on=starts_on,
        ends_on=changes.get("ends_on"),
        source="Handbook",
        terms=terms,
        by=by,
        on=on,
    )


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
