"""Gathers the wings' doorbells, since Celery looks for them in the installed app alone."""

from celery import shared_task
from django.utils import timezone

from casework.direct_work import idle
from casework.direct_work.visit import watch
from casework.episode import drift


@shared_task
def put_involvements_right() -> None:
    """Every night: who may see a child is what the allocations say."""
    drift.put_involvements_right()


@shared_task
def watch_visits() -> None:
    """Every minute: a worker who should be out of a visit, or in one, and has not said so."""
    watch.raise_overdue(now=timezone.now())


@shared_task
def raise_idle_drafts() -> None:
    """Every morning: drafts and returned records that nobody touches reach the educator."""
    idle.raise_idle_drafts(now=timezone.now())
