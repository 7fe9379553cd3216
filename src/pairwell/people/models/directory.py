"""The organization, its people, and who may run it."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from pairwell.core.text import fold, initials_of
from pairwell.people.states import OrganizationRole


class Organization(models.Model):
    """The one organization of this installation: a single row."""

    name = models.CharField(max_length=120, default="Our organization")
    brand_color = models.CharField(max_length=7, default="#0b7285", help_text="#rrggbb")
    time_zone = models.CharField(max_length=64, default="UTC")
    is_demo = models.BooleanField(default=False, help_text="made by `pairwell demo`; nobody in it is real")
    demo_cast = models.JSONField(default=list, blank=True, help_text="[role, email, what they see] to try")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="people_one_organization")]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Creates people; the verbs of the room live in actions."""

    def create_person(self, email: str, full_name: str, **fields: Any) -> "Person":
        """A person without a usable password, who may set one by mail."""
        person = Person(email=email.strip().lower(), full_name=full_name.strip(), **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Someone in the organization's directory; signs in; has one Profile."""

    email = models.EmailField(max_length=254, unique=True)
    full_name = models.CharField(max_length=200)
    employee_id = models.CharField(max_length=64, null=True, blank=True, help_text="the HR system's own id")
    title = models.CharField(max_length=160, blank=True)
    department = models.CharField(max_length=120, blank=True)
    office = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2")
    level = models.PositiveSmallIntegerField(null=True, blank=True, help_text="seniority, 1 to 10")
    hired_on = models.DateField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=12, default="en")
    manager = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="direct_reports"
    )
    attributes = models.JSONField(default=dict, blank=True, help_text="further columns of the HR file")
    is_active = models.BooleanField(default=True)
    photo_mark = models.CharField(
        max_length=12, blank=True, editable=False, help_text="changes with the photo; empty: there is none"
    )
    search = models.TextField(editable=False, default="", help_text="folded, for searching")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ("full_name", "id")
        indexes = [
            models.Index(fields=("full_name", "id"), name="people_person_by_name"),
            models.Index(
                fields=("department",), condition=models.Q(is_active=True), name="people_person_departments"
            ),
            models.Index(
                fields=("office",), condition=models.Q(is_active=True), name="people_person_offices"
            ),
            models.Index(
                fields=("id",), condition=models.Q(is_active=False), name="people_person_switched_off"
            ),
        ]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="people_person_email"),
            models.UniqueConstraint(
                fields=("employee_id",),
                condition=models.Q(employee_id__isnull=False),
                name="people_person_employee_id",
            ),
            models.CheckConstraint(
                condition=models.Q(level__isnull=True) | models.Q(level__range=(1, 10)),
                name="people_person_level",
            ),
            models.CheckConstraint(
                condition=~models.Q(manager=models.F("id")), name="people_person_not_own_manager"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded search column true; nothing else happens here."""
        self.search = self.search_text()
        super().save(*args, **kwargs)

    def search_text(self) -> str:
        """What `search` holds; bulk writers set it themselves."""
        return fold(f"{self.full_name} {self.email} {self.title} {self.department} {self.office}")

    @property
    def first_name(self) -> str:
        """What a letter calls them: the first word of the name, the whole name in scripts without blanks."""
        return self.full_name.split(" ", 1)[0]

    @property
    def initials(self) -> str:
        """One or two letters for an avatar."""
        return initials_of(self.full_name)


class RoleGrant(models.Model):
    """A person's role in the whole organization."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=OrganizationRole.choices)
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("person", "role"), name="people_role_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.role}"
