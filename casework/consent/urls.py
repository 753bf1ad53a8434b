from django.urls import path

from casework.consent import views

urlpatterns = [
    path("children/<uuid:pk>/consent/", views.ConsentList.as_view(), name="consent-list"),
    path("children/<uuid:pk>/consent/new/", views.ConsentRecord.as_view(), name="consent-record"),
    path(
        "children/<uuid:pk>/consent/ground/",
        views.ConsentExceptionNew.as_view(),
        name="consent-exception",
    ),
    path("consent/<uuid:pk>/withdrawal/", views.ConsentWithdraw.as_view(), name="consent-withdraw"),
]
