"""Gathers the wings' doorbells, since Celery looks for them in the installed app alone."""

from celery import shared_task

from casework.episode import drift


@shared_task
def put_involvements_right() -> None:
    """Every night: who may see a child is what the allocations say."""
    drift.put_involvements_right()
