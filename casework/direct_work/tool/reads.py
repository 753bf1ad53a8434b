"""Where a tool was used, as far as the reader may see the children."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Person
from casework.direct_work.models import DirectWorkSession, DirectWorkSessionQuerySet
from casework.direct_work.tool.models import Tool


def library(reader: Person) -> QuerySet[Tool]:
    """Every tool, those in use first, each with `uses`: in how many sessions the reader may see."""
    used = DirectWorkSession.objects.visible_to(reader).filter(tool=OuterRef("pk")).order_by()
    counted = used.values("tool").annotate(number=Count("pk")).values("number")
    return Tool.objects.annotate(uses=Coalesce(Subquery(counted), 0)).order_by("-is_in_use", "name")


def uses_of(tool: Tool, reader: Person) -> DirectWorkSessionQuerySet:
    """Sessions with this tool that the reader may see, latest first."""
    rows = DirectWorkSession.objects.visible_to(reader).filter(tool=tool)
    return rows.select_related("child", "author")
