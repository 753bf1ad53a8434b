from django.urls import path

from casework.protection.views import conferences, discussions, enquiries, parts, queue, story

urlpatterns = [
    path("protection/", queue.ProtectionQueue.as_view(), name="protection-queue"),
    path("children/<uuid:pk>/protection/", story.ProtectionList.as_view(), name="protection-list"),
    path(
        "episodes/<uuid:pk>/protection/", story.ProtectionPlace.as_view(), name="protection-place"
    ),
    path(
        "children/<uuid:pk>/protection/discussions/new/",
        discussions.DiscussionNew.as_view(),
        name="discussion-new",
    ),
    path(
        "children/<uuid:pk>/protection/transfer/",
        conferences.TransferNew.as_view(),
        name="transfer-new",
    ),
    path(
        "children/<uuid:pk>/protection/proposals/",
        story.ProposeAgain.as_view(),
        name="protection-propose",
    ),
    path(
        "meetings/<uuid:pk>/discussion/",
        discussions.DiscussionDetail.as_view(),
        name="discussion-detail",
    ),
    path(
        "meetings/<uuid:pk>/discussion/held/",
        discussions.DiscussionRecord.as_view(),
        name="discussion-record",
    ),
    path(
        "meetings/<uuid:pk>/conference/",
        conferences.ConferenceDetail.as_view(),
        name="conference-detail",
    ),
    path(
        "meetings/<uuid:pk>/conference/held/",
        conferences.ConferenceRecord.as_view(),
        name="conference-record",
    ),
    path(
        "meetings/<uuid:pk>/conference/day/",
        conferences.ConferenceCorrect.as_view(),
        name="conference-correct",
    ),
    path(
        "meetings/<uuid:pk>/core-group/held/",
        conferences.CoreGroupRecord.as_view(),
        name="core-group-record",
    ),
    path("enquiries/<uuid:pk>/", enquiries.EnquiryDetail.as_view(), name="enquiry-detail"),
    path(
        "enquiries/<uuid:pk>/conclusion/",
        enquiries.EnquiryConclude.as_view(),
        name="enquiry-conclude",
    ),
    path("enquiries/<uuid:pk>/agreement/", enquiries.EnquiryAgree.as_view(), name="enquiry-agree"),
    path("enquiries/<uuid:pk>/return/", enquiries.EnquiryReturn.as_view(), name="enquiry-return"),
    path("enquiries/<uuid:pk>/lead/", enquiries.EnquiryLead.as_view(), name="enquiry-lead"),
    path(
        "enquiries/<uuid:pk>/no-conference/", enquiries.EnquiryWaive.as_view(), name="enquiry-waive"
    ),
    path("enquiry-parts/<uuid:pk>/", parts.PartWrite.as_view(), name="enquiry-part"),
    path("enquiry-parts/<uuid:pk>/writer/", parts.PartAssign.as_view(), name="enquiry-part-assign"),
    path(
        "enquiry-parts/<uuid:pk>/acceptance/",
        parts.PartAccept.as_view(),
        name="enquiry-part-accept",
    ),
]
