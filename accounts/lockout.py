"""Whom too many wrong passwords shut out: one typed address at one network address."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest


def typed_address(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The e-mail address as it was typed, known or not: both are counted alike."""
    given = credentials or {}
    typed = given.get("email") or given.get("username") or request.POST.get("login", "")
    return typed.strip().lower()


def client_ip(request: HttpRequest) -> str:
    """Where a request came from, seen past as many of our own proxies as the setting says.

    Nearer entries of X-Forwarded-For were added by our proxies; farther ones anybody may invent.
    """
    proxies = settings.TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    if 0 < proxies <= len(hops) and _is_address(hops[-proxies]):
        return hops[-proxies]
    # A server on a Unix socket knows no address at all.
    return request.META.get("REMOTE_ADDR") or "127.0.0.1"


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
