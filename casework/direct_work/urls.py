from django.urls import path

from casework.direct_work.views import lists, reading, signing, writing

urlpatterns = [
    path("children/<uuid:pk>/sessions/", lists.SessionList.as_view(), name="session-list"),
    path("children/<uuid:pk>/sessions/new/", writing.SessionNew.as_view(), name="session-new"),
    path("sessions/new/", lists.SessionStart.as_view(), name="session-start"),
    path("sessions/to-sign/", lists.ToSign.as_view(), name="direct-work-to-sign"),
    path("sessions/<uuid:pk>/", reading.SessionDetail.as_view(), name="session-detail"),
    path("sessions/<uuid:pk>/place/", reading.SessionPlace.as_view(), name="session-place"),
    path("sessions/<uuid:pk>/text/", writing.SessionWrite.as_view(), name="session-form"),
    path("sessions/<uuid:pk>/signature/", signing.SessionSign.as_view(), name="session-sign"),
    path("sessions/<uuid:pk>/return/", signing.SessionReturn.as_view(), name="session-return"),
    path(
        "sessions/<uuid:pk>/withdrawal/", signing.SessionWithdraw.as_view(), name="session-withdraw"
    ),
]
