"""Named states of surveys."""

from django.db import models


class SurveyState(models.TextChoices):
    SCHEDULED = "scheduled", "Scheduled"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class Moment(models.TextChoices):
    BASELINE = "baseline", "Baseline"
    MIDPOINT = "midpoint", "Midpoint"
    CLOSING = "closing", "Closing"
    PULSE = "pulse", "Pulse"


class Audience(models.TextChoices):
    """One side only: a survey of two sides is two surveys, so that no result splits in two ways."""

    MENTEES = "mentees", "Mentees"
    MENTORS = "mentors", "Mentors"
    MANAGERS = "managers", "People managers of the mentees"


class Anchor(models.TextChoices):
    """What a survey's day is counted from."""

    PROGRAM_START = "program_start", "days after the program starts"
    PROGRAM_END = "program_end", "days after the program ends"
    MENTORSHIP_START = "mentorship_start", "days after each mentorship starts"


class Kind(models.TextChoices):
    SCALE = "scale", "Agreement, 1 to 5"
    RECOMMEND = "recommend", "Recommendation, 0 to 10"
    CHOICE = "choice", "One of several"
    TEXT = "text", "Own words"


class GroupBy(models.TextChoices):
    """The one way results of a survey may be split; fixed when it opens."""

    NOTHING = "", "Not at all"
    DEPARTMENT = "department", "By department"
    OFFICE = "office", "By office"
