from django.urls import path

from notices import views

app_name = "notices"

urlpatterns = [
    path("", views.NoticeList.as_view(), name="notice-list"),
    path("acknowledgement/", views.AcknowledgementCreate.as_view(), name="acknowledgement-create"),
    path("undelivered/", views.UndeliveredList.as_view(), name="undelivered-list"),
    path("snooze/", views.SnoozeCreate.as_view(), name="snooze-create"),
]
