"""The family drawn: generations, and the world around the child. Both print on a page."""

from typing import Any

from django.views.generic import TemplateView

from accounts.permissions import Permission
from casework.child.pages import ChildPage
from casework.family import presenters
from casework.family.circle import read_circle
from casework.family.drawing.ecomap import ecomap_chart
from casework.family.drawing.genogram import anchors, genogram_chart
from casework.family.surroundings import surroundings
from casework.family.views.base import SECTION


class Genogram(ChildPage, TemplateView):
    """Who is whose parent, brother and partner."""

    permission = Permission.FAMILY_VIEW
    section = SECTION
    template_name = "casework/family/genogram.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        circle = read_circle(self.request.user, self.child, self.on)
        chart = genogram_chart(circle, self.on)
        rows = presenters.labelled(chart.head, chart.rows)
        return super().get_context_data(
            chart=chart, rows=list(zip(anchors(circle, self.on), rows, strict=True)), **kwargs
        )


class Ecomap(ChildPage, TemplateView):
    """Who and what is around the child, and how it is between them."""

    permission = Permission.FAMILY_VIEW
    section = SECTION
    template_name = "casework/family/ecomap.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.request.user
        circle = read_circle(person, self.child, self.on)
        around = surroundings(person, self.child, circle, self.on)
        chart = ecomap_chart(circle, around, self.on)
        rows = presenters.labelled(chart.head, chart.rows)
        return super().get_context_data(
            chart=chart,
            rows=[(f"around-{place}", row) for place, row in enumerate(rows, 1)],
            **kwargs,
        )
