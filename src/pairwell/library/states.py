"""What an activity is for, and when it suits."""

from django.db import models


class Purpose(models.TextChoices):
    CONNECT = "connect", "Get to know each other"
    SKILL = "skill", "Build a skill"
    PROJECT = "project", "Run a project"
    REFLECT = "reflect", "Reflect"
    CLOSE = "close", "Close well"


class Stage(models.TextChoices):
    BEGINNING = "beginning", "Beginning"
    MIDDLE = "middle", "Middle"
    END = "end", "End"
