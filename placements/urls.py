"""Addresses of placements, under /placements/."""

from django.urls import URLPattern, URLResolver, path

from placements import views
from placements.agreement.urls import urlpatterns as agreement
from placements.change.urls import urlpatterns as change
from placements.checks.urls import urlpatterns as checks
from placements.concern.urls import urlpatterns as concern
from placements.intake.urls import urlpatterns as intake
from placements.ledger.urls import urlpatterns as ledger
from placements.money.urls import urlpatterns as money
from placements.profile.urls import urlpatterns as profile
from placements.rule.urls import urlpatterns as rule
from placements.timeline.urls import urlpatterns as timeline

app_name = "placements"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.PlacementList.as_view(), name="placement-list"),
    path("new/", views.PlacementStart.as_view(), name="placement-start"),
    path("<uuid:pk>/", views.PlacementDetail.as_view(), name="placement-detail"),
    *agreement,
    *ledger,
    *timeline,
    *profile,
    *checks,
    *intake,
    *rule,
    *change,
    *concern,
    *money,
]
