"""The Celery application; tasks live in each room's `tasks.py` and only ring an action."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pop_portal.settings")

app = Celery("pop_portal", task_cls="records.history:HistoryTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
