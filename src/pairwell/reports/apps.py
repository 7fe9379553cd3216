from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "pairwell.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kind of letter known."""
        from pairwell.reports import kinds  # noqa: PLC0415 - settings must be complete first

        kinds.make_known()
