"""Doorbells of placements; each is safe to ring twice."""

from celery import shared_task
from django.utils import timezone

from placements.change import actions as change
from placements.checks import actions
from placements.concern import actions as concerns
from placements.rule import actions as rules
from placements.timeline import actions as timeline


@shared_task
def put_access_right() -> None:
    """Every hour: children's records are open to whom the checks say, and people are told."""
    on = timezone.localdate()
    actions.put_access_right(on=on)
    actions.tell_of_access(on=on)


@shared_task
def refresh_timelines() -> None:
    """Every night, before the clocks are checked: days that nobody entered move the steps."""
    timeline.refresh_running(on=timezone.localdate())


@shared_task
def hand_over_placements() -> None:
    """Every hour: who was to educate from today on does so."""
    change.hand_over(on=timezone.localdate())


@shared_task
def follow_rules() -> None:
    """After a university rule was changed, and again where that nudge was lost."""
    rules.follow_waiting(on=timezone.localdate())


@shared_task
def remind_of_concerns() -> None:
    """Every morning: plans follow who is named, and what is to be looked at again is told once."""
    concerns.refresh_plans()
    concerns.remind_of_reviews(on=timezone.localdate())
