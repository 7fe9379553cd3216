from django.apps import AppConfig


class MentorshipsConfig(AppConfig):
    name = "pairwell.mentorships"
    label = "mentorships"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pairwell.mentorships import kinds  # noqa: PLC0415 - settings must be complete first

        kinds.make_known()
