"""Doorbells of placements; each is safe to ring twice."""

from celery import shared_task
from django.utils import timezone

from placements.checks import actions
from placements.concern.actions import remind_of_plans
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
def remind_of_concerns() -> None:
    """Every morning: points of plans and reviews that come up are told, each once."""
    remind_of_plans(on=timezone.localdate())
