"""A visit's record is sent, taken back, returned and countersigned."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.reporting import managers_of
from casework.child.people import accountable_workers
from casework.chronology.actions import record
from casework.direct_work.reads import consent_for
from casework.direct_work.visit.actions.held import path_of, root_of, settle, visit_and_may
from casework.direct_work.visit.clocks import SUBJECT
from casework.direct_work.visit.codes import Kind, Outcome
from casework.direct_work.visit.completeness import missing
from casework.direct_work.visit.models import Visit, VisitSubmission
from casework.direct_work.visit.words import as_sent, in_short
from notices.actions import NewNotice, notify, notify_many
from notices.models import Urgency
from records.actions import NotAllowed, move
from records.states import Move, State


class ConsentMissing(NotAllowed):
    """Nobody agreed to this early help for that day, and no lawful exception is recorded."""


def submit_visit(*, visit: Visit, by: Person, began_from: int | None = None) -> Visit:
    """Send it to be signed; a registered worker who answers for the child signs it at once."""
    with written_by(by):
        visit, may = visit_and_may(visit, by, began_from)
        if not visit.was_held:
            raise NotAllowed("Say first how the visit went.")
        if lacks := missing(visit):
            raise ValidationError({name: [text] for name, text in lacks.items()})
        _ask_consent(visit)
        verb = Move.SIGN if by.registration_number and may(Move.SIGN) else Move.SUBMIT
        change = move(record=visit, move=verb, by=by, may=may)
        number = visit.submissions.count() + 1
        VisitSubmission.objects.create(
            visit=visit, number=number, fields=as_sent(visit), at=change.at
        )
        settle(visit)
        if verb == Move.SIGN:
            _tell_chronology(visit, signed_by=by)
        else:
            _ask_to_sign(visit, number)
        return visit


def withdraw_visit(*, visit: Visit, by: Person) -> Visit:
    """Take back what was sent, to change it; until it is sent again it does not count."""
    with written_by(by):
        visit, may = visit_and_may(visit, by)
        move(record=visit, move=Move.WITHDRAW, by=by, may=may)
        settle(visit)
        return visit


def return_visit(*, visit: Visit, comment: str, by: Person, began_from: int | None = None) -> Visit:
    """Back to its author, with what needs changing; until it is sent again it does not count."""
    with written_by(by):
        visit, may = visit_and_may(visit, by, began_from)
        if visit.state == State.COUNTERSIGNED:
            raise NotAllowed("This visit is signed. Add to it instead of returning it.")
        change = move(record=visit, move=Move.RETURN, by=by, may=may, comment=comment)
        settle(visit)
        notify(
            recipient=visit.author,
            key=f"visit.returned.{change.pk}",
            line=f"{visit.child.reference}: your visit of {visit.happened_on:%-d %B} came back "
            "with a comment.",
            path=path_of(visit),
            urgency=Urgency.DIGEST,
            about_id=visit.pk,
            **root_of(visit),
        )
        return visit


def countersign_visit(*, visit: Visit, by: Person, began_from: int | None = None) -> Visit:
    """From here on it is the record."""
    with written_by(by):
        visit, may = visit_and_may(visit, by, began_from)
        if visit.state == State.SUBMITTED:
            _ask_consent(visit)
        move(record=visit, move=Move.COUNTERSIGN, by=by, may=may)
        settle(visit)
        _tell_chronology(visit, signed_by=by)
        return visit


def _ask_consent(visit: Visit) -> None:
    """Early help is by consent. Visits of a child in need or under a plan are the council's duty,

    and a record that a child was, or was not, seen is never held up.
    """
    if visit.kind != Kind.EARLY_HELP or visit.outcome == Outcome.NOT_SEEN:
        return
    found = consent_for(visit.child, visit.day)
    if not found.is_in_place:
        raise ConsentMissing(found.sentence)


def _ask_to_sign(visit: Visit, number: int) -> None:
    """The accountable worker signs; while there is none, the author's manager."""
    on = timezone.localdate()
    accountable = accountable_workers([visit.child_id], on).get(visit.child_id)
    if accountable and accountable.pk != visit.author_id:
        asked = [accountable]
    else:
        asked = list(managers_of([visit.author_id], on)[visit.author_id])
    notify_many(
        NewNotice(
            recipient_id=person.pk,
            key=f"visit.sign.{visit.pk}.{number}",
            line=f"{visit.child.reference}: a visit of {visit.happened_on:%-d %B} waits for you "
            "to sign.",
            path=path_of(visit),
            about_id=visit.pk,
            **root_of(visit),
        )
        for person in asked
    )


def _tell_chronology(visit: Visit, *, signed_by: Person) -> None:
    record(
        kind="casework.visit",
        child=visit.child,
        happened_on=visit.day,
        by=visit.author,
        summary=visit.get_kind_display(),
        details={
            "words": visit.childs_words,
            "in_short": in_short(visit),
            "seen": visit.outcome == Outcome.SEEN,
            "next_step": "" if visit.outcome == Outcome.SEEN else visit.get_next_step_display(),
            "signed_by": signed_by.name,
        },
        text="\n".join(as_sent(visit).values()),
        source_type=SUBJECT,
        source_id=visit.pk,
    )
