"""Addresses of the day ledger."""

from django.urls import path

from placements.ledger import views

urlpatterns = [
    path("<uuid:pk>/calendar/", views.DayCalendar.as_view(), name="day-calendar"),
    path("<uuid:pk>/days/new/", views.DayRecord.as_view(), name="day-record"),
    path("<uuid:pk>/days/tap/", views.DayTap.as_view(), name="day-tap"),
    path("<uuid:pk>/days/week/", views.WeekRecord.as_view(), name="week-record"),
    path("<uuid:pk>/days/confirmation/", views.WeekConfirm.as_view(), name="week-confirm"),
    path("days/<int:pk>/reopening/", views.DayReopen.as_view(), name="day-reopen"),
]
