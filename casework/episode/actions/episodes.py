"""Verbs about a spell of work: open it, note its assessment, end it. Each locks a row first.

All raise ValidationError with words for the person who asked; constraints hold the rest.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.actions import written_by
from accounts.models import Person, Team
from casework.child.actions import involve
from casework.child.models import Child, Involvement
from casework.episode import codes
from casework.episode.actions.allocations import end_row
from casework.episode.actions.holding import hold_child, hold_open, tell_chronology
from casework.episode.actions.referrals import record_referral
from casework.episode.clocks import SUBJECT
from casework.episode.models import Episode
from casework.episode.notices import tell_unallocated
from timescales.actions import refresh

_OPENED = {
    Episode.Opened.NEW: "opened",
    Episode.Opened.STEP_UP: "opened by stepping up",
    Episode.Opened.STEP_DOWN: "opened by stepping down",
    Episode.Opened.AGAIN: "opened again",
}


def open_episode(
    *,
    child: Child,
    kind: str,
    team: Team,
    opened_on: date,
    by: Person,
    referral_date: date | None = None,
    referral_source: str = codes.Source.UNKNOWN,
    primary_need: str = codes.PrimaryNeed.NOT_STATED,
    why: str = "",
    follows: Episode | None = None,
    opened_how: str = Episode.Opened.NEW,
) -> Episode:
    """Open a spell of work; in need stands on the council's referral, with its own date.

    The team sees the child from then on, and the clocks start. `follows` is the closed episode
    that this one steps up or down from, or opens again.
    """
    with written_by(by):
        hold_child(child)
        _refuse_overlap(child, opened_on)
        referral = None
        if kind == Episode.Kind.IN_NEED:
            if referral_date is None:
                raise ValidationError(
                    {
                        "referral_date": "Give the date of the council's referral: the clock "
                        "runs from it."
                    }
                )
            if opened_on < referral_date:
                raise ValidationError(
                    {"opened_on": "The episode cannot open before the council's referral."}
                )
            referral = record_referral(
                child=child,
                referred_on=referral_date,
                source=referral_source,
                primary_need=primary_need,
                by=by,
            )
        episode = Episode(
            child=child,
            kind=kind,
            team=team,
            opened_on=opened_on,
            referral=referral,
            follows=follows,
            opened_how=opened_how,
        )
        episode.full_clean()
        episode.save(force_insert=True)
        involve(
            child=child,
            team=team,
            role=Involvement.Role.TEAM,
            starts_on=opened_on,
            why=why or f"{episode.get_kind_display()} episode",
            source_id=episode.pk,
            by=by,
        )
        tell_chronology(
            episode,
            "episode_opened",
            opened_on,
            by,
            f"{episode.get_kind_display()} {_OPENED[Episode.Opened(opened_how)]} by {team.name}",
            {
                "why": why,
                "team": team.name,
                "referred_on": referral_date.isoformat() if referral and referral_date else "",
            },
        )
        refresh(SUBJECT, [episode.pk], by=by)
        tell_unallocated(episode, opened_on)
        return episode


def record_assessment_authorised(
    *, episode: Episode, on: date, by: Person, is_told: bool = True
) -> Episode:
    """A manager authorised the child and family assessment on that day, which stops its clock.

    Where the assessment tells the chronology itself, `is_told` is False.
    """
    with written_by(by):
        held = hold_open(episode)
        held.assessment_authorised_on = on
        held.full_clean()
        held.save()
        if is_told:
            tell_chronology(
                held, "assessment_authorised", on, by, "Child and family assessment authorised", {}
            )
        refresh(SUBJECT, [held.pk], by=by)
        return held


def close_episode(*, episode: Episode, on: date, reason: str, by: Person) -> Episode:
    """End the spell and every allocation with it; the team still reads the record.

    What stands in the way is asked by the closure wing before it comes here.
    """
    with written_by(by):
        held = hold_open(episode)
        # Workers first: the database lets nothing on an episode reach beyond its last day.
        lasting = Q(ends_on=None) | Q(ends_on__gt=on)
        for row in held.allocations.filter(lasting).select_related("person"):
            end_row(row, on, "The episode closed", by)
        held.closed_on, held.closure_reason = on, reason
        held.full_clean()
        held.save()
        tell_chronology(
            held,
            "episode_closed",
            on,
            by,
            f"{held.get_kind_display()} closed",
            {"reason": held.get_closure_reason_display()},
        )
        refresh(SUBJECT, [held.pk], by=by)
        return held


def _refuse_overlap(child: Child, opened_on: date) -> None:
    """The day one closes the next may open; a spell that lies inside another may not."""
    covering = child.episodes.filter(
        Q(closed_on=None) | Q(closed_on__gt=opened_on), opened_on__lte=opened_on
    )
    if child.episodes.open().exists():
        raise ValidationError("This child has an open episode already. Work on that one.")
    if covering.exists() or child.episodes.filter(opened_on__gt=opened_on).exists():
        raise ValidationError(
            {"opened_on": "That is before another episode of this child ended. Check the date."}
        )
