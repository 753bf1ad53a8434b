"""Doorbells: text that lies about unsent is raised, and old form tokens are forgotten."""

from celery import shared_task
from django.utils import timezone

from records import idle


@shared_task
def raise_idle_unsent() -> None:
    idle.raise_idle_unsent(now=timezone.now())


@shared_task
def forget_once_tokens() -> None:
    idle.forget_once_tokens(now=timezone.now())
