from django.urls import path

from casework.direct_work.visit.views import lists, planning, reading, recording, signing

urlpatterns = [
    path("children/<uuid:pk>/visits/", lists.VisitList.as_view(), name="visit-list"),
    path("children/<uuid:pk>/visits/plan/", planning.VisitPlan.as_view(), name="visit-plan"),
    path("children/<uuid:pk>/visits/new/", recording.VisitNew.as_view(), name="visit-new"),
    path("children/<uuid:pk>/visits/together/", recording.JointWho.as_view(), name="joint-who"),
    path("children/<uuid:pk>/visits/together/new/", recording.JointNew.as_view(), name="joint-new"),
    path("visits/", lists.VisitsMine.as_view(), name="visit-mine"),
    path("visits/out/", lists.VisitsOut.as_view(), name="visits-out"),
    path("visits/together/<uuid:pk>/text/", recording.JointWrite.as_view(), name="joint-form"),
    path("visits/<uuid:pk>/", reading.VisitDetail.as_view(), name="visit-detail"),
    path("visits/<uuid:pk>/place/", reading.VisitPlace.as_view(), name="visit-place"),
    path("visits/<uuid:pk>/text/", recording.VisitWrite.as_view(), name="visit-form"),
    path("visits/<uuid:pk>/time/", planning.VisitMove.as_view(), name="visit-move"),
    path("visits/<uuid:pk>/calling-off/", planning.VisitCallOff.as_view(), name="visit-call-off"),
    path("visits/<uuid:pk>/arrival/", planning.VisitArrive.as_view(), name="visit-arrive"),
    path("visits/<uuid:pk>/departure/", planning.VisitLeave.as_view(), name="visit-leave"),
    path("visits/<uuid:pk>/signature/", signing.VisitSign.as_view(), name="visit-sign"),
    path("visits/<uuid:pk>/return/", signing.VisitReturn.as_view(), name="visit-return"),
    path("visits/<uuid:pk>/withdrawal/", signing.VisitWithdraw.as_view(), name="visit-withdraw"),
]
