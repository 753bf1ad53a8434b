from django.urls import URLPattern, URLResolver, path

from oversight import views

app_name = "oversight"

urlpatterns: list[URLPattern | URLResolver] = [
    path("team/", views.TeamToday.as_view(), name="team-today"),
    path("students/", views.MyStudents.as_view(), name="my-students"),
    path("students/<uuid:pk>/", views.StudentWork.as_view(), name="student-work"),
]
