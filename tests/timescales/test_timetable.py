"""The timetable and the tasks agree."""

from celery import current_app
from django.conf import settings


def test_every_entry_of_the_timetable_names_a_task():
    current_app.loader.import_default_modules()
    missing = {
        entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()
    } - current_app.tasks.keys()
    assert missing == set()


def test_every_task_of_clocks_and_notices_is_on_the_timetable():
    current_app.loader.import_default_modules()
    ours = {name for name in current_app.tasks if name.startswith(("timescales.", "notices."))}
    timed = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert ours
    assert ours <= timed


def test_the_outbox_wakes_a_task_that_exists():
    current_app.loader.import_default_modules()
    assert settings.NOTICE_SENDING_TASK in current_app.tasks
