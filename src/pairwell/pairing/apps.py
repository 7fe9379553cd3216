from django.apps import AppConfig


class PairingConfig(AppConfig):
    name = "pairwell.pairing"
    label = "pairing"
    default_auto_field = "django.db.models.BigAutoField"
