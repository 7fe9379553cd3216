from django.apps import AppConfig


class PairingConfig(AppConfig):
    name = "pairwell.pairing"
    label = "pairing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pairwell.pairing import kinds  # noqa: PLC0415 - settings must be complete first

        kinds.make_known()
