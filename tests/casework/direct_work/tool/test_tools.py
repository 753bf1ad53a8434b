"""The library: who keeps it, and where a tool was used."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from casework.direct_work.tool.actions import add_tool, offer_tool
from casework.direct_work.tool.models import Tool
from casework.direct_work.tool.reads import library
from tests.casework import scene

FIELDS = {"name": "Feelings thermometer", "helps_with": "Saying how strong it is.", "how": "Draw."}


def test_who_keeps_the_library(db, pe, student):
    assert add_tool(fields=FIELDS, by=pe).code == "feelings-thermometer"
    with pytest.raises(PermissionDenied):
        add_tool(fields=FIELDS | {"name": "Other"}, by=student)
    with pytest.raises(ValidationError, match="in the library already"):
        add_tool(fields=FIELDS | {"name": "FEELINGS thermometer"}, by=pe)


def test_what_is_not_offered_keeps_its_uses(sign_in, child, agreed, student, pe, outsider, today):
    tool = Tool.objects.get(code="three-houses")
    scene.a_session(child, by=student, on=today, sent=True, tool=tool)
    offer_tool(tool=tool, is_in_use=False, by=pe)
    assert library(pe).get(pk=tool.pk).uses == 1
    assert library(outsider).get(pk=tool.pk).uses == 0
    page = reverse("casework:tool-detail", args=[tool.code])
    assert "Tomasz S" in sign_in(pe).get(page).content.decode()
    assert "Tomasz" not in sign_in(outsider).get(page).content.decode()
    new = sign_in(student).get(reverse("casework:session-new", args=[child.pk]))
    assert tool not in new.context["form"].fields["tool"].queryset


def test_on_its_pages(sign_in, pe):
    client = sign_in(pe)
    client.post(reverse("casework:tool-add"), FIELDS)
    shown = client.get(reverse("casework:tool-list")).content.decode()
    assert "Feelings thermometer" in shown
    change = reverse("casework:tool-change", args=["feelings-thermometer"])
    client.post(change, FIELDS | {"how": "Colour it."})
    assert Tool.objects.get(code="feelings-thermometer").how == "Colour it."
    answer = client.post(change, FIELDS | {"name": "Three houses"})
    assert "in the library already" in answer.content.decode()
