"""The way of an assessment from its author to the manager's authorisation, and to the family."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from accounts.permissions import Permission
from accounts.reporting import managers_of
from casework.assessment.actions.holding import (
    SUBJECT,
    hold,
    hold_episode,
    may_move,
    path_of,
    root_of,
)
from casework.assessment.completeness import missing
from casework.assessment.models import Assessment, AssessmentSubmission
from casework.assessment.reads import whole, works_with
from casework.assessment.sections import BY_KEY, worded
from casework.assessment.texts import as_text
from casework.child.people import accountable_workers, answers_for_child
from casework.chronology.actions import record
from casework.episode.actions import record_assessment_authorised
from casework.episode.clocks import SUBJECT as EPISODE
from casework.episode.models import Episode
from casework.episode.people import managers_of_teams
from notices.actions import notify, withdraw_about
from notices.models import Notice, Urgency
from records.actions import NotAllowed, move
from records.states import Move
from timescales.actions import refresh


def submit_assessment(
    *, assessment: Assessment, by: Person, began_from: int | None = None
) -> Assessment:
    """Send it to be countersigned; a registered author who answers for the child signs at once.

    Raises Conflict, NotAllowed, ValidationError (section key to messages).
    """
    on = timezone.localdate()
    with written_by(by):
        hold_episode(assessment.episode_id)
        held = hold(assessment, began_from)
        may = may_move(held, by, on)
        found = whole(held)
        if lacking := missing(found):
            raise ValidationError(
                {
                    key: [f"{worded(BY_KEY[key].title, _first(held))}: {' '.join(messages)}"]
                    for key, messages in lacking.items()
                }
            )
        verb = Move.SIGN if by.registration_number and may(Move.SIGN) else Move.SUBMIT
        change = move(record=held, move=verb, by=by, may=may)
        number = held.submissions.count() + 1
        AssessmentSubmission.objects.create(
            assessment=held, number=number, texts=as_text(found), at=change.at
        )
        _settled(held)
        if verb == Move.SIGN:
            _ask_to_authorise(held, number, on)
        else:
            _ask_to_countersign(held, number, on)
        return held


def withdraw_assessment(*, assessment: Assessment, by: Person) -> Assessment:
    """Take back what was sent, to change it. Raises NotAllowed."""
    with written_by(by):
        held = hold(assessment)
        move(record=held, move=Move.WITHDRAW, by=by, may=may_move(held, by, timezone.localdate()))
        _settled(held)
        return held


def return_assessment(
    *, assessment: Assessment, comment: str, by: Person, began_from: int | None = None
) -> Assessment:
    """Back to its author with what needs changing; comments pinned by anybody go with it.

    Raises Conflict, NotAllowed.
    """
    with written_by(by):
        hold_episode(assessment.episode_id)
        held = hold(assessment, began_from)
        may = may_move(held, by, timezone.localdate())
        change = move(record=held, move=Move.RETURN, by=by, may=may, comment=comment)
        held.comments.filter(sent_at=None).update(sent_at=change.at)
        touched = held.comments.filter(sent_at=change.at).values("section_key")
        held.sections.filter(key__in=touched).update(is_finished=False)
        _settled(held)
        _tell(
            held.author,
            f"assessment.returned.{change.pk}",
            held,
            "your assessment came back with a comment.",
        )
        return held


def countersign_assessment(
    *, assessment: Assessment, by: Person, began_from: int | None = None
) -> Assessment:
    """The accountable worker puts their name under it; a manager authorises it next.

    Raises Conflict, NotAllowed.
    """
    on = timezone.localdate()
    with written_by(by):
        hold_episode(assessment.episode_id)
        held = hold(assessment, began_from)
        move(record=held, move=Move.COUNTERSIGN, by=by, may=may_move(held, by, on))
        _settled(held)
        _ask_to_authorise(held, held.submissions.count(), on)
        return held


def authorise_assessment(
    *, assessment: Assessment, by: Person, began_from: int | None = None
) -> Assessment:
    """From here on it is official and its clock has stopped. Raises Conflict, NotAllowed."""
    on = timezone.localdate()
    with written_by(by):
        episode = hold_episode(assessment.episode_id)
        held = hold(assessment, began_from)
        move(record=held, move=Move.AUTHORISE, by=by, may=may_move(held, by, on))
        _supersede_older(held, by)
        if held.kind == held.Kind.INITIAL and held.version == 1:
            record_assessment_authorised(episode=episode, on=on, by=by, is_told=False)
        refresh(EPISODE, [episode.pk])
        _settled(held)
        _tell_chronology(held, on, by)
        _tell(
            held.author, f"assessment.authorised.{held.pk}", held, "your assessment is authorised."
        )
        return held


def note_authorised_elsewhere(*, episode: Episode, on: date, by: Person) -> Episode:
    """The assessment was written and authorised in the council's own system: its clock stops.

    One that is written here is authorised here. Raises NotAllowed, ValidationError.
    """
    with written_by(by):
        held = hold_episode(episode.pk)
        if Assessment.objects.filter(episode=held).exists():
            raise NotAllowed(
                "This case's assessment is written here. It is authorised on its own page."
            )
        return record_assessment_authorised(episode=held, on=on, by=by)


def share_with_family(*, assessment: Assessment, on: date, how: str, by: Person) -> Assessment:
    """The day the family was given the assessment, and how. Raises NotAllowed, ValidationError."""
    today = timezone.localdate()
    with written_by(by):
        held = hold(assessment)
        around = works_with(by, held.child_id, today) or answers_for_child(by, held.child_id, today)
        if not around or not by.may(Permission.ASSESSMENT_VIEW):
            raise PermissionDenied
        if not held.is_official:
            raise NotAllowed("Only an authorised assessment is shared with the family.")
        if on > today:
            raise ValidationError({"on": "The day cannot be in the future."})
        if held.authorised_on and on < held.authorised_on:
            raise ValidationError(
                {"on": f"It was authorised on {held.authorised_on:%-d %B %Y}. Check the date."}
            )
        held.shared_on, held.shared_how = on, how.strip()
        held.full_clean(exclude=["child", "episode", "author"])
        held.save(update_fields=["shared_on", "shared_how"])
        record(
            kind="casework.assessment_shared",
            child=held.child,
            happened_on=on,
            by=by,
            summary="Assessment shared with the family",
            details={"how": held.shared_how},
            source_type=SUBJECT,
            source_id=held.pk,
        )
        return held


def _supersede_older(held: Assessment, by: Person) -> None:
    """A newer version takes the place of the one before it."""
    if not held.version_of_id:
        return
    older = Assessment.objects.authorised().filter(episode=held.episode_id).exclude(pk=held.pk)
    for row in older.filter(pk=held.version_of_id) | older.filter(version_of=held.version_of_id):
        move(record=row, move=Move.SUPERSEDE, by=by, may=lambda _: True)


def _ask_to_countersign(held: Assessment, number: int, on: date) -> None:
    """The accountable worker countersigns; while there is none, the author's manager."""
    found = accountable_workers([held.child_id], on).get(held.child_id)
    if found and found.pk != held.author_id:
        asked = [found]
    else:
        asked = list(managers_of([held.author_id], on)[held.author_id])
    for person in asked:
        _tell(
            person,
            f"assessment.countersign.{held.pk}.{number}",
            held,
            "an assessment waits for you to countersign.",
        )


