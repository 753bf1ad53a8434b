from django.urls import path

from casework.family.education import views

urlpatterns = [
    path("children/<uuid:pk>/education/", views.EducationPage.as_view(), name="education"),
    path(
        "children/<uuid:pk>/education/attendance/",
        views.AttendanceAdd.as_view(),
        name="attendance-add",
    ),
    path(
        "children/<uuid:pk>/education/facts/",
        views.EducationFactAdd.as_view(),
        name="education-fact-add",
    ),
    path(
        "education/attendance/<uuid:pk>/withdrawal/",
        views.AttendanceWithdraw.as_view(),
        name="attendance-withdraw",
    ),
    path(
        "education/facts/<uuid:pk>/end/",
        views.EducationFactEnd.as_view(),
        name="education-fact-end",
    ),
    path(
        "education/facts/<uuid:pk>/withdrawal/",
        views.EducationFactWithdraw.as_view(),
        name="education-fact-withdraw",
    ),
]
