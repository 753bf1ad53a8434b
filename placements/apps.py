from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "placements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell timescales whom to ask about checks, educators and intakes."""
        from placements import registrations

        registrations.register_all()
