from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "pop_portal.bench"
    label = "bench"
