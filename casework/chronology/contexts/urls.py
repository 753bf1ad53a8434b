from django.urls import path

from casework.chronology.contexts import views

urlpatterns = [
    path("children/<uuid:pk>/outside-home/", views.Outside.as_view(), name="outside"),
    path("children/<uuid:pk>/contexts/new/", views.LinkAdd.as_view(), name="context-link-add"),
    path(
        "children/<uuid:pk>/exploitation/new/",
        views.ExploitationAdd.as_view(),
        name="exploitation-add",
    ),
    path("children/<uuid:pk>/missing/new/", views.MissingAdd.as_view(), name="missing-add"),
    path("contexts/", views.ContextIndex.as_view(), name="context-index"),
    path("contexts/<uuid:pk>/", views.ContextDetail.as_view(), name="context-detail"),
    path("contexts/<uuid:pk>/change/", views.ContextEdit.as_view(), name="context-edit"),
    path("contexts/links/<uuid:pk>/end/", views.LinkEnd.as_view(), name="context-link-end"),
    path("exploitation/<uuid:pk>/", views.ExploitationEdit.as_view(), name="exploitation-edit"),
    path("missing/<uuid:pk>/", views.MissingEdit.as_view(), name="missing-edit"),
]
