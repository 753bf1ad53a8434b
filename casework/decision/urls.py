from django.urls import path

from casework.decision import views

urlpatterns = [
    path("children/<uuid:pk>/actions/", views.DecisionList.as_view(), name="decision-list"),
    path("children/<uuid:pk>/decisions/new/", views.DecisionNew.as_view(), name="decision-new"),
    path("decisions/mine/", views.DecisionMine.as_view(), name="decision-mine"),
    path("decisions/<uuid:pk>/", views.DecisionDetail.as_view(), name="decision-detail"),
    path(
        "decisions/<uuid:pk>/confirmation/",
        views.DecisionConfirm.as_view(),
        name="decision-confirm",
    ),
    path("decisions/<uuid:pk>/refusal/", views.DecisionDecline.as_view(), name="decision-decline"),
    path("decisions/<uuid:pk>/outcome/", views.DecisionDone.as_view(), name="decision-done"),
    path("decisions/<uuid:pk>/again/", views.DecisionAgain.as_view(), name="decision-again"),
]
