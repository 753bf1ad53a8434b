from django.urls import path

from casework.meeting.views import holding, invitees, meetings, minutes, planning

urlpatterns = [
    path("children/<uuid:pk>/meetings/", meetings.MeetingList.as_view(), name="meeting-list"),
    path("children/<uuid:pk>/meetings/new/", planning.MeetingNew.as_view(), name="meeting-new"),
    path("meetings/<uuid:pk>/", meetings.MeetingDetail.as_view(), name="meeting-detail"),
    path("meetings/<uuid:pk>/print/", meetings.MeetingPrint.as_view(), name="meeting-print"),
    path("meetings/<uuid:pk>/plan/", planning.MeetingPlan.as_view(), name="meeting-plan"),
    path("meetings/<uuid:pk>/move/", planning.MeetingMove.as_view(), name="meeting-move"),
    path(
        "meetings/<uuid:pk>/cancellation/", planning.MeetingCancel.as_view(), name="meeting-cancel"
    ),
    path("meetings/<uuid:pk>/invitees/", invitees.MeetingInvite.as_view(), name="meeting-invite"),
    path("invitees/<uuid:pk>/removal/", invitees.InviteeRemove.as_view(), name="invitee-remove"),
    path("meetings/<uuid:pk>/send-list/", invitees.SendList.as_view(), name="meeting-send-list"),
    path("meetings/<uuid:pk>/held/", holding.MeetingHold.as_view(), name="meeting-hold"),
    path("meetings/<uuid:pk>/actions/", holding.MeetingAgree.as_view(), name="meeting-agree"),
    path(
        "meetings/<uuid:pk>/invitation/",
        meetings.MeetingInvitation.as_view(),
        name="meeting-invitation",
    ),
    path("meetings/<uuid:pk>/minutes/", minutes.MinutesWrite.as_view(), name="minutes-write"),
    path("minutes/<uuid:pk>/signature/", minutes.MinutesSign.as_view(), name="minutes-sign"),
    path(
        "minutes/<uuid:pk>/withdrawal/", minutes.MinutesWithdraw.as_view(), name="minutes-withdraw"
    ),
    path("minutes/<uuid:pk>/return/", minutes.MinutesReturn.as_view(), name="minutes-return"),
    path("minutes/<uuid:pk>/agreement/", minutes.MinutesAttest.as_view(), name="minutes-attest"),
]
