"""Addresses of intakes, under /placements/."""

from django.urls import URLPattern, path

from placements.intake.views import board, cohort, matching, year

urlpatterns: list[URLPattern] = [
    path("intakes/", board.IntakeList.as_view(), name="intake-list"),
    path("intakes/new/", board.IntakeNew.as_view(), name="intake-new"),
    path("intakes/<uuid:pk>/", board.IntakeDetail.as_view(), name="intake-detail"),
    path("intakes/<uuid:pk>/change/", board.IntakeChange.as_view(), name="intake-change"),
    path("intakes/<uuid:pk>/offers/new/", board.OfferNew.as_view(), name="offer-new"),
    path("intakes/<uuid:pk>/students/new/", board.NameStudent.as_view(), name="nomination-new"),
    path("intakes/<uuid:pk>/list/", board.IntakeChecklist.as_view(), name="intake-checklist"),
    path("intakes/<uuid:pk>/list/new/", board.IntakeItemAdd.as_view(), name="intake-item-add"),
    path("intakes/<uuid:pk>/induction/", board.IntakeProgress.as_view(), name="intake-progress"),
    path("intakes/<uuid:pk>/tasks/new/", year.TaskNew.as_view(), name="task-new"),
    path("intakes/<uuid:pk>/imports/", cohort.CohortUpload.as_view(), name="cohort-upload"),
    path("offers/<uuid:pk>/change/", board.OfferChange.as_view(), name="offer-change"),
    path("offers/<uuid:pk>/answer/", board.OfferAnswer.as_view(), name="offer-answer"),
    path("nominations/<uuid:pk>/match/", matching.MatchStudent.as_view(), name="match"),
    path(
        "nominations/<uuid:pk>/withdrawal/",
        board.WithdrawStudent.as_view(),
        name="nomination-withdraw",
    ),
    path("year/", year.Wheel.as_view(), name="wheel"),
    path("year/steps/new/", year.StepNew.as_view(), name="step-new"),
    path("year/steps/<uuid:pk>/", year.StepChange.as_view(), name="step-change"),
    path("tasks/<uuid:pk>/", year.TaskDetail.as_view(), name="task-detail"),
    path("tasks/<uuid:pk>/done/", year.TaskDone.as_view(), name="task-done"),
    path("tasks/<uuid:pk>/not-needed/", year.TaskDrop.as_view(), name="task-drop"),
    path("tasks/<uuid:pk>/opening/", year.TaskReopen.as_view(), name="task-reopen"),
    path("imports/example.csv", cohort.CohortExample.as_view(), name="cohort-example"),
    path("imports/<uuid:pk>/", cohort.CohortDetail.as_view(), name="cohort-detail"),
    path("imports/<uuid:pk>/confirmation/", cohort.CohortConfirm.as_view(), name="cohort-confirm"),
    path("imports/<uuid:pk>/discard/", cohort.CohortDiscard.as_view(), name="cohort-discard"),
    path("imports/<uuid:pk>/undo/", cohort.CohortUndo.as_view(), name="cohort-undo"),
    path("imports/<uuid:pk>/refused.csv", cohort.CohortRefused.as_view(), name="cohort-refused"),
]
