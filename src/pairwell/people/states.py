"""Named states and roles of the people room."""

from django.db import models


class OrganizationRole(models.TextChoices):
    """What a person may do in the whole organization."""

    OWNER = "owner", "Owner"
    ADMINISTRATOR = "administrator", "Administrator"
    SPONSOR = "sponsor", "Sponsor of all programs"


class SkillKind(models.TextChoices):
    OFFERED = "offered", "Can help with"
    WANTED = "wanted", "Wants to learn"


class Cadence(models.TextChoices):
    """How often somebody likes to meet."""

    WEEKLY = "weekly", "Every week"
    FORTNIGHTLY = "fortnightly", "Every two weeks"
    MONTHLY = "monthly", "Once a month"
    FLEXIBLE = "flexible", "When it is needed"


class ImportState(models.TextChoices):
    """Life of a directory import."""

    UPLOADED = "uploaded", "Waiting for mapping"
    CHECKING = "checking", "Dry run under way"
    CHECKED = "checked", "Dry run done"
    IMPORTING = "importing", "Importing"
    DONE = "done", "Imported"
    UNDOING = "undoing", "Being undone"
    UNDONE = "undone", "Undone"
    FAILED = "failed", "Could not be read"


class BadRows(models.TextChoices):
    """What an import does when some rows are wrong."""

    SKIP = "skip", "Import the good rows, list the others"
    REFUSE = "refuse", "Import nothing until every row is right"
