"""The addresses of the child's room; each wing lists its own."""

from django.urls import URLPattern, URLResolver

app_name = "casework"

urlpatterns: list[URLPattern | URLResolver] = []
