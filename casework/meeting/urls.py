from django.urls import path

from casework.meeting import views

urlpatterns = [
    path("children/<uuid:pk>/meetings/", views.MeetingList.as_view(), name="meeting-list"),
    path("children/<uuid:pk>/meetings/new/", views.MeetingNew.as_view(), name="meeting-new"),
    path("meetings/<uuid:pk>/", views.MeetingDetail.as_view(), name="meeting-detail"),
    path("meetings/<uuid:pk>/print/", views.MeetingPrint.as_view(), name="meeting-print"),
    path("meetings/<uuid:pk>/plan/", views.MeetingPlan.as_view(), name="meeting-plan"),
    path("meetings/<uuid:pk>/move/", views.MeetingMove.as_view(), name="meeting-move"),
    path("meetings/<uuid:pk>/cancellation/", views.MeetingCancel.as_view(), name="meeting-cancel"),
    path("meetings/<uuid:pk>/invitees/", views.MeetingInvite.as_view(), name="meeting-invite"),
    path("invitees/<uuid:pk>/removal/", views.InviteeRemove.as_view(), name="invitee-remove"),
    path("meetings/<uuid:pk>/send-list/", views.SendList.as_view(), name="meeting-send-list"),
    path("meetings/<uuid:pk>/held/", views.MeetingHold.as_view(), name="meeting-hold"),
    path("meetings/<uuid:pk>/actions/", views.MeetingAgree.as_view(), name="meeting-agree"),
    path(
        "meetings/<uuid:pk>/invitation/",
        views.MeetingInvitation.as_view(),
        name="meeting-invitation",
    ),
    path("meetings/<uuid:pk>/minutes/", views.MinutesWrite.as_view(), name="minutes-write"),
    path("minutes/<uuid:pk>/signature/", views.MinutesSign.as_view(), name="minutes-sign"),
    path("minutes/<uuid:pk>/withdrawal/", views.MinutesWithdraw.as_view(), name="minutes-withdraw"),
    path("minutes/<uuid:pk>/return/", views.MinutesReturn.as_view(), name="minutes-return"),
    path("minutes/<uuid:pk>/agreement/", views.MinutesAttest.as_view(), name="minutes-attest"),
]
