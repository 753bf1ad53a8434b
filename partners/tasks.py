"""Doorbells of the register import; each is safe to ring twice."""

from uuid import UUID

from celery import current_app, shared_task
from django.utils import timezone

from partners.actions import school_import


@shared_task
def read_import(import_id: str) -> None:
    school_import.read_upload(import_id=UUID(import_id), now=timezone.now())


@shared_task
def apply_import(import_id: str) -> None:
    school_import.apply_confirmed(import_id=UUID(import_id))


@shared_task
def sweep_imports() -> None:
    """Ring again where a nudge or a worker was lost."""
    for task, import_id in school_import.unfinished(timezone.now()):
        current_app.send_task(task, [str(import_id)])
