from django.urls import URLPattern, URLResolver, path

from records import views

app_name = "records"

urlpatterns: list[URLPattern | URLResolver] = [
    path("unsent/", views.UnsentSave.as_view(), name="unsent-save"),
    path("unsent/discard/", views.UnsentDiscard.as_view(), name="unsent-discard"),
]
