"""Pages of where students went, with their agreement."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import Door
from accounts.permissions import Permission
from govuk.charts import Bar, bar_chart
from placements.pages import AsksOnce, OneClick
from placements.room import tabs
from placements.timeline import actions, policies, presenters
from placements.timeline.forms import DestinationForm
from placements.timeline.models import Destination
from placements.timeline.views.page import OnPlacement

PAGE = 25


class DestinationKeep(OnPlacement, AsksOnce):
    """Told by the student, or written down by whom they told."""

    permission = Permission.DESTINATION_KEEP
    form_class = DestinationForm
    done = "Saved."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not policies.may_keep_destination(request.user, self.placement):
            raise PermissionDenied
        return None

    def title(self) -> str:
        return f"After the placement: {self.placement.student.name}"

    def lede(self) -> str:
        return "Kept only while the student agrees. They may take it back at any time."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"by_student": self.is_student}

    def get_initial(self) -> dict[str, Any]:
        seen = Destination.objects.visible_to(self.request.user).filter(placement=self.placement)
        found = seen.agreed().first()
        if found is None:
            return {}
        names = ("went_to", "employer", "job", "since", "agreed_on", "agreed_how")
        return {name: getattr(found, name) for name in names}

    def act(self, **answers: Any) -> Destination:
        answers.pop("agrees", None)
        how = answers.pop("agreed_how", Destination.How.PORTAL)
        return actions.keep_destination(
            placement=self.placement, by=self.request.user, on=self.on, agreed_how=how, **answers
        )


class DestinationWithdraw(OneClick):
    """The agreement is taken back, and what was told is gone."""

    permission = Permission.DESTINATION_KEEP
    done = "Taken back. What was told is gone."

    def rows(self, request: HttpRequest) -> QuerySet[Destination]:
        return Destination.objects.visible_to(request.user).select_related("placement")

    def act(self) -> None:
        actions.withdraw_destination(
            destination=self.record, by=self.request.user, on=timezone.localdate()
        )

    def leads_to(self) -> str:
        return reverse("placements:timeline", args=[self.record.placement_id])


class DestinationList(Door, TemplateView):
    """Where students went who agreed to tell, newest first, with the picture of all of them."""

    permission = Permission.DESTINATION_VIEW
    template_name = "placements/timeline/destination_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seen = Destination.objects.visible_to(self.request.user).agreed()
        counts = dict(seen.order_by().values_list("went_to").annotate(number=Count("pk")))
        page = Paginator(seen.select_related("placement__student"), PAGE).get_page(
            self.request.GET.get("page")
        )
        bars = [Bar(kind.label, counts[kind]) for kind in Destination.WentTo if kind in counts]
        return super().get_context_data(
            page=page,
            head=presenters.DESTINATION_HEAD,
            tabs=tabs(self.request.user, "destinations"),
            rows=presenters.destination_rows(page, reader=self.request.user),
            chart=bar_chart("Where students went", bars, head=("", "Students")) if bars else None,
            **kwargs,
        )
