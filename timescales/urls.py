from django.urls import path

from timescales.views import board, calendar, deadline, rules

app_name = "timescales"

urlpatterns = [
    path("", board.DeadlineBoard.as_view(), name="deadline-board"),
    path("gate/", board.Gate.as_view(), name="gate"),
    path("deadlines/<uuid:pk>/", deadline.DeadlineDetail.as_view(), name="deadline-detail"),
    path(
        "deadlines/<uuid:pk>/reason/",
        deadline.BreachReasonCreate.as_view(),
        name="breach-reason-create",
    ),
    path("deadlines/<uuid:pk>/pause/", deadline.PauseCreate.as_view(), name="pause-create"),
    path("deadlines/<uuid:pk>/pause/end/", deadline.PauseEnd.as_view(), name="pause-end"),
    path("rules/", rules.RuleList.as_view(), name="rule-list"),
    path("rules/try/", rules.ClockTry.as_view(), name="clock-try"),
    path("rules/<int:pk>/edition/", rules.EditionCreate.as_view(), name="edition-create"),
    path("holidays/", calendar.HolidayList.as_view(), name="holiday-list"),
    path("holidays/new/", calendar.HolidayCreate.as_view(), name="holiday-create"),
    path("drift/", calendar.DriftList.as_view(), name="drift-list"),
]
