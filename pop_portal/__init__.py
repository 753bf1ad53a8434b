"""The front of the house: settings, addresses, Celery, home page, navigation, servers and demo.

It joins the rooms and holds no rule of its own about a child, a clock or a placement."""

import gc

from pop_portal.celery import app as celery_app

__all__ = ["celery_app"]

# A process keeps what it loads, and rows go without a collector: looking for cycles as often as
# Python does by itself takes a fifth of a start and of a busy server's time.
gc.set_threshold(50_000, 20, 10)
