"""The organization's skill catalog, and the roles it leads to."""

from django.db import models

from pairwell.people.models.directory import Person


class LiveSkills(models.Manager["Skill"]):
    """What people choose from: skills that were not merged into another."""

    def get_queryset(self) -> models.QuerySet["Skill"]:
        return super().get_queryset().filter(merged_into__isnull=True)


class Skill(models.Model):
    """An entry of the catalog; `key` is stable, `name` is what people read.

    A merged skill stays, so that old answers can still be read, but `objects` no longer offers it; `every`
    has all.
    """

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=160, unique=True, help_text="the folded name")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    description = models.CharField(max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged"
    )
    source = models.CharField(max_length=300, blank=True, help_text="its address in a published catalog")

    objects = LiveSkills()
    every: "models.Manager[Skill]" = models.Manager()

    class Meta:
        ordering = ("name",)
        base_manager_name = "every"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="people_skill_not_own_parent"
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="people_skill_not_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SkillSynonym(models.Model):
    """Another word for a skill; a folded word leads to one skill only."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="synonyms")
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=160, unique=True)

    def __str__(self) -> str:
        return self.name


class SkillMerge(models.Model):
    """A skill that became another one, with what has to be put back when that is undone.

    moved: {"people.ProfileSkill.skill": [ids]}; dropped: rows that the person had for both, as plain values;
    raised: rows of the other skill that took the higher level, with the level they had.
    """

    source = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="merges")
    target = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    moved = models.JSONField(default=dict)
    dropped = models.JSONField(default=list)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.source_id} into {self.target_id}"


class CareerRole(models.Model):
    """A role people may grow into, and through its needs the skills it asks for."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    family = models.CharField(max_length=80, blank=True, help_text="what it is listed under: Engineering")
    level = models.PositiveSmallIntegerField(null=True, blank=True, help_text="seniority, 1 to 10")
    summary = models.CharField(max_length=400, blank=True)
    is_offered = models.BooleanField(default=True)
    next_roles = models.ManyToManyField(
        "self", through="CareerStep", symmetrical=False, related_name="earlier_roles"
    )

    class Meta:
        ordering = ("family", "level", "name")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__isnull=True) | models.Q(level__range=(1, 10)),
                name="people_role_level",
            )
        ]

    def __str__(self) -> str:
        return self.name


class RoleNeed(models.Model):
    """A skill that a role asks for, and how far one should be in it."""

    role = models.ForeignKey(CareerRole, on_delete=models.CASCADE, related_name="needs")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(default=3, help_text="1 to 5")

    class Meta:
        ordering = ("-level", "id")
        constraints = [
            models.UniqueConstraint(fields=("role", "skill"), name="people_need_once"),
            models.CheckConstraint(condition=models.Q(level__range=(1, 5)), name="people_need_level"),
        ]

    def __str__(self) -> str:
        return f"{self.role_id} needs {self.skill_id}"


class CareerStep(models.Model):
    """A way from one role to another that people here really go."""

    from_role = models.ForeignKey(CareerRole, on_delete=models.CASCADE, related_name="steps")
    to_role = models.ForeignKey(CareerRole, on_delete=models.CASCADE, related_name="steps_here")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("from_role", "to_role"), name="people_career_step_once"),
            models.CheckConstraint(
                condition=~models.Q(from_role=models.F("to_role")), name="people_career_step_leads_on"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_role_id} to {self.to_role_id}"


class CareerAim(models.Model):
    """Where somebody stands and where they would like to go. Private: nobody but the person reads it."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="career_aim")
    now = models.ForeignKey(CareerRole, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    next = models.ForeignKey(CareerRole, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"aim of {self.person_id}"
