"""Addresses of a placement's steps."""

from django.urls import path

from placements.timeline.views import destinations, meetings, overview, reports, steps

urlpatterns = [
    path("<uuid:pk>/timeline/", overview.Timeline.as_view(), name="timeline"),
    path("<uuid:pk>/what-if/", overview.WhatIf.as_view(), name="what-if"),
    path(
        "<uuid:pk>/meetings/<slug:kind>/plan/",
        meetings.MeetingPlan.as_view(),
        name="meeting-plan",
    ),
    path("<uuid:pk>/meetings/<slug:kind>/", meetings.MeetingHold.as_view(), name="meeting-hold"),
    path("meetings/<uuid:pk>/", meetings.MeetingDetail.as_view(), name="meeting-detail"),
    path("<uuid:pk>/steps/<slug:kind>/", steps.StepRecord.as_view(), name="step-record"),
    path("steps/<uuid:pk>/removal/", steps.StepRemove.as_view(), name="step-remove"),
    path("<uuid:pk>/feedback/", steps.FeedbackGive.as_view(), name="feedback-give"),
    path("<uuid:pk>/reports/<slug:kind>/", reports.ReportStart.as_view(), name="report-start"),
    path("reports/<uuid:pk>/", reports.ReportDetail.as_view(), name="report-detail"),
    path("reports/<uuid:pk>/text/", reports.ReportEdit.as_view(), name="report-edit"),
    path("reports/<uuid:pk>/sending/", reports.ReportSend.as_view(), name="report-send"),
    path("reports/<uuid:pk>/withdrawal/", reports.ReportWithdraw.as_view(), name="report-withdraw"),
    path("reports/<uuid:pk>/return/", reports.ReportReturn.as_view(), name="report-return"),
    path("reports/<uuid:pk>/signature/", reports.ReportSign.as_view(), name="report-sign"),
    path("<uuid:pk>/destination/", destinations.DestinationKeep.as_view(), name="destination-keep"),
    path(
        "destinations/<uuid:pk>/withdrawal/",
        destinations.DestinationWithdraw.as_view(),
        name="destination-withdraw",
    ),
    path("destinations/", destinations.DestinationList.as_view(), name="destination-list"),
]
