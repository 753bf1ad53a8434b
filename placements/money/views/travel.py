"""Journeys of one placement: entered by its student, repaid by business support."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.generic import TemplateView, View

from accounts.permissions import Permission
from placements.days import takes_days
from placements.money import actions, policies, presenters, reads
from placements.money.forms import JourneyForm, RepayForm
from placements.money.models import Journey
from placements.money.sheets import sheet
from placements.pages import AskingAbout, OneClick, PlacementPage

PAGE = 15


class OfTravel(PlacementPage):
    permission = Permission.TRAVEL_VIEW

    def journeys(self) -> QuerySet[Journey]:
        seen = Journey.objects.visible_to(self.request.user)
        return seen.filter(day__placement=self.record).select_related("day")

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        """Who only covers, or educated before, follows days and not journeys."""
        if not policies.sees_travel(request.user, self.record):
            raise PermissionDenied
        return None


class JourneyList(OfTravel, TemplateView):
    template_name = "placements/money/journey_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, placement = self.request.user, self.record
        page = Paginator(self.journeys(), PAGE).get_page(self.request.GET.get("page"))
        total = reads.travel_of(self.journeys(), [placement.pk]).get(placement.pk, reads.Travel())
        own = placement.student_id == user.pk
        return super().get_context_data(
            placement=placement,
            page=page,
            head=presenters.JOURNEY_HEAD,
            rows=presenters.journey_rows(page),
            sentence=presenters.travel_sentence(total),
            may_record=own and takes_days(placement, timezone.localdate()),
            removable=[one for one in page if own and one.repaid_on is None],
            may_repay=user.may(Permission.FEES_KEEP) and total.to_repay > 0,
            **kwargs,
        )


class JourneySheet(OfTravel, View):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        head = ["Day", "What for", "From", "To", "How", "Miles", "Pounds", "Repaid"]
        rows = [
            [
                one.day.on.isoformat(),
                one.get_purpose_display(),
                one.went_from,
                one.went_to,
                one.get_by_display(),
                one.miles,
                one.amount,
                one.repaid_on.isoformat() if one.repaid_on else "",
            ]
            for one in self.journeys()
        ]
        return sheet("journeys", head, rows)


class TravelPage(PlacementPage, AskingAbout):
    def back(self) -> tuple[str, str]:
        return reverse("placements:journey-list", args=[self.record.pk]), "Journeys"


class JourneyNew(TravelPage):
    permission = Permission.TRAVEL_RECORD
    form_class = JourneyForm
    done = "Added."

    def title(self) -> str:
        return "Add a journey"

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("on", "")
        try:
            day = parse_date(asked)
        except ValueError:
            day = None
        newest = None if day else reads.fits_a_journey(self.record)
        return {"on": day or (newest.on if newest else timezone.localdate())}

    def act(self, **answers: Any) -> Journey:
        return actions.record_journey(
            placement=self.record,
            by=self.request.user,
            today=timezone.localdate(),
            **answers,
        )


class JourneyRemove(OneClick):
    permission = Permission.TRAVEL_RECORD
    done = "Removed."

    def rows(self, request: HttpRequest) -> QuerySet[Journey]:
        return Journey.objects.visible_to(request.user).select_related("day")

    def leads_to(self) -> str:
        return reverse("placements:journey-list", args=[self.record.day.placement_id])

    def act(self) -> None:
        actions.remove_journey(journey=self.record, by=self.request.user)


class JourneyRepay(TravelPage):
    permission = Permission.FEES_KEEP
    form_class = RepayForm
    done = "Recorded as repaid."

    def title(self) -> str:
        return f"Repay journeys of {self.record.student.name}"

    def get_initial(self) -> dict[str, Any]:
        return {"until": timezone.localdate()}

    def act(self, **answers: Any) -> int:
        on = timezone.localdate()
        return actions.repay_journeys(placement=self.record, on=on, by=self.request.user, **answers)
