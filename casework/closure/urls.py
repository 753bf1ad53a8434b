from django.urls import path

from casework.closure.views import closing, death, goodbye, onward, work

urlpatterns = [
    path("children/<uuid:pk>/work/", work.ChildWork.as_view(), name="child-work"),
    path("referrals/nfa/", work.NfaList.as_view(), name="nfa-list"),
    path("episodes/<uuid:pk>/ending/", closing.EpisodeClosing.as_view(), name="episode-closing"),
    path("episodes/<uuid:pk>/closure/", closing.EpisodeClose.as_view(), name="episode-close"),
    path(
        "episodes/<uuid:pk>/closure/proposal/",
        closing.EpisodePropose.as_view(),
        name="episode-propose",
    ),
    path("episodes/<uuid:pk>/step/", closing.EpisodeStep.as_view(), name="episode-step"),
    path("episodes/<uuid:pk>/again/", closing.EpisodeReopen.as_view(), name="episode-reopen"),
    path("goodbyes/", goodbye.GoodbyeList.as_view(), name="goodbye-list"),
    path("allocations/<uuid:pk>/goodbye/", goodbye.GoodbyePlan.as_view(), name="goodbye-plan"),
    path("goodbyes/<uuid:pk>/", goodbye.GoodbyeDetail.as_view(), name="goodbye-detail"),
    path("goodbyes/<uuid:pk>/plan/", goodbye.GoodbyeChange.as_view(), name="goodbye-change"),
    path("goodbyes/<uuid:pk>/said/", goodbye.GoodbyeSaid.as_view(), name="goodbye-said"),
    path("children/<uuid:pk>/onward/", onward.OnwardNew.as_view(), name="onward-new"),
    path("onward/<uuid:pk>/", onward.OnwardDetail.as_view(), name="onward-detail"),
    path("onward/<uuid:pk>/reply/", onward.OnwardReply.as_view(), name="onward-reply"),
    path("onward/<uuid:pk>/revocation/", onward.OnwardRevoke.as_view(), name="onward-revoke"),
    path("children/<uuid:pk>/death/", death.DeathRecord.as_view(), name="death-record"),
    path("deaths/<uuid:pk>/", death.DeathDetail.as_view(), name="death-detail"),
    path("deaths/<uuid:pk>/<slug:step>/", death.OwedStepDone.as_view(), name="death-step"),
    path(
        "deaths/<uuid:pk>/mistake/taken-back/",
        death.DeathTakeBack.as_view(),
        name="death-take-back",
    ),
]
