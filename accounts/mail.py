"""The mail that carries a link to set a password. It says nobody's name."""

from urllib.parse import urlsplit

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import PasswordLink

SECONDS_A_DAY = 86_400


def send_password_link(link: PasswordLink) -> None:
    """Raises what the mail server raises. The link is made here and kept nowhere."""
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(link.person),
            "key": default_token_generator.make_token(link.person),
        },
    )
    context = {
        "service_name": settings.SERVICE_NAME,
        "address": f"{settings.SITE_URL.rstrip('/')}{path}",
        "days": settings.PASSWORD_RESET_TIMEOUT // SECONDS_A_DAY,
        "support": settings.SUPPORT_EMAIL,
    }
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    EmailMessage(
        subject=render_to_string(f"accounts/email/{link.kind}_subject.txt", context).strip(),
        body=render_to_string(f"accounts/email/{link.kind}_body.txt", context),
        to=[link.person.email],
        headers={
            "Message-ID": f"<password-link-{link.pk}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    ).send()
