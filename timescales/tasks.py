"""Doorbells of the beat: each rings one action and is safe to ring twice."""

from celery import shared_task
from django.utils import timezone

from notices.actions import send_due
from timescales import actions
from timescales.rights import still_allowed


@shared_task
def sweep_deadlines() -> None:
    """Every few minutes, and after any action that moved a deadline."""
    now = timezone.now()
    actions.sweep(now)
    actions.tell_the_week(now)


@shared_task
def send_notices() -> None:
    """Every minute: what stands in the outbox goes out, if its reader may still see it."""
    send_due(now=timezone.now(), still_allowed=still_allowed)


@shared_task
def recompute_deadlines() -> None:
    """Every night: derive all open deadlines anew and report what was different."""
    actions.recompute_open(timezone.now())
