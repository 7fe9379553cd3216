"""What a person says about themself, once, for every program."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from pairwell.people.models.directory import Person
from pairwell.people.models.skills import Skill
from pairwell.people.rules.visibility import CLOSED_PAGE
from pairwell.people.states import Cadence, SkillKind


class Profile(models.Model):
    """A person's own words, reused by every program. All of it is private in the sense of `visibility`:
    pages show it through pairwell.people.queries.shown, which asks who reads.

    career: the journey, list of {"id", "kind" (work, study, life), "role", "place", "from" (year), "to" (year
    or null), "text"}, in the person's own order; only role and from are always there.
    languages: {"en": 5, "fr": 2}, ISO 639-1 code to fluency 1 to 5 (5: mother tongue).
    working_hours: {"mon": [[9, 17]], ...} local hours in the person's time zone; empty: not said.
    cadence, style: how they would like to meet and to help or be helped.
    visibility: {"goals": "partners", ...} field to the widest audience that may see it; what is not in it has the
    default of rules.visibility.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="profile")
    headline = models.CharField(max_length=160, blank=True)
    about = models.TextField(max_length=4000, blank=True)
    goals = models.TextField(max_length=4000, blank=True, help_text="what I would like to reach")
    pronouns = models.CharField(max_length=40, blank=True)
    career = models.JSONField(default=list, blank=True)
    interests = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    languages = models.JSONField(default=dict, blank=True)
    working_hours = models.JSONField(default=dict, blank=True)
    style = models.CharField(max_length=40, blank=True, help_text="style of help: a key of rules.STYLES")
    cadence = models.CharField(max_length=12, choices=Cadence.choices, blank=True)
    visibility = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [
            models.Index(
                fields=("person",),
                condition=models.Q(visibility__page__in=CLOSED_PAGE),
                name="people_profile_closed_page",
            )
        ]

    def __str__(self) -> str:
        return f"Profile of {self.person_id}"


class ProfileSkill(models.Model):
    """A skill somebody offers or wants."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=SkillKind.choices)
    level = models.PositiveSmallIntegerField(
        default=3, help_text="1 to 5; of wanted ones: how far they are now"
    )
    urgency = models.PositiveSmallIntegerField(default=2, help_text="1 to 3, for wanted skills")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("profile", "skill", "kind"), name="people_profile_skill_once"),
            models.CheckConstraint(condition=models.Q(level__range=(1, 5)), name="people_skill_level"),
            models.CheckConstraint(condition=models.Q(urgency__range=(1, 3)), name="people_skill_urgency"),
        ]
        indexes = [models.Index(fields=("skill", "kind", "level"), name="people_skill_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.skill_id}"


class ProfilePhoto(models.Model):
    """A person's face, private as their visibility says: cropped square, re-encoded, without the file's own
    metadata (so without the place where it was taken). The upload itself is not kept.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="photo")
    content = models.BinaryField(help_text="WebP, 512 x 512")
    small = models.BinaryField(help_text="WebP, 96 x 96")
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Photo of {self.person_id}"


class Endorsement(models.Model):
    """Somebody who worked with a person in a mentorship vouches for a skill of theirs.

    Private data: who vouched, and their words (`text`); shown where the person's visibility allows it, and
    hidden when the person says so. mentorship_id: where they met (a floor above, hence a number).
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="endorsements")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="endorsements_given")
    text = models.CharField(max_length=400, blank=True)
    mentorship_id = models.BigIntegerField(null=True, blank=True)
    is_hidden = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=("person", "skill", "by"), name="people_endorsed_once"),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("by")), name="people_endorsed_by_other"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} for {self.skill_id} of {self.person_id}"


class CvReading(models.Model):
    """What we found in a person's CV, until they have said yes or no to each line.

    Private: the person alone reads it. The file is not kept. suggestions: list of {"id", "what" (journey, skill,
    language), and what is suggested}; deleted when the last one is decided or the person throws it away.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="cv_reading")
    file_name = models.CharField(max_length=160)
    suggestions = models.JSONField(default=list)
    read_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"CV of {self.person_id}"
