"""Verbs about contexts, exploitation and missing episodes."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from casework.child.models import Child
from casework.chronology.actions import record
from casework.chronology.contexts.clocks import SUBJECT
from casework.chronology.contexts.models import Context, ContextLink, Exploitation, MissingEpisode
from records.conflicts import lock_for_edit, save_next_version
from timescales.actions import refresh


def link_context(
    *,
    child: Child,
    starts_on: date,
    by: Person,
    context: Context | None = None,
    bearing: str = ContextLink.Bearing.UNKNOWN,
    part: str = "",
    why: str = "",
    **new: Any,
) -> ContextLink:
    """The child spends time in a context: one known already, or a new one from `new`."""
    with written_by(by):
        if context is None:
            context = Context(created_by=by, **new)
            context.full_clean()
            context.save(force_insert=True)
        link = ContextLink(
            child=child,
            context=context,
            starts_on=starts_on,
            bearing=bearing,
            part=part.strip(),
            why=why.strip(),
        )
        link.full_clean()
        link.save(force_insert=True)
        record(
            kind="casework.context_linked",
            child=child,
            happened_on=starts_on,
            by=by,
            summary=f"{context.get_kind_display()}: {context.name}",
            details={
                "name": context.name,
                "kind": context.get_kind_display(),
                "bearing": link.get_bearing_display(),
                "part": link.part,
                "why": link.why,
            },
            source_type="casework.context_link",
            source_id=link.pk,
        )
        return link


def end_context_link(*, link: ContextLink, on: date, why: str, by: Person) -> ContextLink:
    """The child no longer goes there; `on` is the last day."""
    with written_by(by):
        held = ContextLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
        held.ends_on, held.why = on, why.strip()
        held.full_clean()
        return save_next_version(held)


def change_context(
    *, context: Context, began_from: int, facts: dict[str, Any], by: Person
) -> Context:
    """Correct what is known of it; everybody who shares it reads the change.

    Raises ValidationError, and records.conflicts.Conflict where somebody else saved first.
    """
    with written_by(by):
        held = lock_for_edit(Context.objects, pk=context.pk, began_from=began_from)
        for name, value in facts.items():
            setattr(held, name, value)
        held.full_clean()
        return save_next_version(held)


def record_exploitation(*, child: Child, kind: str, by: Person, **facts: Any) -> Exploitation:
    """A child is, or may be, exploited. Raises ValidationError."""
    with written_by(by):
        row = Exploitation(child=child, kind=kind, **facts)
        row.full_clean()
        row.save(force_insert=True)
        record(
            kind="casework.exploitation_identified",
            child=child,
            happened_on=row.starts_on,
            by=by,
            summary=f"{row.get_kind_display()}: {row.get_level_display().lower()} risk",
            details={
                "kind": row.get_kind_display(),
                "level": row.get_level_display(),
                "what": row.what,
                "source": row.source,
            },
            source_type="casework.exploitation",
            source_id=row.pk,
        )
        return row


def change_exploitation(
    *, exploitation: Exploitation, began_from: int, facts: dict[str, Any], by: Person
) -> Exploitation:
    """What is known or done has changed, or it has ended. A changed risk is on the chronology.

    Raises ValidationError, and records.conflicts.Conflict where somebody else saved first.
    """
    with written_by(by):
        held = lock_for_edit(Exploitation.objects, pk=exploitation.pk, began_from=began_from)
        was_level, had_ended = held.level, held.ends_on is not None
        for name, value in facts.items():
            setattr(held, name, value)
        held.full_clean()
        save_next_version(held)
        ends = held.ends_on is not None and not had_ended
        if ends or held.level != was_level:
            record(
                kind="casework.exploitation_changed",
                child=held.child,
                happened_on=held.ends_on if ends else timezone.localdate(),
                by=by,
                summary=f"{held.get_kind_display()}: {'ended' if ends else 'risk changed'}",
                details={
                    "kind": held.get_kind_display(),
                    "level": held.get_level_display(),
                    "was": Exploitation.Level(was_level).label,
                    "ended": ends,
                    "why": held.why,
                },
                source_type="casework.exploitation",
                source_id=held.pk,
            )
        return held


def report_missing(*, child: Child, by: Person, **facts: Any) -> MissingEpisode:
    """A child is missing, or was and is back. Raises ValidationError."""
    with written_by(by):
        row = MissingEpisode(child=child, **facts)
        _check(row)
        row.save(force_insert=True)
        _tell(row, "casework.missing_reported", by)
        if row.found_at is not None:
            _tell(row, "casework.missing_found", by)
        if row.held_at is not None:
            _tell(row, "casework.return_interview", by)
        refresh(SUBJECT, [row.pk], by=by)
        return row


def change_missing(
    *, missing: MissingEpisode, began_from: int, facts: dict[str, Any], by: Person
) -> MissingEpisode:
    """The child is back; the interview is offered, held or declined; or a fact is put right.

    Raises ValidationError, and records.conflicts.Conflict where somebody else saved first.
    """
    with written_by(by):
        held = lock_for_edit(MissingEpisode.objects, pk=missing.pk, began_from=began_from)
        was_back, was_held = held.found_at is not None, held.held_at is not None
        for name, value in facts.items():
            setattr(held, name, value)
        _check(held)
        save_next_version(held)
        if held.found_at is not None and not was_back:
            _tell(held, "casework.missing_found", by)
        if held.held_at is not None and not was_held:
            _tell(held, "casework.return_interview", by)
        refresh(SUBJECT, [held.pk], by=by)
        return held


def _check(row: MissingEpisode) -> None:
    row.full_clean()
    now = timezone.now()
    for name in ("missing_from", "found_at", "reported_at", "held_at"):
        moment = getattr(row, name)
        if moment is not None and moment > now:
            raise ValidationError({name: "This is still to come."})
    after = row.found_at or now
    overlapping = MissingEpisode.objects.filter(child=row.child, missing_from__lt=after).exclude(
        pk=row.pk
    )
    for other in overlapping:
        if other.found_at is None or other.found_at > row.missing_from:
            raise ValidationError(
                {"missing_from": "This overlaps another time the child was missing."}
            )


def _tell(row: MissingEpisode, kind: str, by: Person) -> None:
    moment = {
        "casework.missing_reported": row.missing_from,
        "casework.missing_found": row.found_at,
        "casework.return_interview": row.held_at,
    }[kind]
    record(
        kind=kind,
        child=row.child,
        happened_on=timezone.localdate(moment),
        by=by,
        summary={
            "casework.missing_reported": "Went missing",
            "casework.missing_found": "Is back",
            "casework.return_interview": "Talked about being away",
        }[kind],
        details={
            "at": timezone.localtime(moment).strftime("%H:%M"),
            "from": row.get_from_where_display(),
            "police": bool(row.reported_at),
            "what": row.what,
            "hours": _hours(row),
            "interviewer": row.interviewer,
            "learned": row.learned,
        },
        source_type=SUBJECT,
        source_id=row.pk,
    )


def _hours(row: MissingEpisode) -> int | None:
    if row.found_at is None:
        return None
    return int((row.found_at - row.missing_from).total_seconds() // 3600)
