from django.urls import path

from casework.direct_work.life_story import views

urlpatterns = [
    path("children/<uuid:pk>/life-story/", views.StoryList.as_view(), name="life-story-list"),
    path("children/<uuid:pk>/life-story/new/", views.StoryBegin.as_view(), name="life-story-begin"),
    path("life-story/<uuid:pk>/", views.StoryDetail.as_view(), name="life-story-detail"),
    path("life-story/<uuid:pk>/print/", views.StoryPrint.as_view(), name="life-story-print"),
    path("life-story/<uuid:pk>/sending/", views.StorySend.as_view(), name="life-story-send"),
    path(
        "life-story/<uuid:pk>/withdrawal/",
        views.StoryWithdraw.as_view(),
        name="life-story-withdraw",
    ),
    path("life-story/<uuid:pk>/check/", views.StoryCheck.as_view(), name="life-story-check"),
    path("life-story/<uuid:pk>/return/", views.StoryReturn.as_view(), name="life-story-return"),
    path("life-story/<uuid:pk>/approval/", views.StoryApprove.as_view(), name="life-story-approve"),
    path(
        "life-story/<uuid:pk>/handing-over/",
        views.StoryHandOver.as_view(),
        name="life-story-hand-over",
    ),
    path(
        "life-story/<uuid:pk>/<slug:kind>/new/", views.PartNew.as_view(), name="life-story-part-new"
    ),
    path(
        "life-story/parts/<slug:kind>/<uuid:part>/",
        views.PartChange.as_view(),
        name="life-story-part",
    ),
    path(
        "life-story/parts/<slug:kind>/<uuid:part>/removal/",
        views.PartRemove.as_view(),
        name="life-story-part-remove",
    ),
    path("life-story/photos/<uuid:pk>/", views.PhotoFile.as_view(), name="life-story-photo"),
]
