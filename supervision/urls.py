from django.urls import URLPattern, URLResolver, path

from supervision import views

app_name = "supervision"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.SessionList.as_view(), name="session-list"),
    path("new/", views.SessionNew.as_view(), name="session-new"),
    path("new/<uuid:student>/", views.SessionNew.as_view(), name="session-new-with"),
    path("compliance/", views.Compliance.as_view(), name="compliance"),
    path("questions/new/", views.QuestionNew.as_view(), name="question-new"),
    path("sessions/<uuid:pk>/", views.SessionDetail.as_view(), name="session-detail"),
    path("sessions/<uuid:pk>/record/", views.SessionEdit.as_view(), name="session-form"),
    path("sessions/<uuid:pk>/answer/", views.SessionAnswer.as_view(), name="session-answer"),
    path("sessions/<uuid:pk>/draft/", views.SessionTakeBack.as_view(), name="session-take-back"),
    path("actions/<uuid:pk>/", views.ActionSettle.as_view(), name="action-settle"),
]
