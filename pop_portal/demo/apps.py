from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "pop_portal.demo"
    label = "demo"
