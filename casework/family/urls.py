from django.urls import path

from casework.family import views

urlpatterns = [
    path("children/<uuid:pk>/people/", views.FamilyList.as_view(), name="family-list"),
    path("children/<uuid:pk>/people/new/", views.FamilyAdd.as_view(), name="family-add"),
    path("people/<uuid:pk>/relationship/", views.FamilyEdit.as_view(), name="family-edit"),
    path("people/<uuid:pk>/end/", views.FamilyEnd.as_view(), name="family-end"),
]
