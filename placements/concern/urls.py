"""Addresses of concerns."""

from django.urls import path

from placements.concern import views

urlpatterns = [
    path("concerns/", views.ConcernList.as_view(), name="concern-list"),
    path("<uuid:pk>/concerns/new/", views.ConcernRaise.as_view(), name="concern-raise"),
    path("concerns/<uuid:pk>/", views.ConcernDetail.as_view(), name="concern-detail"),
    path("concerns/<uuid:pk>/points/new/", views.PointAdd.as_view(), name="concern-point-add"),
    path("concerns/<uuid:pk>/named/new/", views.NamedAdd.as_view(), name="concern-name"),
    path("concerns/<uuid:pk>/moves/<slug:move>/", views.ConcernMove.as_view(), name="concern-move"),
    path("concerns/steps/<uuid:pk>/words/", views.ConcernSpeak.as_view(), name="concern-speak"),
    path("concerns/points/<uuid:pk>/", views.PointAnswer.as_view(), name="concern-point"),
    path("concerns/named/<int:pk>/end/", views.NamedEnd.as_view(), name="concern-unname"),
]
