from django.urls import path

from casework.child.restriction import views

urlpatterns = [
    path("children/<uuid:pk>/restriction/", views.RestrictionNew.as_view(), name="restriction-new"),
    path(
        "children/<uuid:pk>/restriction/end/",
        views.RestrictionLift.as_view(),
        name="restriction-lift",
    ),
    path("emergencies/new/<uuid:key>/", views.GlassBreak.as_view(), name="glass-break"),
    path("emergencies/", views.GlassList.as_view(), name="glass-list"),
    path("emergencies/<uuid:pk>/", views.GlassReview.as_view(), name="glass-review"),
    path("emergencies/<uuid:pk>/end/", views.GlassEnd.as_view(), name="glass-end"),
]
