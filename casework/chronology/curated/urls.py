from django.urls import path

from casework.chronology.curated import views

urlpatterns = [
    path("children/<uuid:pk>/curated/", views.CuratedList.as_view(), name="curated-list"),
    path("children/<uuid:pk>/curated/new/", views.CuratedBegin.as_view(), name="curated-begin"),
    path("curated/<uuid:pk>/", views.CuratedDetail.as_view(), name="curated-detail"),
    path("curated/<uuid:pk>/print/", views.CuratedPrint.as_view(), name="curated-print"),
    path("curated/<uuid:pk>/changes/", views.CuratedCompare.as_view(), name="curated-compare"),
    path("curated/<uuid:pk>/entries/", views.CuratedChoose.as_view(), name="curated-choose"),
    path("curated/<uuid:pk>/text/", views.CuratedDescribe.as_view(), name="curated-form"),
    path("curated/<uuid:pk>/order/", views.CuratedSort.as_view(), name="curated-sort"),
    path("curated/<uuid:pk>/finish/", views.CuratedFinish.as_view(), name="curated-finish"),
    path("curated/entries/<uuid:pk>/text/", views.ChosenWeigh.as_view(), name="chosen-form"),
    path("curated/entries/<uuid:pk>/order/", views.ChosenMove.as_view(), name="chosen-move"),
]
