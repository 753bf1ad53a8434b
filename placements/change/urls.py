"""Addresses of changes."""

from django.urls import path

from placements.change.views import changes, dates, stopping

urlpatterns = [
    path("<uuid:pk>/changes/", changes.ChangeList.as_view(), name="change-list"),
    path("<uuid:pk>/deferral/", dates.PlacementDefer.as_view(), name="placement-defer"),
    path("<uuid:pk>/extension/", dates.PlacementExtend.as_view(), name="placement-extend"),
    path("<uuid:pk>/suspension/", stopping.PlacementSuspend.as_view(), name="placement-suspend"),
    path(
        "<uuid:pk>/reinstatement/", dates.PlacementReinstate.as_view(), name="placement-reinstate"
    ),
    path("<uuid:pk>/educator/", dates.PlacementEducator.as_view(), name="placement-educator"),
    path(
        "<uuid:pk>/educator/to-come/",
        dates.EducatorTakeBack.as_view(),
        name="educator-take-back",
    ),
    path("<uuid:pk>/end/", stopping.PlacementEnd.as_view(), name="placement-end"),
    path("<uuid:pk>/cover/", changes.CoverStart.as_view(), name="cover-start"),
    path("covers/<uuid:pk>/end/", changes.CoverEnd.as_view(), name="cover-end"),
    path("covers/<uuid:pk>/note/", changes.CoverHandBack.as_view(), name="cover-hand-back"),
    path("left-open/", changes.LeftoverList.as_view(), name="leftover-list"),
    path(
        "<uuid:pk>/left-open/<uuid:record>/",
        changes.LeftoverSettle.as_view(),
        name="leftover-settle",
    ),
]
