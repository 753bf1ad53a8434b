from django.urls import path

from casework.file import views

urlpatterns = [
    path("children/<uuid:pk>/", views.ChildOverview.as_view(), name="child-overview"),
    path("children/<uuid:pk>/chronology/", views.ChronologyList.as_view(), name="chronology-list"),
    path("children/<uuid:pk>/who-looked/", views.ReadLog.as_view(), name="read-log"),
]
