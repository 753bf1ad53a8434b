"""Addresses of notices. Whether a record still opens is known above: it is handed in."""

from django.urls import URLPattern, path

from notices import views


def addresses(still_open: views.StillOpen) -> tuple[list[URLPattern], str]:
    """What `include()` takes. `still_open(person, notices)` says which lead to something."""
    return [
        path("", views.NoticeList.as_view(still_open=still_open), name="notice-list"),
        path(
            "acknowledgement/", views.AcknowledgementCreate.as_view(), name="acknowledgement-create"
        ),
        path("undelivered/", views.UndeliveredList.as_view(), name="undelivered-list"),
        path(
            "snooze/",
            views.SnoozeCreate.as_view(still_open=still_open),
            name="snooze-create",
        ),
    ], "notices"
