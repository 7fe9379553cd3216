"""Named states of a relationship and what happens in it."""

from django.db import models


class MentorshipState(models.TextChoices):
    UPCOMING = "upcoming", "Upcoming"
    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"
    COMPLETED = "completed", "Completed"
    ENDED_EARLY = "ended_early", "Ended early"


class MemberRole(models.TextChoices):
    MENTOR = "mentor", "Mentor"
    MENTEE = "mentee", "Mentee"
    PEER = "peer", "Peer"


class SessionState(models.TextChoices):
    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    MISSED = "missed", "Missed"
    CANCELED = "canceled", "Canceled"


class GoalState(models.TextChoices):
    OPEN = "open", "In progress"
    REACHED = "reached", "Reached"
    DROPPED = "dropped", "Let go"


class EndingReason(models.TextChoices):
    """Why somebody asked to end early; read by the program manager alone."""

    TIME = "time", "We do not find the time"
    FIT = "fit", "We do not fit"
    CHANGED = "changed", "My situation has changed"
    SILENT = "silent", "I do not hear from the other side"
    OTHER = "other", "Another reason"


class HealthState(models.TextChoices):
    THRIVING = "thriving", "Thriving"
    STEADY = "steady", "Steady"
    QUIET = "quiet", "Quiet"
    AT_RISK = "at_risk", "At risk"


class Moment(models.TextChoices):
    """When somebody says where a skill of theirs stands."""

    BEGIN = "begin", "At the beginning"
    END = "end", "At the end"


class Every(models.TextChoices):
    """How often the sessions of a series are."""

    WEEK = "week", "Every week"
    FORTNIGHT = "fortnight", "Every two weeks"
    MONTH = "month", "Every month"


class Verdict(models.TextChoices):
    """What becomes of a goal when it is looked at again."""

    KEEP = "keep", "Keep it"
    CHANGE = "change", "Change it"
    REACHED = "reached", "Reached"
    LET_GO = "let_go", "Let it go"


class NextWish(models.TextChoices):
    """What a member would like after a good end."""

    STAY = "stay", "Stay in touch"
    MENTOR = "mentor", "Become a mentor"
    LEARN = "learn", "Learn something else"
    REST = "rest", "Nothing for now"


class HelpTopic(models.TextChoices):
    """What a member asks the program's manager for help with."""

    MEET = "meet", "We do not manage to meet"
    FIT = "fit", "I am not sure that we fit"
    GOALS = "goals", "We do not know what to work on"
    TALK = "talk", "Something was said or done that bothers me"
    OTHER = "other", "Something else"


class ReportReason(models.TextChoices):
    """Why a member reports a message."""

    HARASS = "harass", "It harasses or threatens somebody"
    INSULT = "insult", "It insults or discriminates"
    SEXUAL = "sexual", "It is sexual"
    SECRET = "secret", "It gives away what is confidential"
    OTHER = "other", "Something else is wrong with it"


class Coming(models.TextChoices):
    """What a member answers to the invitation to a session."""

    YES = "yes", "comes"
    PERHAPS = "perhaps", "comes perhaps"
    NO = "no", "cannot come"


class MailRefusal(models.TextChoices):
    """Why a mail that was sent to us is not taken."""

    UNREADABLE = "unreadable", "It cannot be read, is too large, or says nothing"
    NOBODY = "nobody", "Nobody reads this address"
    NOT_YOU = "not_you", "It comes from somebody else than it should"
