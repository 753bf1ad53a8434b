from django.urls import path

from casework.request import views

urlpatterns = [
    path("requests/", views.RequestList.as_view(), name="request-list"),
    path("requests/new/", views.RequestCreate.as_view(), name="request-create"),
    path("requests/queue/", views.RequestQueue.as_view(), name="request-queue"),
    path("requests/themes/", views.RequestThemes.as_view(), name="request-themes"),
    path("requests/<uuid:pk>/", views.RequestDetail.as_view(), name="request-detail"),
    path("requests/<uuid:pk>/check/", views.RequestCheck.as_view(), name="request-check"),
    path("requests/<uuid:pk>/decision/", views.RequestDecide.as_view(), name="request-decide"),
]
