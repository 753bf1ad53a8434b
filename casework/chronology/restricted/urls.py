from django.urls import path

from casework.chronology.restricted import views

urlpatterns = [
    path(
        "children/<uuid:pk>/restriction/named/",
        views.RestrictionDetail.as_view(),
        name="restriction-detail",
    ),
]
