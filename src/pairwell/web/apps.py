from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "pairwell.web"
    label = "web"
