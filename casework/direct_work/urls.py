from django.urls import path

from casework.direct_work import views

urlpatterns = [
    path("children/<uuid:pk>/sessions/", views.SessionList.as_view(), name="session-list"),
    path("children/<uuid:pk>/sessions/new/", views.SessionNew.as_view(), name="session-new"),
    path("sessions/new/", views.SessionStart.as_view(), name="session-start"),
    path("sessions/to-sign/", views.ToSign.as_view(), name="direct-work-to-sign"),
    path("sessions/<uuid:pk>/", views.SessionDetail.as_view(), name="session-detail"),
    path("sessions/<uuid:pk>/place/", views.SessionPlace.as_view(), name="session-place"),
    path("sessions/<uuid:pk>/text/", views.SessionWrite.as_view(), name="session-form"),
    path("sessions/<uuid:pk>/signature/", views.SessionSign.as_view(), name="session-sign"),
    path("sessions/<uuid:pk>/return/", views.SessionReturn.as_view(), name="session-return"),
    path(
        "sessions/<uuid:pk>/withdrawal/", views.SessionWithdraw.as_view(), name="session-withdraw"
    ),
    path("tools/", views.ToolList.as_view(), name="tool-list"),
]
