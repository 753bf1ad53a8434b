from django.urls import path

from casework.plan.views import items, papers, periods, reviews, safety, versions

urlpatterns = [
    path("children/<uuid:pk>/plan/", periods.PlanTab.as_view(), name="plan-tab"),
    path("children/<uuid:pk>/plan/new/", periods.PlanStart.as_view(), name="plan-start"),
    path("plans/<uuid:pk>/", periods.PlanDetail.as_view(), name="plan-detail"),
    path("plans/<uuid:pk>/history/", periods.PlanHistory.as_view(), name="plan-history"),
    path("plans/<uuid:pk>/end/", periods.PlanEnd.as_view(), name="plan-end"),
    path("plans/<uuid:pk>/dates/", periods.PlanDates.as_view(), name="plan-dates"),
    path("plans/<uuid:pk>/category/", periods.PlanCategoryChange.as_view(), name="plan-category"),
    path("plans/<uuid:pk>/versions/", versions.VersionNew.as_view(), name="plan-version-new"),
    path("plans/<uuid:pk>/reviews/new/", reviews.ReviewNew.as_view(), name="plan-review-new"),
    path("plan-versions/<uuid:pk>/", versions.VersionDetail.as_view(), name="plan-version-detail"),
    path(
        "plan-versions/<uuid:pk>/text/", versions.VersionWrite.as_view(), name="plan-version-form"
    ),
    path(
        "plan-versions/<uuid:pk>/sending/",
        versions.VersionSubmit.as_view(),
        name="plan-version-submit",
    ),
    path(
        "plan-versions/<uuid:pk>/withdrawal/",
        versions.VersionWithdraw.as_view(),
        name="plan-version-withdraw",
    ),
    path(
        "plan-versions/<uuid:pk>/signature/",
        versions.VersionSign.as_view(),
        name="plan-version-sign",
    ),
    path(
        "plan-versions/<uuid:pk>/authorisation/",
        versions.VersionAuthorise.as_view(),
        name="plan-version-authorise",
    ),
    path(
        "plan-versions/<uuid:pk>/return/",
        versions.VersionReturn.as_view(),
        name="plan-version-return",
    ),
    path(
        "plan-versions/<uuid:pk>/print/", versions.VersionPrint.as_view(), name="plan-version-print"
    ),
    path(
        "plan-versions/<uuid:pk>/for-the-child/",
        versions.VersionEasy.as_view(),
        name="plan-version-easy",
    ),
    path(
        "plan-versions/<uuid:pk>/agreements/new/",
        papers.VersionAgreement.as_view(),
        name="plan-agreement-new",
    ),
    path(
        "plan-versions/<uuid:pk>/sharing/new/",
        papers.VersionSharing.as_view(),
        name="plan-sharing-new",
    ),
    path("plan-versions/<uuid:pk>/needs/new/", items.NeedNew.as_view(), name="plan-need-new"),
    path("plan-needs/<uuid:pk>/", items.NeedEdit.as_view(), name="plan-need-edit"),
    path("plan-needs/<uuid:pk>/status/", items.NeedStatus.as_view(), name="plan-need-status"),
    path("plan-needs/<uuid:pk>/outcomes/new/", items.OutcomeNew.as_view(), name="plan-outcome-new"),
    path("plan-outcomes/<uuid:pk>/", items.OutcomeEdit.as_view(), name="plan-outcome-edit"),
    path(
        "plan-outcomes/<uuid:pk>/status/",
        items.OutcomeStatus.as_view(),
        name="plan-outcome-status",
    ),
    path(
        "plan-outcomes/<uuid:pk>/progress/",
        items.OutcomeProgressPage.as_view(),
        name="plan-outcome-progress",
    ),
    path("plan-outcomes/<uuid:pk>/scale/", items.OutcomeNear.as_view(), name="plan-outcome-near"),
    path("plan-outcomes/<uuid:pk>/actions/new/", items.ActionNew.as_view(), name="plan-action-new"),
    path("plan-actions/<uuid:pk>/", items.ActionEdit.as_view(), name="plan-action-edit"),
    path("plan-actions/<uuid:pk>/status/", items.ActionStatus.as_view(), name="plan-action-status"),
    path("plan-reviews/<uuid:pk>/", reviews.ReviewDetail.as_view(), name="plan-review-detail"),
    path("plan-reviews/<uuid:pk>/text/", reviews.ReviewWrite.as_view(), name="plan-review-form"),
    path(
        "plan-reviews/<uuid:pk>/withdrawal/",
        reviews.ReviewWithdraw.as_view(),
        name="plan-review-withdraw",
    ),
    path(
        "plan-reviews/<uuid:pk>/signature/", reviews.ReviewSign.as_view(), name="plan-review-sign"
    ),
    path(
        "plan-reviews/<uuid:pk>/return/", reviews.ReviewReturn.as_view(), name="plan-review-return"
    ),
    path(
        "children/<uuid:pk>/safety-plan/new/",
        safety.SafetyPlanNew.as_view(),
        name="safety-plan-new",
    ),
    path("safety-plans/<uuid:pk>/", safety.SafetyPlanDetail.as_view(), name="safety-plan-detail"),
    path("safety-plans/<uuid:pk>/text/", safety.SafetyPlanWrite.as_view(), name="safety-plan-form"),
    path(
        "safety-plans/<uuid:pk>/sending/",
        safety.SafetyPlanSubmit.as_view(),
        name="safety-plan-submit",
    ),
    path(
        "safety-plans/<uuid:pk>/withdrawal/",
        safety.SafetyPlanWithdraw.as_view(),
        name="safety-plan-withdraw",
    ),
    path(
        "safety-plans/<uuid:pk>/signature/",
        safety.SafetyPlanSign.as_view(),
        name="safety-plan-sign",
    ),
    path(
        "safety-plans/<uuid:pk>/return/",
        safety.SafetyPlanReturn.as_view(),
        name="safety-plan-return",
    ),
    path(
        "safety-plans/<uuid:pk>/agreements/new/",
        safety.SafetyAgreement.as_view(),
        name="safety-agreement-new",
    ),
    path(
        "safety-plans/<uuid:pk>/sharing/new/",
        safety.SafetySharing.as_view(),
        name="safety-sharing-new",
    ),
    path(
        "safety-plans/<uuid:pk>/print/", safety.SafetyPlanPrint.as_view(), name="safety-plan-print"
    ),
]
