from django.apps import AppConfig


class GovukConfig(AppConfig):
    name = "govuk"
    default_auto_field = "django.db.models.BigAutoField"
