"""What a referral that reaches the team without a request becomes: work, or nothing but a row."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from accounts.actions import written_by
from accounts.models import Person, Team
from casework.child.actions import add_child, likely_for
from casework.child.models import Child
from casework.child.search import wanted_child
from casework.episode.actions.episodes import open_episode
from casework.episode.actions.referrals import record_nfa_referral
from casework.episode.models import Episode, Referral

NO_FURTHER_ACTION = "nfa"


def add_referred_child(
    *, by: Person, on: date, not_a_duplicate_because: str = "", **facts: Any
) -> Child:
    """A child we have not met, of whom the council told us. One who looks like somebody already
    here needs `not_a_duplicate_because`. Raises ValidationError.
    """
    with written_by(by):
        wanted = wanted_child(
            first_name=facts["first_name"],
            last_name=facts["last_name"],
            dob=facts.get("dob"),
            upn=facts.get("upn", ""),
        )
        if not not_a_duplicate_because.strip() and likely_for(by, wanted, on):
            raise ValidationError(
                {
                    "not_a_duplicate_because": "Someone like this is here already. Choose them, "
                    "or say why this is another child."
                }
            )
        return add_child(by=by, **facts)


def take_in(
    *,
    child: Child,
    decision: str,
    team: Team,
    why: str,
    by: Person,
    referral_date: date | None = None,
    referral_source: str = "",
    primary_need: str = "",
    opened_on: date | None = None,
) -> Episode | Referral:
    """Open the work that `decision` names, or keep a referral with no further action."""
    with written_by(by):
        if decision == NO_FURTHER_ACTION:
            if referral_date is None:
                raise ValidationError({"referral_date": "Give the date of the referral."})
            return record_nfa_referral(
                child=child,
                referred_on=referral_date,
                source=referral_source,
                why=why,
                team=team,
                by=by,
            )
        if opened_on is None:
            raise ValidationError({"opened_on": "Say from which day we work with the child."})
        referral: dict[str, Any] = (
            {
                "referral_date": referral_date,
                "referral_source": referral_source,
                "primary_need": primary_need,
            }
            if decision == Episode.Kind.IN_NEED
            else {}
        )
        return open_episode(
            child=child,
            kind=decision,
            team=team,
            opened_on=opened_on,
            why=why.strip(),
            by=by,
            **referral,
        )
