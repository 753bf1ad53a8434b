"""Addresses of learning agreements."""

from django.urls import path

from placements.agreement import views

urlpatterns = [
    path("agreements/", views.AgreementChase.as_view(), name="agreement-chase"),
    path("<uuid:pk>/agreement/", views.AgreementCurrent.as_view(), name="agreement-current"),
    path("<uuid:pk>/agreement/new/", views.AgreementStart.as_view(), name="agreement-start"),
    path("agreements/<uuid:pk>/", views.AgreementDetail.as_view(), name="agreement-detail"),
    path("agreements/<uuid:pk>/text/", views.AgreementEdit.as_view(), name="agreement-edit"),
    path("agreements/<uuid:pk>/sending/", views.AgreementSend.as_view(), name="agreement-send"),
    path(
        "agreements/<uuid:pk>/taking-back/",
        views.AgreementTakeBack.as_view(),
        name="agreement-take-back",
    ),
    path(
        "agreements/<uuid:pk>/answer/",
        views.AgreementAnswerCreate.as_view(),
        name="agreement-answer",
    ),
    path(
        "agreements/<uuid:pk>/private/", views.PrivatePartEdit.as_view(), name="agreement-private"
    ),
    path("agreements/<uuid:pk>/print/", views.AgreementPrint.as_view(), name="agreement-print"),
]
