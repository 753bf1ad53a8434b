from django.urls import URLPattern, URLResolver, path

from supervision.views import answering, extracts, lists, reading, writing

app_name = "supervision"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", lists.SessionList.as_view(), name="session-list"),
    path("new/", writing.SessionNew.as_view(), name="session-new"),
    path("new/<uuid:student>/", writing.SessionNew.as_view(), name="session-new-with"),
    path("compliance/", lists.Compliance.as_view(), name="compliance"),
    path("questions/new/", lists.QuestionNew.as_view(), name="question-new"),
    path("sessions/<uuid:pk>/", reading.SessionDetail.as_view(), name="session-detail"),
    path("sessions/<uuid:pk>/record/", writing.SessionEdit.as_view(), name="session-form"),
    path("sessions/<uuid:pk>/answer/", answering.SessionAnswer.as_view(), name="session-answer"),
    path("sessions/<uuid:pk>/draft/", reading.SessionTakeBack.as_view(), name="session-take-back"),
    path("sessions/<uuid:pk>/extract/", extracts.ExtractRelease.as_view(), name="extract-release"),
    path("placements/<uuid:pk>/extracts/", extracts.ExtractList.as_view(), name="extract-list"),
    path("extracts/<uuid:pk>/", extracts.ExtractDetail.as_view(), name="extract-detail"),
    path(
        "extracts/<uuid:pk>/withdrawal/",
        extracts.ExtractWithdraw.as_view(),
        name="extract-withdraw",
    ),
    path("actions/<uuid:pk>/", reading.ActionSettle.as_view(), name="action-settle"),
]
