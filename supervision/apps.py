from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.permissions import Permission
        from placements.registry import Page, register_page
        from supervision.actions import SOURCE
        from supervision.reads import sessions_of, visible_sessions
        from timescales.registry import register_root

        # A notice about a session is sent only to someone who may still read its header.
        register_root(SOURCE, visible_sessions, sessions_of)
        register_page(
            Page(
                name="extracts",
                text="Supervision extracts",
                url_name="supervision:extract-list",
                permission=Permission.EXTRACT_VIEW,
                order=60,
            )
        )
