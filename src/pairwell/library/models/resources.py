"""Links, texts and files that a program or the whole organization hands out."""

from django.db import models

from pairwell.library.states import Audience, ResourceKind
from pairwell.people.models import Person


class Resource(models.Model):
    """Something worth reading: a link, a text in Markdown, or a file. Holds nothing private.

    program_id: the program it belongs to (a floor above, hence a number); empty: the whole organization.
    """

    kind = models.CharField(max_length=4, choices=ResourceKind.choices)
    title = models.CharField(max_length=140)
    summary = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=600, blank=True)
    text = models.TextField(max_length=40_000, blank=True)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.EVERYBODY)
    program_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    added_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("title", "id")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=ResourceKind.LINK) | models.Q(url__startswith="http"),
                name="library_link_has_address",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=ResourceKind.TEXT) | ~models.Q(text=""), name="library_text_is_there"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ResourceFile(models.Model):
    """The file of a resource, kept apart so that lists do not read it."""

    resource = models.OneToOneField(Resource, on_delete=models.CASCADE, related_name="file")
    name = models.CharField(max_length=160)
    size = models.PositiveIntegerField(help_text="bytes")
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name
