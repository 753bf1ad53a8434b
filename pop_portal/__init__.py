"""The front of the house: settings, addresses, Celery, home page, navigation, servers and demo.

It joins the rooms and holds no rule of its own about a child, a clock or a placement."""

from pop_portal.celery import app as celery_app

__all__ = ["celery_app"]
