"""Addresses of fees and travel."""

from django.urls import path

from placements.money.views import fees, travel

urlpatterns = [
    path("fees/", fees.FeeList.as_view(), name="fee-list"),
    path("fees/sheet/", fees.FeeSheet.as_view(), name="fee-sheet"),
    path("fees/claims/new/", fees.ClaimNew.as_view(), name="claim-new"),
    path("fees/claims/<uuid:pk>/", fees.ClaimDetail.as_view(), name="claim-detail"),
    path("fees/claims/<uuid:pk>/sheet/", fees.ClaimSheet.as_view(), name="claim-sheet"),
    path("fees/claims/<uuid:pk>/sending/", fees.ClaimSend.as_view(), name="claim-send"),
    path("fees/claims/<uuid:pk>/payment/", fees.ClaimPay.as_view(), name="claim-pay"),
    path("fees/claims/<uuid:pk>/discard/", fees.ClaimDiscard.as_view(), name="claim-discard"),
    path("fees/rates/", fees.RateList.as_view(), name="rate-list"),
    path("fees/rates/new/", fees.FeeRateNew.as_view(), name="fee-rate-new"),
    path("fees/rates/mileage/new/", fees.MileageRateNew.as_view(), name="mileage-rate-new"),
    path("<uuid:pk>/journeys/", travel.JourneyList.as_view(), name="journey-list"),
    path("<uuid:pk>/journeys/sheet/", travel.JourneySheet.as_view(), name="journey-sheet"),
    path("<uuid:pk>/journeys/new/", travel.JourneyNew.as_view(), name="journey-new"),
    path("<uuid:pk>/journeys/repayment/", travel.JourneyRepay.as_view(), name="journey-repay"),
    path("journeys/<uuid:pk>/removal/", travel.JourneyRemove.as_view(), name="journey-remove"),
]
