"""Addresses of students, educators and roles, under /placements/."""

from django.urls import URLPattern, path

from placements.profile import views

urlpatterns: list[URLPattern] = [
    path("students/<uuid:pk>/", views.StudentDetail.as_view(), name="student-detail"),
    path("students/<uuid:pk>/change/", views.StudentEdit.as_view(), name="student-change"),
    path(
        "students/<uuid:pk>/adjustments/",
        views.AdjustmentsEdit.as_view(),
        name="adjustments-change",
    ),
    path("educators/", views.EducatorList.as_view(), name="educator-list"),
    path("educators/new/", views.EducatorAdd.as_view(), name="educator-add"),
    path("educators/<uuid:pk>/", views.EducatorDetail.as_view(), name="educator-detail"),
    path("educators/<uuid:pk>/change/", views.EducatorEdit.as_view(), name="educator-change"),
    path("educators/<uuid:pk>/awards/new/", views.AwardAdd.as_view(), name="award-add"),
    path("<uuid:pk>/roles/new/", views.RoleStart.as_view(), name="role-start"),
    path("roles/<int:pk>/end/", views.RoleEnd.as_view(), name="role-end"),
]
