from django.urls import path

from casework.family import views

urlpatterns = [
    path("children/<uuid:pk>/people/", views.FamilyList.as_view(), name="family-list"),
    path("children/<uuid:pk>/people/new/", views.FamilyAdd.as_view(), name="family-add"),
    path("children/<uuid:pk>/genogram/", views.Genogram.as_view(), name="genogram"),
    path("children/<uuid:pk>/ecomap/", views.Ecomap.as_view(), name="ecomap"),
    path("children/<uuid:pk>/ties/new/", views.TieAdd.as_view(), name="tie-add"),
    path("children/<uuid:pk>/ties/<uuid:tie>/end/", views.TieEnd.as_view(), name="tie-end"),
    path("children/<uuid:pk>/homes/new/", views.HomeAdd.as_view(), name="home-add"),
    path("children/<uuid:pk>/homes/<uuid:home>/", views.HomeEdit.as_view(), name="home-edit"),
    path("children/<uuid:pk>/homes/<uuid:home>/join/", views.HomeJoin.as_view(), name="home-join"),
    path(
        "children/<uuid:pk>/homes/<uuid:home>/leave/", views.HomeLeave.as_view(), name="home-leave"
    ),
    path(
        "children/<uuid:pk>/homes/<uuid:home>/address/",
        views.AddressReveal.as_view(),
        name="address-reveal",
    ),
    path("people/<uuid:pk>/relationship/", views.FamilyEdit.as_view(), name="family-edit"),
    path("people/<uuid:pk>/end/", views.FamilyEnd.as_view(), name="family-end"),
    path("people/<uuid:pk>/number/", views.PhoneReveal.as_view(), name="phone-reveal"),
    path(
        "people/<uuid:pk>/responsibility/",
        views.ResponsibilityRecord.as_view(),
        name="responsibility-record",
    ),
    path(
        "people/<uuid:pk>/public-funds/",
        views.NoRecourseRecord.as_view(),
        name="no-recourse-record",
    ),
]