def _ask_to_authorise(held: Assessment, number: int, on: date) -> None:
    """The accountable worker's managers and the team's, but nobody who signed or wrote it."""
    found = accountable_workers([held.child_id], on).get(held.child_id)
    managers = set(managers_of_teams([held.episode.team_id], on)[held.episode.team_id])
    managers |= managers_of([found.pk], on)[found.pk] if found else set()
    hands = {held.author_id, held.countersigned_by_id}
    for person in sorted(managers, key=lambda one: one.name):
        if person.pk not in hands:
            _tell(
                person,
                f"assessment.authorise.{held.pk}.{number}",
                held,
                "an assessment waits for you to authorise.",
            )


def _tell(person: Person, key: str, held: Assessment, line: str) -> None:
    notify(
        recipient=person,
        key=key,
        line=f"{held.child.reference}: {line}",
        path=path_of(held),
        urgency=Urgency.DIGEST,
        about_id=held.pk,
        **root_of(held),
    )


def _settled(held: Assessment) -> None:
    """What was asked before this move is answered by it."""
    withdraw_about(about=[held.pk], why=Notice.Withdrawn.SETTLED)


def _tell_chronology(held: Assessment, on: date, by: Person) -> None:
    found = whole(held)
    record(
        kind="casework.assessment",
        child=held.child,
        happened_on=on,
        by=held.author,
        summary=f"{held.title} authorised",
        details={
            "words": held.own_words,
            "analysis": found.sections["analysis"].text,
            "outcomes": held.outcome_words,
            "factors": held.factor_words,
            "signed_by": held.signed_by.name if held.signed_by else "",
            "authorised_by": by.name,
        },
        source_type=SUBJECT,
        source_id=held.pk,
    )


def _first(held: Assessment) -> str:
    return held.child.known_as or held.child.first_name
