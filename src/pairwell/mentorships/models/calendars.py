"""A person's own calendar: the secret address of their sessions, and when they are busy elsewhere."""

from django.db import models

from pairwell.people.models import Person


class PersonCalendar(models.Model):
    """The addresses of one person's calendars. feed_key: the secret in the address of their own feed.

    busy_url: an address with their events, which they gave; read for busy times only, shown to nobody.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar")
    feed_key = models.CharField(max_length=64, unique=True)
    busy_url = models.CharField(max_length=2000, blank=True)
    busy_read_at = models.DateTimeField(null=True, blank=True)
    busy_error = models.CharField(max_length=300, blank=True)
    busy_due_at = models.DateTimeField(null=True, blank=True, db_index=True, help_text="read again from then")
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"


class BusyTime(models.Model):
    """Somebody is busy, never what with."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="busy_times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ("starts_at",)
        indexes = [models.Index(fields=("person", "starts_at"), name="mentorships_busy_when")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")), name="mentorships_busy_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} is busy"
