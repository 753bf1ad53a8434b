from django.urls import path

from casework.assessment import views

urlpatterns = [
    path("children/<uuid:pk>/assessments/", views.AssessmentList.as_view(), name="assessment-list"),
    path(
        "children/<uuid:pk>/assessments/new/",
        views.AssessmentStart.as_view(),
        name="assessment-start",
    ),
    path("assessments/to-sign/", views.ToSign.as_view(), name="assessment-to-sign"),
    path("assessments/<uuid:pk>/", views.AssessmentDetail.as_view(), name="assessment-detail"),
    path("assessments/<uuid:pk>/text/", views.AssessmentRead.as_view(), name="assessment-read"),
    path(
        "assessments/<uuid:pk>/sections/<slug:key>/",
        views.SectionWrite.as_view(),
        name="assessment-section",
    ),
    path(
        "assessments/<uuid:pk>/suggestions/",
        views.SuggestionsBringIn.as_view(),
        name="assessment-bring-in",
    ),
    path("assessments/<uuid:pk>/leads/", views.LeadsName.as_view(), name="assessment-leads"),
    path(
        "assessments/<uuid:pk>/submission/",
        views.AssessmentSubmit.as_view(),
        name="assessment-submit",
    ),
    path(
        "assessments/<uuid:pk>/withdrawal/",
        views.AssessmentWithdraw.as_view(),
        name="assessment-withdraw",
    ),
    path(
        "assessments/<uuid:pk>/signature/",
        views.AssessmentCountersign.as_view(),
        name="assessment-countersign",
    ),
    path(
        "assessments/<uuid:pk>/authorisation/",
        views.AssessmentAuthorise.as_view(),
        name="assessment-authorise",
    ),
    path(
        "assessments/<uuid:pk>/return/", views.AssessmentReturn.as_view(), name="assessment-return"
    ),
    path(
        "assessments/<uuid:pk>/comments/new/", views.CommentPin.as_view(), name="assessment-comment"
    ),
    path(
        "assessments/<uuid:pk>/comments/<uuid:comment>/removal/",
        views.CommentTakeBack.as_view(),
        name="assessment-comment-remove",
    ),
    path(
        "assessments/<uuid:pk>/changes/",
        views.AssessmentChanges.as_view(),
        name="assessment-changes",
    ),
    path(
        "assessments/<uuid:pk>/comparison/",
        views.AssessmentCompare.as_view(),
        name="assessment-compare",
    ),
    path(
        "assessments/<uuid:pk>/learning-notes/new/",
        views.LearningNoteAdd.as_view(),
        name="assessment-note",
    ),
    path(
        "assessments/<uuid:pk>/additions/new/",
        views.AdditionNew.as_view(),
        name="assessment-addition",
    ),
    path(
        "assessments/<uuid:pk>/versions/new/", views.VersionNew.as_view(), name="assessment-version"
    ),
    path("assessments/<uuid:pk>/sharing/", views.Share.as_view(), name="assessment-share"),
    path("assessments/<uuid:pk>/print/", views.AssessmentPrint.as_view(), name="assessment-print"),
    path(
        "episodes/<uuid:pk>/assessments/elsewhere/",
        views.AuthorisedElsewhere.as_view(),
        name="assessment-elsewhere",
    ),
    path(
        "episodes/<uuid:pk>/checkpoints/new/",
        views.CheckpointRecord.as_view(),
        name="assessment-checkpoint",
    ),
    path(
        "episodes/<uuid:pk>/assessments/place/",
        views.AssessmentPlace.as_view(),
        name="assessment-place",
    ),
]
