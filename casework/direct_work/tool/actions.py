"""Verbs about the library: add a tool, change it, take it out of use. None is ever deleted."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.text import slugify

from accounts.actions import written_by
from accounts.models import Person
from accounts.permissions import Permission
from casework.direct_work.tool.models import Tool

FIELDS = ("name", "helps_with", "how", "bring", "ages", "take_care")


def add_tool(*, fields: Mapping[str, Any], by: Person) -> Tool:
    """Offered in the form of every session from now on. Raises ValidationError."""
    with written_by(by):
        return _save(Tool(code=_free_code(fields["name"])), fields, by)


def change_tool(*, tool: Tool, fields: Mapping[str, Any], by: Person) -> Tool:
    """Sessions that used it show the new words; row history keeps the old ones."""
    with written_by(by):
        return _save(Tool.objects.select_for_update().get(pk=tool.pk), fields, by)


def offer_tool(*, tool: Tool, is_in_use: bool, by: Person) -> Tool:
    """Offered for new sessions, or not any more; sessions that used it keep it."""
    with written_by(by):
        tool = Tool.objects.select_for_update().get(pk=tool.pk)
        tool.is_in_use = is_in_use
        return _save(tool, {}, by)


def _save(tool: Tool, fields: Mapping[str, Any], by: Person) -> Tool:
    if not by.may(Permission.TOOL_EDIT):
        raise PermissionDenied
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"not a tool's to set: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(tool, name, value)
    tool.full_clean()
    tool.save()
    return tool


def _free_code(name: str) -> str:
    """`three-houses`, and `three-houses-2` where that is taken."""
    wanted = slugify(name)[:36] or "tool"
    taken = set(Tool.objects.filter(code__startswith=wanted).values_list("code", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(one for one in numbered if one not in taken)
