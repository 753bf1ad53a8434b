"""Teams, and who is in them."""

from datetime import date

from accounts.actions.dated import end, hold, nobody_changes_their_own, save, written_by
from accounts.models import Person, Team, TeamMembership


def add_team(*, name: str, by: Person | None, is_pop: bool = False) -> Team:
    with written_by(by):
        team = Team(name=name.strip(), is_pop=is_pop)
        team.full_clean()
        team.save()
        return team


def join_team(
    *,
    person: Person,
    team: Team,
    starts_on: date,
    by: Person | None,
    ends_on: date | None = None,
    why: str = "",
) -> TeamMembership:
    with written_by(by):
        held = hold(person)
        return save(
            TeamMembership(person=held, team=team, starts_on=starts_on, ends_on=ends_on, why=why)
        )


def leave_team(
    *, membership: TeamMembership, on: date, by: Person | None, why: str = ""
) -> TeamMembership | None:
    """`on` is the last day in the team. None: the place had not begun and is gone."""
    with written_by(by):
        nobody_changes_their_own(membership.person, by, "team")
        hold(membership.person)
        return end(TeamMembership.objects.get(pk=membership.pk), on, why)
