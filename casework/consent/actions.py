"""Verbs of the ledger: an answer, a withdrawal, a lawful exception. Nothing is rewritten."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person, in_force
from accounts.reporting import practice_educator_of
from accounts.roles import REGISTERED_CASEHOLDERS, Role
from casework.child.models import Child, Involvement
from casework.chronology.actions import record
from casework.consent.codes import Activity, Answer, Basis, Capacity, GiverKind
from casework.consent.models import ConsentEntry, ConsentException, ConsentWithdrawal
from casework.consent.registry import enquiry_ends, listeners
from notices.actions import NewNotice, notify_many
from notices.models import Urgency

SOURCE = "casework.consent"
_EVENTS = {
    Answer.YES: "consent_given",
    Answer.NO: "consent_refused",
    Answer.COULD_NOT: "consent_not_answered",
}
# That a child understands a decision fully is judged by a registered worker, never by a student.
_JUDGED = frozenset({Capacity.GILLICK})
SIXTEEN_YEARS = 16
REGISTERED = REGISTERED_CASEHOLDERS | {Role.PRACTICE_EDUCATOR}


def record_consent(
    *,
    child: Child,
    activity: str,
    giver_kind: str,
    giver_name: str,
    answer: str,
    given_on: date,
    method: str,
    capacity_basis: str,
    by: Person,
    expires_on: date | None = None,
    evidence: str = "",
) -> ConsentEntry:
    """One person's answer about one activity. Raises ValidationError."""
    with written_by(by):
        if capacity_basis in _JUDGED and by.role not in REGISTERED:
            raise ValidationError(
                {
                    "capacity_basis": "A registered social worker judges and records that a child "
                    "under 16 understands fully. Record the child's agreement for now."
                }
            )
        _check_age(child, "capacity_basis", capacity_basis, given_on)
        if capacity_basis == Capacity.IN_DOUBT and not evidence.strip():
            raise ValidationError({"evidence": "Say why their understanding is in doubt."})
        if answer != Answer.YES and not evidence.strip():
            raise ValidationError({"evidence": "Say in a sentence what was said, or why not."})
        entry = ConsentEntry(
            child=child,
            activity=activity,
            giver_kind=giver_kind,
            giver_name=giver_name.strip(),
            answer=answer,
            given_on=given_on,
            expires_on=expires_on if answer == Answer.YES else None,
            method=method,
            capacity_basis=capacity_basis,
            evidence=evidence.strip(),
            recorded_by=by,
        )
        entry.full_clean()
        entry.save(force_insert=True)
        _tell_chronology(entry, _EVENTS[Answer(answer)], given_on, by, entry.evidence)
        return entry


def withdraw_consent(
    *, entry: ConsentEntry, on: date, by: Person, why: str = ""
) -> ConsentWithdrawal:
    """Taken back from `on`, without a reason: shuts this activity only and warns who works on it.

    What was recorded while it held stays. Raises ValidationError.
    """
    with written_by(by):
        # The child's row is what takes turns: nobody may change, and so lock, an entry itself.
        Child.objects.select_for_update(of=("self",)).get(pk=entry.child_id)
        held = ConsentEntry.objects.select_related("child").get(pk=entry.pk)
        if held.answer != Answer.YES:
            raise ValidationError("Only a yes can be taken back.")
        if ConsentWithdrawal.objects.filter(entry=held).exists():
            raise ValidationError("This consent is withdrawn already.")
        if on < held.given_on:
            raise ValidationError({"on": "It cannot be withdrawn before it was given."})
        withdrawal = ConsentWithdrawal.objects.create(
            entry=held, withdrawn_on=on, why=why.strip(), recorded_by=by
        )
        _tell_chronology(held, "consent_withdrawn", on, by, why.strip())
        _warn(held, timezone.localdate(), by)
        for listener in listeners():
            listener(held, on, by)
        return withdrawal


