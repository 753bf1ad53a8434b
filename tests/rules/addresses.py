"""Every address of the portal, walked from the root."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.permissions import Permission


@dataclass(frozen=True)
class Address:
    name: str
    pattern: URLPattern

    @property
    def view(self) -> Any:
        """The view's class, or the function where it is one."""
        return getattr(self.pattern.callback, "view_class", self.pattern.callback)

    @property
    def permission(self) -> Permission | None:
        return getattr(self.view, "permission", None)


def every_address() -> list[Address]:
    """All but the admin site's, which asks for an administrator at its own door."""
    return [one for one in _walk(get_resolver(), "") if not one.name.startswith("admin:")]


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _walk(pattern, prefix + namespace)
        else:
            yield Address(f"{prefix}{pattern.name or pattern.pattern}", pattern)
