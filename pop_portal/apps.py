from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "pop_portal"

    def ready(self) -> None:
        from pop_portal import checks  # noqa: F401 - registers them
