"""What an activity is for and when it suits, whom the library speaks to, and what a resource is."""

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


class Origin(models.TextChoices):
    """Where an activity comes from: shipped ones follow the product until somebody edits them."""

    SHIPPED = "shipped", "Comes with Pairwell"
    OWN = "own", "Our own"


class Audience(models.TextChoices):
    EVERYBODY = "everybody", "Everybody"
    MENTORS = "mentors", "Mentors"
    MENTEES = "mentees", "Mentees"
    MANAGERS = "managers", "Program managers"


class ResourceKind(models.TextChoices):
    LINK = "link", "Link"
    TEXT = "text", "Text"
    FILE = "file", "File"
