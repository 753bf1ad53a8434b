"""Gathers the wings' doorbells, since Celery looks for them in the installed app alone."""

from celery import shared_task
from django.utils import timezone

from casework import stopping
from casework.consent import reminders
from casework.direct_work import idle
from casework.direct_work.visit import watch
from casework.episode import drift


@shared_task
def put_involvements_right() -> None:
    """Every night: who may see a child is what the allocations say."""
    drift.put_involvements_right()


@shared_task
def remind_of_consents() -> None:
    """Every morning: a yes that ends soon is asked for again."""
    reminders.remind_of_endings(timezone.localdate())


@shared_task
def stop_clocks_of_grown_ups() -> None:
    """Every minute: whoever turned 18 at midnight is no longer waited for."""
    stopping.stop_clocks_of_grown_ups()


@shared_task
def watch_visits() -> None:
    """Every minute: a worker who should be out of a visit, or in one, and has not said so."""
    watch.raise_overdue(now=timezone.now())


@shared_task
def raise_idle_drafts() -> None:
    """Every morning: drafts and returned records that nobody touches reach the educator."""
    idle.raise_idle_drafts(now=timezone.now())
