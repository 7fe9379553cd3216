"""Named states, roles and kinds of the programs room."""

from django.db import models


class Format(models.TextChoices):
    TRADITIONAL = "traditional", "One-on-one, senior with junior"
    REVERSE = "reverse", "Reverse, junior mentors senior"
    PEER = "peer", "Peers, both learn"
    GROUP = "group", "Circles led by a mentor"
    FLASH = "flash", "A single conversation"


class ProgramState(models.TextChoices):
    DRAFT = "draft", "Draft"
    ENROLLING = "enrolling", "Enrolling"
    MATCHING = "matching", "Matching"
    ACTIVE = "active", "Active"
    CLOSED = "closed", "Closed"
    ARCHIVED = "archived", "Archived"


class EnrollmentState(models.TextChoices):
    """A program's enrollment; places are held in numbers, so "matched" is shown, not stored."""

    APPLIED = "applied", "Waiting for approval"
    APPROVED = "approved", "Enrolled"
    WAITLISTED = "waitlisted", "On the waiting list"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ProgramRole(models.TextChoices):
    MANAGER = "manager", "Program manager"
    SPONSOR = "sponsor", "Sponsor"


class Side(models.TextChoices):
    """The side of a pair somebody is on; peers are on the mentee's side."""

    MENTOR = "mentor", "Mentor"
    MENTEE = "mentee", "Mentee"


class QuestionKind(models.TextChoices):
    TEXT = "text", "Short text"
    LONGTEXT = "longtext", "Long text"
    SINGLE = "single", "One of several"
    MULTIPLE = "multiple", "Some of several"
    SCALE = "scale", "Scale from 1 to 5"
    NUMBER = "number", "Number"
    YESNO = "yesno", "Yes or no"
    SKILLS = "skills", "Skills from the catalog"


class Asked(models.TextChoices):
    """Who is asked a question."""

    BOTH = "both", "Mentors and mentees"
    MENTOR = "mentor", "Mentors"
    MENTEE = "mentee", "Mentees"
