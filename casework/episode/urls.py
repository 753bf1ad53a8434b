from django.urls import path

from casework.episode import views

urlpatterns = [
    path("children/", views.ChildList.as_view(), name="child-list"),
    path("unallocated/", views.UnallocatedQueue.as_view(), name="unallocated-queue"),
    path("episodes/<uuid:pk>/", views.EpisodeDetail.as_view(), name="episode-detail"),
    path("episodes/<uuid:pk>/workers/", views.EpisodeAllocate.as_view(), name="episode-allocate"),
    path("allocations/<uuid:pk>/end/", views.AllocationEnd.as_view(), name="allocation-end"),
]
