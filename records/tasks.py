"""Doorbells: text that lies about unsent is raised; old form tokens and stray files go."""

from celery import shared_task
from django.utils import timezone

from records import idle, orphans


@shared_task
def raise_idle_unsent() -> None:
    idle.raise_idle_unsent(now=timezone.now())


@shared_task
def forget_once_tokens() -> None:
    idle.forget_once_tokens(now=timezone.now())


@shared_task
def remove_orphan_files() -> None:
    orphans.remove_orphan_files(now=timezone.now())
