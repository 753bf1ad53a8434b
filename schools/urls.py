"""Addresses of school-based work, under /schools/."""

from django.urls import URLPattern, URLResolver, path

from schools import views

app_name = "schools"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.DropInList.as_view(), name="drop-in-list"),
    path("drop-ins/new/", views.DropInAdd.as_view(), name="drop-in-add"),
    path("links/new/", views.SchoolLinkAdd.as_view(), name="school-link-add"),
    path("links/<uuid:pk>/end/", views.SchoolLinkEnd.as_view(), name="school-link-end"),
]
