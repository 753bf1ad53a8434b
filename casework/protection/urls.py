from django.urls import path

from casework.protection import views

urlpatterns = [
    path("protection/", views.ProtectionQueue.as_view(), name="protection-queue"),
    path("children/<uuid:pk>/protection/", views.ProtectionList.as_view(), name="protection-list"),
    path(
        "episodes/<uuid:pk>/protection/", views.ProtectionPlace.as_view(), name="protection-place"
    ),
    path(
        "children/<uuid:pk>/protection/discussions/new/",
        views.DiscussionNew.as_view(),
        name="discussion-new",
    ),
    path(
        "children/<uuid:pk>/protection/transfer/",
        views.TransferNew.as_view(),
        name="transfer-new",
    ),
    path(
        "children/<uuid:pk>/protection/proposals/",
        views.ProposeAgain.as_view(),
        name="protection-propose",
    ),
    path(
        "meetings/<uuid:pk>/discussion/", views.DiscussionDetail.as_view(), name="discussion-detail"
    ),
    path(
        "meetings/<uuid:pk>/discussion/held/",
        views.DiscussionRecord.as_view(),
        name="discussion-record",
    ),
    path(
        "meetings/<uuid:pk>/conference/", views.ConferenceDetail.as_view(), name="conference-detail"
    ),
    path(
        "meetings/<uuid:pk>/conference/held/",
        views.ConferenceRecord.as_view(),
        name="conference-record",
    ),
    path(
        "meetings/<uuid:pk>/core-group/held/",
        views.CoreGroupRecord.as_view(),
        name="core-group-record",
    ),
    path("enquiries/<uuid:pk>/", views.EnquiryDetail.as_view(), name="enquiry-detail"),
    path(
        "enquiries/<uuid:pk>/conclusion/", views.EnquiryConclude.as_view(), name="enquiry-conclude"
    ),
    path("enquiries/<uuid:pk>/agreement/", views.EnquiryAgree.as_view(), name="enquiry-agree"),
    path("enquiries/<uuid:pk>/return/", views.EnquiryReturn.as_view(), name="enquiry-return"),
    path("enquiries/<uuid:pk>/lead/", views.EnquiryLead.as_view(), name="enquiry-lead"),
    path("enquiries/<uuid:pk>/no-conference/", views.EnquiryWaive.as_view(), name="enquiry-waive"),
    path("enquiry-parts/<uuid:pk>/", views.PartWrite.as_view(), name="enquiry-part"),
    path("enquiry-parts/<uuid:pk>/writer/", views.PartAssign.as_view(), name="enquiry-part-assign"),
    path(
        "enquiry-parts/<uuid:pk>/acceptance/",
        views.PartAccept.as_view(),
        name="enquiry-part-accept",
    ),
]
