from django.apps import AppConfig


class TimescalesConfig(AppConfig):
    name = "timescales"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from notices.rights import ask_with
        from timescales.rights import open_to

        ask_with(open_to)
