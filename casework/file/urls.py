from django.urls import path

from casework.file import views
from casework.file.moving import views as moving

urlpatterns = [
    path("children/<uuid:pk>/", views.ChildOverview.as_view(), name="child-overview"),
    path("children/<uuid:pk>/chronology/", views.ChronologyList.as_view(), name="chronology-list"),
    path("wrong-child/<slug:kind>/<uuid:pk>/", moving.RecordMoveNew.as_view(), name="record-move"),
    path("children/<uuid:pk>/who-looked/", views.ReadLog.as_view(), name="read-log"),
]
