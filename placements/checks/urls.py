"""Addresses of checks, under /placements/."""

from django.urls import URLPattern, path

from placements.checks import views

urlpatterns: list[URLPattern] = [
    path("<uuid:pk>/checks/", views.CheckList.as_view(), name="check-list"),
    path("checks/<uuid:pk>/", views.CheckVerify.as_view(), name="check-verify"),
    path("checks/<uuid:pk>/induction/", views.InductionRecord.as_view(), name="induction-record"),
    path("verifications/<int:pk>/taking-back/", views.CheckRevoke.as_view(), name="check-revoke"),
    path("list/", views.StandardList.as_view(), name="standard-list"),
    path("list/new/", views.StandardItemAdd.as_view(), name="standard-item-add"),
    path("list/<uuid:pk>/change/", views.ItemChange.as_view(), name="item-change"),
    path("list/<uuid:pk>/removal/", views.ItemRemove.as_view(), name="item-remove"),
]
