"""Addresses of university rules."""

from django.urls import path

from placements.rule import views

urlpatterns = [
    path("rules/", views.RuleList.as_view(), name="rule-list"),
    path("rules/new/", views.RuleNew.as_view(), name="rule-new"),
    path("rules/<uuid:pk>/", views.RuleDetail.as_view(), name="rule-detail"),
    path("rules/<uuid:pk>/change/", views.RuleChange.as_view(), name="rule-change"),
    path("rules/<uuid:pk>/next/", views.RuleNext.as_view(), name="rule-next"),
    path(
        "rules/<uuid:pk>/confirmation/<slug:fact>/",
        views.FactConfirm.as_view(),
        name="rule-confirm",
    ),
]
