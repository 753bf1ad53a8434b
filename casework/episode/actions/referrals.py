"""Verbs about the council's referral: the one an episode stands on, and the one that opens none."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError

from accounts.actions import written_by
from accounts.models import Person, Team
from casework.child.actions import involve
from casework.child.models import Child, Involvement
from casework.chronology.actions import record
from casework.episode import codes
from casework.episode.actions.holding import hold_child
from casework.episode.models import Referral

SOURCE = "casework.referral"
# A child is referred at most this long before birth, or before the day it is expected (census).
BEFORE_BIRTH = timedelta(days=280)


def record_referral(
    *,
    child: Child,
    referred_on: date,
    source: str,
    by: Person,
    primary_need: str = "",
    no_further_action: bool = False,
    note: str = "",
) -> Referral:
    """The council's referral. One with no further action is kept for the return only."""
    with written_by(by):
        _check_day(child, referred_on)
        referral = Referral(
            child=child,
            referred_on=referred_on,
            source=source,
            primary_need=primary_need
            or ("" if no_further_action else codes.PrimaryNeed.NOT_STATED),
            no_further_action=no_further_action,
            note=note.strip(),
            recorded_by=by,
        )
        referral.full_clean()
        referral.save(force_insert=True)
        return referral


def record_nfa_referral(
    *, child: Child, referred_on: date, source: str, why: str, team: Team, by: Person
) -> Referral:
    """A referral that ended with no further action: no episode, and it still counts in the return.

    The team reads the record from then on. Raises ValidationError.
    """
    with written_by(by):
        hold_child(child)
        if not why.strip():
            raise ValidationError({"why": "Say why nothing more is done."})
        if child.episodes.in_force(referred_on).exists():
            raise ValidationError(
                {
                    "referral_date": "Work with this child was open on that day: what came in then "
                    "belongs to that work, and is no new referral."
                }
            )
        referral = record_referral(
            child=child,
            referred_on=referred_on,
            source=source,
            no_further_action=True,
            note=why,
            by=by,
        )
        involve(
            child=child,
            team=team,
            role=Involvement.Role.TEAM,
            starts_on=referred_on,
            why="Referral with no further action",
            source_id=referral.pk,
            by=by,
        )
        record(
            kind="casework.referral_nfa",
            child=child,
            happened_on=referred_on,
            by=by,
            summary="Referral with no further action",
            details={"source": referral.get_source_display(), "why": referral.note},
            source_type=SOURCE,
            source_id=referral.pk,
        )
        return referral


def _check_day(child: Child, referred_on: date) -> None:
    born = child.dob or child.expected_dob
    if born is not None and referred_on < born - BEFORE_BIRTH:
        raise ValidationError(
            {"referral_date": "That is more than 40 weeks before the birth. Check the date."}
        )
    if child.date_of_death is not None and referred_on > child.date_of_death:
        raise ValidationError({"referral_date": "That is after the child died. Check the date."})
