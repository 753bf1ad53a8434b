"""`{% load childs_page %}`: the identity bar and the tabs of a child's page."""

from datetime import date
from typing import Any

from django import template
from django.urls import reverse

from casework.child.models import Child
from casework.file import registry
from casework.file.identity import identity

register = template.Library()


@register.inclusion_tag("components/identity_bar.html", takes_context=True)
def child_identity(context: template.Context, child: Child, on: date) -> dict[str, Any]:
    """The bar that says whose page this is; two queries."""
    return identity(context["request"].user, child, on)


@register.inclusion_tag("components/tabs.html", takes_context=True)
def child_tabs(context: template.Context, child: Child, section: str) -> dict[str, Any]:
    """Sections the reader may open, in the one order; `section` marks where we are."""
    items = [
        {
            "text": tab.text,
            "href": reverse(tab.url_name, args=[child.pk]),
            "here": tab.name == section,
        }
        for tab in registry.tabs_for(context["request"].user)
    ]
    return {"items": items, "label": "Sections of this record"}


@register.filter
def day_of(iso: str) -> str:
    """ "2026-11-17", as an entry keeps it, is "17 November 2026"."""
    return f"{date.fromisoformat(iso):%-d %B %Y}" if iso else ""
