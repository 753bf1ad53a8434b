from django.urls import path

from casework.child import views

urlpatterns = [
    path("children/find/", views.ChildFind.as_view(), name="child-find"),
    path("children/find/<str:key>/", views.ChildFound.as_view(), name="child-found"),
    path("children/check/", views.DuplicateCheckNew.as_view(), name="duplicate-check"),
    path(
        "children/check/<uuid:pk>/<str:key>/",
        views.DuplicateCheckDetail.as_view(),
        name="duplicate-check-detail",
    ),
    path("children/<uuid:pk>/details/", views.ChildEdit.as_view(), name="child-edit"),
    path("conflicts/", views.ConflictList.as_view(), name="conflict-list"),
    path("conflicts/new/", views.ConflictDeclare.as_view(), name="conflict-declare"),
    path("conflicts/<uuid:pk>/", views.ConflictSettle.as_view(), name="conflict-settle"),
]
