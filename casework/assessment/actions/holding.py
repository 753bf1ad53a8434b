"""What every verb about an assessment begins with: the row held, and the question who may."""

from datetime import date
from functools import partial

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from casework.assessment import policies
from casework.assessment.models import Assessment
from casework.assessment.reads import Standing, works_with
from casework.assessment.reads import standing as stands
from casework.episode.clocks import SUBJECT as ROOT
from casework.episode.models import Episode
from records.actions import NotAllowed
from records.conflicts import Conflict

SUBJECT = "casework.assessment"


def hold(assessment: Assessment, began_from: int | None = None) -> Assessment:
    """The row, locked until commit. Raises Conflict where it moved since `began_from`."""
    rows = Assessment.objects.select_for_update(of=("self",))
    held = rows.select_related("child", "author", "episode").get(pk=assessment.pk)
    if began_from is not None and held.lock_version != began_from:
        raise Conflict(held)
    return held


def hold_to_write(assessment: Assessment, by: Person) -> Assessment:
    """The row held for somebody who works with the child, while it is open for writing."""
    held = hold(assessment)
    ask_to_write(by, held.child_id)
    if not held.is_editable:
        raise NotAllowed("This assessment has been sent. Take it back to change it.")
    return held


def ask_to_write(by: Person, child_id) -> None:
    works = works_with(by, child_id, timezone.localdate())
    if not policies.may_write(by.permissions, is_worker=works):
        raise PermissionDenied


def hold_episode(episode_id) -> Episode:
    """The episode's row first, so that closing it and what happens on it take turns."""
    rows = Episode.objects.select_for_update(of=("self",)).select_related("child", "referral")
    held = rows.get(pk=episode_id)
    if not held.is_open:
        raise NotAllowed("This case is closed. Nothing changes on it any more.")
    return held


def may_move(
    assessment: Assessment, by: Person, on: date, standing: Standing | None = None
) -> partial:
    """The question whether `by` may make a move, with everything the rule asks about."""
    standing = standing or stands(by, assessment.child_id, on)
    return partial(
        policies.may_move,
        verbs=by.permissions,
        is_registered=bool(by.registration_number),
        answers_for_child=standing.answers_for,
        manages_case=standing.manages_case,
        wrote_in_it=assessment.sections.filter(changed_by=by).exists(),
        countersigned_it=assessment.countersigned_by_id == by.pk,
        is_signed=assessment.is_locked,
    )


def path_of(assessment: Assessment) -> str:
    return reverse("casework:assessment-detail", args=[assessment.pk])


def root_of(assessment: Assessment) -> dict:
    return {"root_type": ROOT, "root_id": assessment.episode_id}
