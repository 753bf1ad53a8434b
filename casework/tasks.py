"""Gathers the wings' doorbells, since Celery looks for them in the installed app alone."""

from celery import shared_task
from django.utils import timezone

from casework import stopping
from casework.consent import reminders
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
