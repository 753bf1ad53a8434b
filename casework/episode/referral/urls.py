from django.urls import path

from casework.episode.referral import views

urlpatterns = [
    path("referrals/new/", views.ReferralStart.as_view(), name="referral-start"),
    path(
        "referrals/new/<uuid:pk>/<str:key>/",
        views.ReferralRecord.as_view(),
        name="referral-record",
    ),
    path("children/<uuid:pk>/referral/", views.ChildReferral.as_view(), name="child-referral"),
]
