"""What those who run a program note about a mentorship; its members do not see it, nor anybody else."""

from django.db import models

from pairwell.mentorships.models.mentorship import Mentorship
from pairwell.people.models import Person


class Remark(models.Model):
    """One line of a manager about what was done: "Talked to both on the phone". Never changed, only removed."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="remarks")
    author = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(max_length=1000)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"remark on {self.mentorship_id}"
