"""Verbs about requests for POP work: ask, decide. A requester is told by reference only."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.actions import written_by
from accounts.models import Person, Team, in_force
from accounts.roles import Role
from casework.child.actions import add_child, check_duplicates, likely_for
from casework.child.codes import Sex
from casework.child.models import Child, DuplicateCheck
from casework.child.search import Match, Wanted, wanted_child
from casework.episode.actions import open_episode
from casework.episode.codes import PrimaryNeed, Source
from casework.episode.models import Episode
from casework.episode.people import managers_of_teams
from casework.request.clocks import SUBJECT
from casework.request.codes import LevelOfNeed, Origin, State
from casework.request.models import Request
from notices.actions import NewNotice, notify, notify_many, withdraw_about
from notices.models import Notice, Urgency
from partners.models import Agency, School
from timescales.actions import refresh

# For a search before anything is known of the child's sex, which the council's record will say.
SEX_NOT_KNOWN = Sex.U


def make_request(
    *,
    by: Person,
    pupil_first_name: str,
    pupil_last_name: str,
    pupil_dob: date,
    level_of_need: int,
    topics: list[str],
    worries: str,
    consent_said: str,
    team: Team | None = None,
    school: School | None = None,
    agency: Agency | None = None,
    origin: str = Origin.SCHOOL,
    received_at: datetime | None = None,
    **more: Any,
) -> Request:
    """Ask for POP work with a pupil. The manager's clock starts at once.

    A school's lead asks for their own school only. Level 4 is taken only once the front door knows.
    `more` holds further fields of the request. Raises ValidationError.
    """
    with written_by(by):
        _check_school(by, school)
        request = Request(
            reference=_next_reference(),
            team=team or _the_team(),
            requester=by,
            school=school,
            agency=agency,
            origin=origin,
            asking_team=_asking_team(by, origin),
            received_at=received_at or timezone.now(),
            pupil_first_name=pupil_first_name.strip(),
            pupil_last_name=pupil_last_name.strip(),
            pupil_dob=pupil_dob,
            level_of_need=level_of_need,
            topics=list(topics),
            worries=worries,
            consent_said=consent_said,
            **more,
        )
        request.full_clean()
        request.save(force_insert=True)
        refresh(SUBJECT, [request.pk], by=by)
        _tell_managers(request)
        return request


def record_possible_duplicates(
    *, request: Request, by: Person, on: date
) -> tuple[DuplicateCheck, list[Match]]:
    """Look across the whole team for the pupil of a request; every look is logged."""
    return check_duplicates(
        by=by,
        first_name=request.pupil_first_name,
        last_name=request.pupil_last_name,
        dob=request.pupil_dob,
        upn=request.pupil_upn,
        school=request.school,
        purpose=DuplicateCheck.Purpose.REQUEST,
        about_id=request.pk,
        on=on,
    )


def decide_request(
    *,
    request: Request,
    decision: str,
    reason: str,
    by: Person,
    where_instead: str = "",
    child: Child | None = None,
    not_a_duplicate_because: str = "",
    sex: str = SEX_NOT_KNOWN,
    kind: str = Episode.Kind.EARLY_HELP,
    opened_on: date | None = None,
    referral_date: date | None = None,
    referral_source: str = Source.SCHOOL,
    primary_need: str = PrimaryNeed.NOT_STATED,
    at: datetime | None = None,
) -> Request:
    """Accept onto `child` (None makes a new one) or refuse with where to turn instead.

    Accepting opens an episode, or joins the one the child has open. A new child who looks like
    one already here needs `not_a_duplicate_because`. Raises ValidationError.
    """
    at = at or timezone.now()
    on = timezone.localdate(at)
    with written_by(by):
        held = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if held.is_decided:
            raise ValidationError("Somebody has decided this request already.")
        held.state, held.reason = State(decision), reason.strip()
        held.decided_at, held.decided_by = at, by
        if held.state == State.REFUSED:
            held.where_instead = where_instead.strip()
        else:
            held.child = child or _new_child(held, sex, not_a_duplicate_because, by, on)
            held.not_a_duplicate_because = "" if child else not_a_duplicate_because.strip()
            held.episode = held.child.episodes.open().first() or open_episode(
                child=held.child,
                kind=kind,
                team=held.team,
                opened_on=opened_on or on,
                referral_date=referral_date,
                referral_source=referral_source,
                primary_need=primary_need,
                why=f"Request {held.reference}: {held.reason}",
                by=by,
            )
        held.full_clean()
        held.save()
        refresh(SUBJECT, [held.pk], by=by)
        withdraw_about(about=[held.pk], why=Notice.Withdrawn.SETTLED)
        _tell_requester(held)
        return held


def pupil_wanted(request: Request) -> Wanted:
    """The pupil of a request, as the duplicate check looks for them."""
    return wanted_child(
        first_name=request.pupil_first_name,
        last_name=request.pupil_last_name,
        dob=request.pupil_dob,
        upn=request.pupil_upn,
        school_id=request.school_id,
    )


def _new_child(request: Request, sex: str, because: str, by: Person, on: date) -> Child:
    if not because.strip() and likely_for(by, pupil_wanted(request), on):
        raise ValidationError(
            {
                "not_a_duplicate_because": "Someone like this is here already. Choose them, or say "
                "why this is another child."
            }
        )
    return add_child(
        first_name=request.pupil_first_name,
        last_name=request.pupil_last_name,
        dob=request.pupil_dob,
        upn=request.pupil_upn,
        school=request.school,
        year_group=request.year_group,
        sex=sex,
        by=by,
    )


def _next_reference() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('casework_request_reference')")
        return f"REQ{cursor.fetchone()[0]}"


def _the_team() -> Team:
    """The team that takes requests. Where there are several, the caller names one."""
    teams = list(Team.objects.filter(is_pop=True)[:2])
    if len(teams) != 1:
        raise ValidationError({"team": "Choose the team this request goes to."})
    return teams[0]


def _asking_team(by: Person, origin: str) -> Team | None:
    """The social work team that asks: the requester's own."""
    if origin != Origin.SOCIAL_WORK:
        return None
    on = timezone.localdate()
    return Team.objects.filter(in_force(on, "memberships__"), memberships__person=by).first()


def _check_school(by: Person, school: School | None) -> None:
    if by.role == Role.SCHOOL_LEAD and (
        school is None or not School.objects.visible_to(by).filter(pk=school.pk).exists()
    ):
        raise ValidationError({"school": "You can ask for pupils of your own school only."})


def _tell_managers(request: Request) -> None:
    managers = managers_of_teams([request.team_id], timezone.localdate())[request.team_id]
    level_4 = request.level_of_need == LevelOfNeed.FOUR
    notify_many(
        NewNotice(
            recipient_id=manager.pk,
            key=f"request.received.{request.pk}",
            line=f"{request.reference}: a level {request.level_of_need} request awaits a decision.",
            path=path_of(request),
            urgency=Urgency.URGENT if level_4 else Urgency.DIGEST,
            root_type=SUBJECT,
            root_id=request.pk,
            about_id=request.pk,
        )
        for manager in managers
    )


def _tell_requester(request: Request) -> None:
    became = (
        "is accepted" if request.state == State.ACCEPTED else "is not for POP; see what else helps"
    )
    notify(
        recipient=request.requester,
        key=f"request.decided.{request.pk}",
        line=f"{request.reference}: your request {became}.",
        path=path_of(request),
        root_type=SUBJECT,
        root_id=request.pk,
    )


def path_of(request: Request) -> str:
    return reverse("casework:request-detail", args=[request.pk])
