"""Addresses of placements, under /placements/."""

from django.urls import URLPattern, URLResolver, path

from placements import views
from placements.checks.urls import urlpatterns as checks
from placements.intake.urls import urlpatterns as intake
from placements.profile.urls import urlpatterns as profile

app_name = "placements"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.PlacementList.as_view(), name="placement-list"),
    path("new/", views.PlacementStart.as_view(), name="placement-start"),
    path("<uuid:pk>/", views.PlacementDetail.as_view(), name="placement-detail"),
    path("<uuid:pk>/days/new/", views.DayRecord.as_view(), name="day-record"),
    path("<uuid:pk>/days/confirmation/", views.WeekConfirm.as_view(), name="week-confirm"),
    path("<uuid:pk>/end/", views.PlacementEnd.as_view(), name="placement-end"),
    path("days/<int:pk>/reopening/", views.DayReopen.as_view(), name="day-reopen"),
    *profile,
    *checks,
    *intake,
]
