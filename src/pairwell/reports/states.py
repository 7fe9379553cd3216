"""Named states of the reports room."""

from django.db import models


class Every(models.TextChoices):
    """When a program's report goes to its sponsors."""

    MONTH = "month", "Every month, on the first"
    QUARTER = "quarter", "Every quarter, on its first day"
    END = "end", "Once, the day after the program ends"
