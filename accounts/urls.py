"""Sign-in by django-allauth; people, teams and the permission matrix are ours."""

from django.urls import include, path

urlpatterns = [
    path("sign-in/", include("allauth.urls")),
]
