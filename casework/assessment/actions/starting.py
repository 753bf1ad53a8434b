"""Beginning an assessment, a re-assessment, and a new version of one that was authorised."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person
from casework.assessment.actions.holding import (
    SUBJECT,
    ask_to_write,
    hold,
    hold_episode,
    hold_to_write,
)
from casework.assessment.models import (
    Assessment,
    AssessmentScale,
    AssessmentSection,
    AssessmentSource,
    DangerStatement,
    Sighting,
)
from casework.assessment.prefill import offer_anew
from casework.assessment.reads import latest_authorised
from casework.assessment.sections import KEYS
from casework.chronology.actions import record
from casework.direct_work.scales import record_reading
from casework.episode.clocks import SUBJECT as EPISODE
from casework.episode.models import Episode
from records.actions import NotAllowed
from records.states import State
from timescales.actions import refresh

# What a new version takes over from the assessment itself.
_CARRIED = ("not_seen_why", "not_alone_why", "own_words", "words_language", "tool")


def start_assessment(
    *,
    episode: Episode,
    by: Person,
    on: date | None = None,
    why: str = "",
    decided_on: date | None = None,
) -> Assessment:
    """Begin the case's assessment; once it has one, a re-assessment from the day of the decision.

    It begins with what the record knows, offered section by section.
    Raises NotAllowed, PermissionDenied, ValidationError.
    """
    on = on or timezone.localdate()
    with written_by(by):
        held = hold_episode(episode.pk)
        ask_to_write(by, held.child_id)
        if held.kind != Episode.Kind.IN_NEED or held.referral is None:
            raise NotAllowed(
                "Early help has no assessment under section 17. Step the case up first."
            )
        known = Assessment.objects.filter(episode=held)
        again = held.assessment_authorised_on is not None or known.ever_authorised().exists()
        assessment = Assessment(
            episode=held,
            child=held.child,
            author=by,
            kind=Assessment.Kind.REASSESSMENT if again else Assessment.Kind.INITIAL,
            started_on=_decided(held, decided_on, on) if again else held.referral.referred_on,
            why=why.strip() if again else "",
            compared_with=latest_authorised(held.child_id),
        )
        assessment.full_clean()
        assessment.save(force_insert=True)
        AssessmentSection.objects.bulk_create(
            AssessmentSection(assessment=assessment, key=key, lead=by) for key in KEYS
        )
        offer_anew(assessment, on)
        _tell_chronology(assessment, on, by)
        refresh(EPISODE, [held.pk], by=by)
        return assessment


def bring_in_sessions(*, assessment: Assessment, by: Person, on: date | None = None) -> int:
    """Offer what was signed since; how many pieces came. Raises NotAllowed, PermissionDenied."""
    with written_by(by):
        return offer_anew(hold_to_write(assessment, by), on or timezone.localdate())


def start_new_version(
    *, assessment: Assessment, why: str, by: Person, on: date | None = None
) -> Assessment:
    """A draft that begins with the authorised text, and takes its place once authorised itself.

    The clock of the first version stays met. Raises NotAllowed, PermissionDenied, ValidationError.
    """
    on = on or timezone.localdate()
    with written_by(by):
        hold_episode(assessment.episode_id)
        held = hold(assessment)
        ask_to_write(by, held.child_id)
        if held.state != State.AUTHORISED:
            raise NotAllowed("Only an authorised assessment gets a new version.")
        newer = Assessment(
            episode=held.episode,
            child=held.child,
            author=by,
            kind=held.kind,
            started_on=held.started_on,
            why=why.strip(),
            version=held.version + 1,
            version_of_id=held.version_of_id or held.pk,
            compared_with=held,
            factors=held.factors,
            outcomes=held.outcomes,
            **{name: getattr(held, name) for name in _CARRIED},
        )
        newer.full_clean()
        newer.save(force_insert=True)
        _copy_parts(held, newer, by)
        _tell_chronology(newer, on, by)
        return newer


def _decided(episode: Episode, decided_on: date | None, on: date) -> date:
    if decided_on is None:
        raise ValidationError(
            {"decided_on": "Give the day it was decided to assess again: the clock runs from it."}
        )
    if decided_on > on:
        raise ValidationError({"decided_on": "The day of the decision cannot be in the future."})
    if decided_on < episode.opened_on:
        raise ValidationError(
            {"decided_on": f"The case opened on {episode.opened_on:%-d %B %Y}. Check the date."}
        )
    ended_on = _last_ended(episode)
    if ended_on is not None and decided_on < ended_on:
        raise ValidationError(
            {
                "decided_on": f"The last assessment ran until {ended_on:%-d %B %Y}. The next one "
                "begins on that day at the earliest."
            }
        )
    return decided_on


def _last_ended(episode: Episode) -> date | None:
    """The day the case's last assessment was authorised, here or in the council's own system.

    A later version of one ends nothing: two assessments never run beside each other (census).
    """
    first = Assessment.objects.filter(episode=episode).first_versions().ever_authorised()
    days = [row.authorised_on for row in first]
    return max(filter(None, [*days, episode.assessment_authorised_on]), default=None)


def _copy_parts(held: Assessment, newer: Assessment, by: Person) -> None:
    AssessmentSection.objects.bulk_create(
        AssessmentSection(
            assessment=newer,
            key=row.key,
            text=row.text,
            more=row.more,
            skipped_why=row.skipped_why,
            lead=by,
            is_finished=True,
        )
        for row in held.sections.all()
    )
    parts: tuple[Any, ...] = (AssessmentSource, Sighting, DangerStatement)
    for model in parts:
        rows = list(model.objects.filter(assessment=held).order_by("pk"))
        for row in rows:
            row.pk, row.assessment = None, newer
        model.objects.bulk_create(rows)
    for scale in held.scales.select_related("reading"):
        old = scale.reading
        reading = record_reading(
            child=newer.child, said_by=old.said_by, who=old.who, value=old.value, on=old.on, by=by
        )
        AssessmentScale.objects.create(assessment=newer, reading=reading)


def _tell_chronology(assessment: Assessment, on: date, by: Person) -> None:
    record(
        kind="casework.assessment_started",
        child=assessment.child,
        happened_on=on,
        by=by,
        summary=f"{assessment.title} begun",
        details={"why": assessment.why, "started_on": assessment.started_on.isoformat()},
        source_type=SUBJECT,
        source_id=assessment.pk,
    )
