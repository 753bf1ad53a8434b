"""Fees: what each university is expected to pay, claims, payments, rates."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from accounts.guards import Door, ScopedDoor
from accounts.permissions import Permission
from govuk.numbers import whole_number
from placements.money import actions, presenters, reads
from placements.money.forms import (
    ClaimForm,
    FeeRateForm,
    MileageRateForm,
    PayForm,
    SendForm,
    YearForm,
)
from placements.money.models import FeeClaim
from placements.money.sheets import pounds, sheet
from placements.pages import AskingAbout, AskingPage, OneClick
from placements.room import tabs

PAGE = 15


class FeeList(Door, TemplateView):
    """Expected, claimed and paid of each university, and every claim, newest first."""

    permission = Permission.FEES_KEEP
    template_name = "placements/money/fee_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on, user = timezone.localdate(), self.request.user
        years = reads.years_of(user, on)
        year = chosen_year(self.request, years, on)
        claims = reads.with_worth(FeeClaim.objects.visible_to(user))
        page = Paginator(claims, PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            year=year,
            form=YearForm({"year": year}, years=years or [year]),
            head=presenters.FEES_HEAD,
            rows=presenters.fee_rows(reads.fees(user, *span(year), on)),
            page=page,
            claim_head=presenters.CLAIM_HEAD,
            claims=presenters.claim_rows(page),
            travel_head=presenters.TRAVEL_HEAD,
            travel=presenters.travel_rows(reads.to_repay(user, on)[:PAGE]),
            tabs=tabs(user, "fees"),
            **kwargs,
        )


def span(year: int) -> tuple[date, date]:
    """The academic year that begins in September of `year`."""
    return date(year, 9, 1), date(year + 1, 8, 31)


def chosen_year(request: HttpRequest, years: Sequence[int], on: date) -> int:
    """The year asked for; else this one, or the newest of `years`, which have placements."""
    asked = whole_number(request.GET.get("year"))
    if asked in years:
        return asked
    this = presenters.year_of(on)
    return this if this in years or not years else years[0]


class FeeSheet(Door, View):
    """The same table for a spreadsheet."""

    permission = Permission.FEES_KEEP

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        on = timezone.localdate()
        year = chosen_year(request, reads.years_of(request.user, on), on)
        found = reads.fees(request.user, *span(year), on)
        head = ["University", "Placements", "Days confirmed", "Expected", "To claim", "Claimed",
                "Paid", "Rate confirmed"]  # fmt: skip
        rows = [
            [
                one.university,
                one.placements,
                one.days,
                *map(pounds, (one.expected, one.to_claim, one.claimed, one.paid)),
                "yes" if one.is_verified else "no",
            ]
            for one in found
        ]
        return sheet(f"placement-fees-{year}", head, rows)


class ClaimNew(AskingPage):
    permission = Permission.FEES_KEEP
    form_class = ClaimForm
    done = "Put together. Look it over, then send it."

    def title(self) -> str:
        return "A new claim"

    def back(self) -> tuple[str, str]:
        return reverse("placements:fee-list"), "Fees and travel"

    def get_initial(self) -> dict[str, Any]:
        return {"until": timezone.localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        universities = reads.universities_of(self.request.user, timezone.localdate())
        return super().get_form_kwargs() | {"universities": universities}

    def act(self, **answers: Any) -> FeeClaim:
        on, user = timezone.localdate(), self.request.user
        return actions.make_claim(team=reads.pop_team(user, on), on=on, by=user, **answers)

    def done_url(self, result: FeeClaim) -> str:
        return reverse("placements:claim-detail", args=[result.pk])


class ClaimScope(ScopedDoor):
    permission = Permission.FEES_KEEP

    def rows(self, request: HttpRequest) -> QuerySet[FeeClaim]:
        return reads.with_worth(FeeClaim.objects.visible_to(request.user))


class ClaimDetail(ClaimScope, TemplateView):
    template_name = "placements/money/claim_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        claim = self.record
        tag, kind = presenters.standing(claim)
        return super().get_context_data(
            claim=claim,
            tag=tag,
            kind=kind,
            facts=presenters.claim_facts(claim),
            head=presenters.LINE_HEAD,
            rows=presenters.line_rows(reads.lines_of(claim)),
            changed=reads.changed_since(claim),
            **kwargs,
        )


class ClaimSheet(ClaimScope, View):
    """Every claimed day for a spreadsheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        head = ["Student", "Day", "What", "Counts", "Pounds a day", "Pounds", "Confirmed by"]
        rows = [
            [
                one.day.placement.student.name,
                one.day.on.isoformat(),
                one.day.get_kind_display(),
                one.counts,
                one.rate,
                pounds(one.counts * one.rate),
                one.day.confirmed_by.name if one.day.confirmed_by else "",
            ]
            for one in reads.claimed_days(self.record)
        ]
        return sheet(f"claim-{self.record.until:%Y-%m-%d}", head, rows)


class ClaimPage(ClaimScope, AskingAbout):
    def back(self) -> tuple[str, str]:
        return reverse("placements:claim-detail", args=[self.record.pk]), "Claim"


class ClaimSend(ClaimPage):
    form_class = SendForm
    done = "Recorded as sent."

    def title(self) -> str:
        return f"Sent: {self.record}"

    def get_initial(self) -> dict[str, Any]:
        return {"sent_on": timezone.localdate()}

    def act(self, **answers: Any) -> FeeClaim:
        on = timezone.localdate()
        return actions.send_claim(claim=self.record, on=on, by=self.request.user, **answers)


class ClaimPay(ClaimPage):
    form_class = PayForm
    done = "Recorded as paid."

    def title(self) -> str:
        return f"Paid: {self.record}"

    def get_initial(self) -> dict[str, Any]:
        return {"paid_on": timezone.localdate(), "paid": f"{self.record.worth:.2f}"}

    def act(self, **answers: Any) -> FeeClaim:
        on = timezone.localdate()
        return actions.pay_claim(claim=self.record, on=on, by=self.request.user, **answers)


class ClaimDiscard(ClaimScope, OneClick):
    done = "Discarded. Its days can be claimed anew."

    def leads_to(self) -> str:
        return reverse("placements:fee-list")

    def act(self) -> None:
        actions.discard_claim(claim=self.record, by=self.request.user)


class RateList(Door, TemplateView):
    permission = Permission.FEES_KEEP
    template_name = "placements/money/rate_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            head=presenters.RATE_HEAD,
            rates=presenters.fee_rate_rows(reads.rates()),
            mileage=presenters.mileage_rows(reads.mileage_rates()),
            **kwargs,
        )


class RatePage(AskingPage):
    permission = Permission.FEES_KEEP
    done = "Set. Days before keep the rate they had."

    def back(self) -> tuple[str, str]:
        return reverse("placements:rate-list"), "Rates"


class FeeRateNew(RatePage):
    form_class = FeeRateForm

    def title(self) -> str:
        return "A new fee for a placement day"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"universities": reads.all_universities()}

    def act(self, **answers: Any) -> Any:
        return actions.set_fee_rate(by=self.request.user, **answers)


class MileageRateNew(RatePage):
    form_class = MileageRateForm

    def title(self) -> str:
        return "A new rate for a mile"

    def act(self, **answers: Any) -> Any:
        return actions.set_mileage_rate(by=self.request.user, **answers)
