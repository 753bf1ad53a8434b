"""Doorbells of the front door."""

from celery import shared_task
from django.utils import timezone

from accounts import actions
from accounts.mail import send_password_link


@shared_task
def send_password_links() -> None:
    """Every minute, and when nudged: the links that wait are sent."""
    actions.send_password_links(now=timezone.now(), send=send_password_link)
