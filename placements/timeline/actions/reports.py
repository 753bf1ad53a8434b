"""The interim and the final report: written by the practice educator, signed by the student."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.actions import written_by
from accounts.models import Person
from notices.actions import NewNotice, notify_many
from placements.holding import hold
from placements.models.placement import PracticePlacement
from placements.subjects import PLACEMENT, TIMELINE
from placements.timeline.actions.guards import did_not_stop, may_write_report, names_no_child
from placements.timeline.models import PlacementReport
from records.actions import NotAllowed, move
from records.conflicts import lock_for_edit, save_next_version
from records.states import Move
from timescales.actions import refresh

TEXTS = ("progress", "strengths", "to_develop", "plan")


def start_report(
    *, placement: PracticePlacement, kind: PlacementReport.Kind | str, by: Person, on: date
) -> PlacementReport:
    """A report to write; the one that was begun, where there is one."""
    with written_by(by):
        held = hold(placement)
        did_not_stop(held)
        may_write_report(held, by, on)
        found = held.reports.filter(kind=kind).first()
        if found is not None:
            return found
        report = PlacementReport(placement=held, kind=kind, author=by)
        report.full_clean()
        report.save(force_insert=True)
        return report


def save_report(
    *, report: PlacementReport, began_from: int, by: Person, fields: Mapping[str, Any]
) -> PlacementReport:
    """Write into the draft. Raises Conflict, NotAllowed."""
    with written_by(by):
        held = lock_for_edit(
            PlacementReport.objects.select_related("placement__student", "placement__tutor"),
            pk=report.pk,
            began_from=began_from,
        )
        if held.author_id != by.pk or not held.is_editable:
            raise NotAllowed("Only its author writes a report, and only before it is sent.")
        names_no_child(held.placement, {name: fields[name] for name in TEXTS})
        for name in (*TEXTS, "recommendation"):
            setattr(held, name, fields[name])
        if held.kind == PlacementReport.Kind.INTERIM:
            held.recommendation = ""
        held.full_clean()
        return save_next_version(held)


def missing(report: PlacementReport) -> dict[str, str]:
    """What has to be written before it is sent."""
    found = {
        name: "Write this before it is sent." for name in TEXTS if not getattr(report, name).strip()
    }
    if report.kind == PlacementReport.Kind.FINAL and not report.recommendation:
        found["recommendation"] = "Say what you recommend."
    return found


def send_report(*, report: PlacementReport, by: Person, on: date) -> PlacementReport:
    """To the student, who reads it, comments and signs."""
    with written_by(by):
        held = PlacementReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if missing(held):
            raise ValidationError(missing(held))
        placement = hold(held.placement)
        did_not_stop(placement)
        move(record=held, move=Move.SUBMIT, by=by, may=lambda _: True)
        _tell(held, placement, [placement.student_id], "to read and sign")
        return held


def withdraw_report(*, report: PlacementReport, by: Person) -> PlacementReport:
    """Its author takes it back to change it."""
    with written_by(by):
        move(record=report, move=Move.WITHDRAW, by=by, may=lambda _: True)
        return report


def return_report(*, report: PlacementReport, by: Person, comment: str) -> PlacementReport:
    """The student asks for a change, in their own words."""
    with written_by(by):
        placement = hold(report.placement)
        names_no_child(placement, {"comment": comment})
        move(
            record=report,
            move=Move.RETURN,
            by=by,
            may=lambda _: by.pk == placement.student_id,
            comment=comment,
        )
        _tell(report, placement, [report.author_id], "came back with a comment")
        return report


def sign_report(
    *, report: PlacementReport, by: Person, comment: str, began_from: int | None = None
) -> PlacementReport:
    """The student has read it and says how they see it. It is locked, and the university reads it.

    Raises Conflict, NotAllowed.
    """
    with written_by(by):
        placement = hold(report.placement)
        if by.pk != placement.student_id:
            raise NotAllowed("The student signs that they have read it.")
        names_no_child(placement, {"student_comment": comment})
        held = lock_for_edit(
            PlacementReport.objects.all(),
            pk=report.pk,
            began_from=report.lock_version if began_from is None else began_from,
        )
        if not held.is_locked:
            held.student_comment = comment.strip()
            held.full_clean()
            held.save()
        move(record=held, move=Move.COUNTERSIGN, by=by, may=lambda _: True)
        tutor = placement.tutor.person_id if placement.tutor is not None else None
        _tell(held, placement, [held.author_id, tutor], "is signed")
        refresh(TIMELINE, [placement.pk])
        return held


def _tell(
    report: PlacementReport, placement: PracticePlacement, people: list[Any], what: str
) -> None:
    notify_many(
        NewNotice(
            recipient_id=person,
            key=f"placements.report {report.pk} {report.lock_version} {what}",
            line=f"{report.get_kind_display()} {what}: {placement.student.name}",
            path=reverse("placements:report-detail", args=[report.pk]),
            root_type=PLACEMENT,
            root_id=placement.pk,
        )
        for person in people
        if person is not None
    )