def record_exception(
    *,
    child: Child,
    activity: str,
    basis: str,
    why: str,
    starts_on: date,
    by: Person,
    ends_on: date | None = None,
) -> ConsentException:
    """A lawful ground, named by a registered worker, to go on without the usual agreement."""
    with written_by(by):
        if by.role not in REGISTERED_CASEHOLDERS:
            raise ValidationError("A registered social worker or a manager names a lawful ground.")
        _check_age(child, "basis", basis, starts_on)
        if basis == Basis.SECTION_47:
            ends_on = _within_enquiry(child, starts_on, ends_on)
        exception = ConsentException(
            child=child,
            activity=activity,
            basis=basis,
            why=why.strip(),
            starts_on=starts_on,
            ends_on=ends_on,
            recorded_by=by,
        )
        exception.full_clean()
        exception.save(force_insert=True)
        record(
            kind="casework.consent_exception",
            child=child,
            happened_on=starts_on,
            by=by,
            summary=f"{Activity(activity).label}: {exception.get_basis_display()}",
            details={
                "why": exception.why,
                "basis": exception.get_basis_display(),
                "until": ends_on.isoformat() if ends_on else "",
            },
            source_type=SOURCE,
            source_id=exception.pk,
        )
        return exception


def end_with_enquiry(*, child: Child, on: date, was: date | None = None) -> None:
    """The enquiry ended on that day, and with it what went on without consent because of it.

    `was` is the day that had been recorded as its end, where that is put right.
    """
    standing = ConsentException.objects.select_for_update().filter(
        Q(ends_on=None) | Q(ends_on__gt=on) | Q(ends_on=was),
        child=child,
        basis=Basis.SECTION_47,
    )
    for exception in standing:
        exception.ends_on = max(on, exception.starts_on)
        exception.save(update_fields=["ends_on"])


def _within_enquiry(child: Child, starts_on: date, ends_on: date | None) -> date | None:
    """The last day of a ground that stands on an enquiry. Raises ValidationError."""
    ends = enquiry_ends(child, starts_on)
    if not ends:
        raise ValidationError(
            {
                "basis": "No section 47 enquiry runs on that day on this record. Record the "
                "strategy discussion that began it first, or choose another ground."
            }
        )
    last = None if None in ends else max(end for end in ends if end)
    if last and ends_on and ends_on > last:
        raise ValidationError(
            {"ends_on": f"The enquiry ended on {last:%-d %B %Y}, and this ground with it."}
        )
    return ends_on or last


def _check_age(child: Child, field: str, footing: str, on: date) -> None:
    """The law speaks of sixteen: younger children by what they understand, others by their age."""
    age = child.age(on)
    if age is None or footing not in {Capacity.GILLICK, Capacity.SIXTEEN}:
        return
    if footing == Capacity.SIXTEEN and age < SIXTEEN_YEARS:
        raise ValidationError({field: f"The child was {age} on that day, not 16 or 17."})
    if footing == Capacity.GILLICK and age >= SIXTEEN_YEARS:
        raise ValidationError(
            {field: f"The young person was {age} on that day. Choose the answer for 16 or 17."}
        )


def _tell_chronology(entry: ConsentEntry, event: str, on: date, by: Person, why: str) -> None:
    record(
        kind=f"casework.{event}",
        child=entry.child,
        happened_on=on,
        by=by,
        summary=f"{Activity(entry.activity).label}: {_giver(entry)}",
        details={
            "activity": entry.get_activity_display(),
            "giver": _giver(entry),
            "answer": entry.get_answer_display(),
            "why": why,
            "until": entry.expires_on.isoformat() if entry.expires_on else "",
            "method": entry.get_method_display(),
            "capacity": entry.get_capacity_basis_display(),
        },
        source_type=SOURCE,
        source_id=entry.pk,
    )


def _giver(entry: ConsentEntry) -> str:
    return "the child" if entry.giver_kind == GiverKind.CHILD else entry.giver_name


def _warn(entry: ConsentEntry, on: date, by: Person) -> None:
    """Everyone who works with the child on that day, a student's practice educator too."""
    rows = Involvement.objects.filter(in_force(on), child=entry.child).exclude(person=None)
    told = {row.person_id for row in rows if row.person_id}
    for row in rows.select_related("person"):
        if row.person and row.person.role == Role.STUDENT:
            educator = practice_educator_of(row.person, on)
            told |= {educator.pk} if educator else set()
    reference, activity = entry.child.reference, entry.get_activity_display().lower()
    notify_many(
        NewNotice(
            recipient_id=person_id,
            key=f"consent.withdrawn.{entry.pk}",
            line=f"{reference}: consent for {activity} is withdrawn. Stop what was planned on it.",
            path=reverse("casework:consent-list", args=[entry.child_id]),
            urgency=Urgency.URGENT,
            root_type="casework.child",
            root_id=entry.child_id,
        )
        for person_id in told - {by.pk}
    )
