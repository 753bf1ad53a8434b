"""The Celery application; tasks live in each room's `tasks.py` and only ring an action."""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pop_portal.settings")

app = Celery("pop_portal", task_cls="records.history:HistoryTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def log_as_the_portal_does(**_: Any) -> None:
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)


@worker_init.connect
@beat_init.connect
def refuse_dangerous_start(**_: Any) -> None:
    from django.core.exceptions import ImproperlyConfigured

    from pop_portal import checks

    try:
        checks.refuse_dangerous_start()
    except ImproperlyConfigured as danger:
        # Celery swallows every other error of a listener and would start all the same.
        raise SystemExit(str(danger)) from danger
