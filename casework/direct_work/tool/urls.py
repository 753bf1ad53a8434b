from django.urls import path

from casework.direct_work.tool import views

urlpatterns = [
    path("tools/", views.ToolList.as_view(), name="tool-list"),
    path("tools/new/", views.ToolAdd.as_view(), name="tool-add"),
    path("tools/<slug:code>/", views.ToolDetail.as_view(), name="tool-detail"),
    path("tools/<slug:code>/text/", views.ToolChange.as_view(), name="tool-change"),
    path("tools/<slug:code>/offer/", views.ToolOffer.as_view(), name="tool-offer"),
]
