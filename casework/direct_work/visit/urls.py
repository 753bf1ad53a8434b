from django.urls import path

from casework.direct_work.visit import views

urlpatterns = [
    path("visits/<uuid:pk>/", views.VisitDetail.as_view(), name="visit-detail"),
    path("visits/<uuid:pk>/place/", views.VisitPlace.as_view(), name="visit-place"),
]
