"""Who may write, sign and authorise an assessment, as sentences and then as the rule."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from accounts.models import in_force
from accounts.permissions import Permission
from records.states import Move

WORKERS = ("accountable", "co_worker")


def works_with(person_id, on: date) -> Q:
    """A row of Involvement says that you work with the child yourself, today."""
    return in_force(on) & Q(person=person_id, role__in=WORKERS)


def manages_case(managed_teams: Collection[int], on: date) -> Q:
    """A row of Involvement says that you manage the case when, today,

    it makes someone accountable who works in a team you manage, or it names a team you manage.
    """
    of_the_worker = Q(role="accountable", person__memberships__team__in=managed_teams) & in_force(
        on, "person__memberships__"
    )
    return in_force(on) & (of_the_worker | Q(team__in=managed_teams))


def may_write(verbs: frozenset[Permission], *, is_worker: bool) -> bool:
    """To begin or write in an assessment you work with the child and your role assesses."""
    return Permission.ASSESSMENT_WRITE in verbs and is_worker


def may_finish(person_id, *, lead_id, is_accountable: bool) -> bool:
    """A section is finished by who leads it, or by the accountable worker; without a lead, by

    whoever writes in it.
    """
    return lead_id is None or lead_id == person_id or is_accountable


def may_name_leads(*, is_author: bool, is_accountable: bool) -> bool:
    """Leads are named by the author, or by the accountable worker."""
    return is_author or is_accountable


def may_move(
    move: Move,
    *,
    verbs: frozenset[Permission],
    is_registered: bool,
    answers_for_child: bool,
    manages_case: bool,
    wrote_in_it: bool,
    countersigned_it: bool,
    is_signed: bool,
) -> bool:
    """You send or take back what you wrote; you sign it yourself only if you are registered and

    answer for the child. You countersign another's if you answer for the child. You authorise if
    you manage the accountable worker or the team, wrote no part of it and did not countersign it.
    You return what you could sign or authorise. That nobody does this to their own record is
    known to `records`.
    """
    countersigns = Permission.ASSESSMENT_COUNTERSIGN in verbs and answers_for_child
    authorises = (
        Permission.ASSESSMENT_AUTHORISE in verbs
        and manages_case
        and not wrote_in_it
        and not countersigned_it
    )
    if move in {Move.SUBMIT, Move.WITHDRAW}:
        return Permission.ASSESSMENT_WRITE in verbs
    if move == Move.SIGN:
        return Permission.ASSESSMENT_WRITE in verbs and is_registered and answers_for_child
    if move == Move.COUNTERSIGN:
        return countersigns
    if move == Move.AUTHORISE:
        return authorises
    if move == Move.RETURN:
        return authorises if is_signed else countersigns
    return False


def notes_show(person_id) -> Q:
    """A learning note is between who wrote it and the assessment's author."""
    return Q(by=person_id) | Q(assessment__author=person_id)
