from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the lower rooms whom to ask: clocks of episodes, requests and sessions."""
        from casework import registrations

        registrations.register_all()
