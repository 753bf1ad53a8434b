import gc

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "pop_portal"

    def ready(self) -> None:
        from pop_portal import checks  # noqa: F401 - registers them

        gc.freeze()  # models and their machinery stay to the end: no collection looks at them
