from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "pairwell.surveys"
    label = "surveys"

    def ready(self) -> None:
        """Make the room's kinds of letters known."""
        from pairwell.surveys import kinds  # noqa: F401, PLC0415 - registers when loaded
