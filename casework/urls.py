"""The addresses of the child's room; each wing lists its own."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "casework"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("casework.child.urls")),
    path("", include("casework.child.restriction.urls")),
    path("", include("casework.episode.urls")),
    path("", include("casework.episode.referral.urls")),
    path("", include("casework.closure.urls")),
    path("", include("casework.family.urls")),
    path("", include("casework.family.education.urls")),
    path("", include("casework.family.merging.urls")),
    path("", include("casework.chronology.contexts.urls")),
    path("", include("casework.chronology.restricted.urls")),
    path("", include("casework.request.urls")),
    path("", include("casework.consent.urls")),
    path("", include("casework.assessment.urls")),
    path("", include("casework.direct_work.urls")),
    path("", include("casework.meeting.urls")),
    path("", include("casework.protection.urls")),
    path("", include("casework.direct_work.visit.urls")),
    path("", include("casework.plan.urls")),
    path("", include("casework.chronology.curated.urls")),
    path("", include("casework.direct_work.tool.urls")),
    path("", include("casework.direct_work.life_story.urls")),
    path("", include("casework.decision.urls")),
    path("", include("casework.file.urls")),
]
