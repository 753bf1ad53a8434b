from django.urls import path

from casework.family.merging import views

urlpatterns = [
    path("children/<uuid:pk>/merge/", views.MergePropose.as_view(), name="merge-propose"),
    path("merges/<uuid:pk>/", views.MergeDetail.as_view(), name="merge-detail"),
    path("merges/<uuid:pk>/undo/", views.MergeUndo.as_view(), name="merge-undo"),
]
