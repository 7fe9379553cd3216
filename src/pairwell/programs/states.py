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


OVER = (ProgramState.CLOSED, ProgramState.ARCHIVED)
"""Nothing will be added to a program in one of these."""


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
    RANKED = "ranked", "Some of several, in order"
    DATE = "date", "Date"
    PERSON = "person", "Colleagues from the directory"
    HOURS = "hours", "Hours of the week"
    FILE = "file", "File"


class Asked(models.TextChoices):
    """Who is asked a question."""

    BOTH = "both", "Mentors and mentees"
    MENTOR = "mentor", "Mentors"
    MENTEE = "mentee", "Mentees"


class SeenBy(models.TextChoices):
    """Who reads the answers to a question, besides the person who gave them."""

    MATCHING = "matching", "Nobody: the matching alone"
    MANAGERS = "managers", "Program managers"
    PARTNERS = "partners", "Program managers and their match"


class MatchedHow(models.TextChoices):
    """How two answers to the same question are compared in matching."""

    SAME = "same", "The same answer is good"
    DIFFERENT = "different", "Different answers are good"
    NEAR = "near", "The nearer, the better"
    CONTAINS = "contains", "The more of mine the other has, the better"
    HOURS = "hours_overlap", "The more hours in common, the better"


class Gate(models.TextChoices):
    """What an application waits for before it counts."""

    NOTHING = "", "Nothing"
    TRAINING = "training", "Training to finish"
    PEOPLE_MANAGER = "boss", "Approval by the people manager"
    DECISION = "decision", "Decision by the program manager"


class ApprovalState(models.TextChoices):
    """What a people manager says about a report's application."""

    ASKED = "asked", "Waiting for an answer"
    YES = "yes", "Approved"
    NO = "no", "Not now"


class NominationState(models.TextChoices):
    """Life of a nomination: it becomes an enrollment unless the person says no in time."""

    OPEN = "open", "Waiting"
    ENROLLED = "enrolled", "Enrolled"
    OPTED_OUT = "opted_out", "Said no"
    LAPSED = "lapsed", "Came to nothing"


class PlannedMoveState(models.TextChoices):
    PLANNED = "planned", "Planned"
    DONE = "done", "Done"
    CANCELED = "canceled", "Canceled"
    FAILED = "failed", "Could not be done"


class Moment(models.TextChoices):
    """When a program asks its people how it goes."""

    BASELINE = "baseline", "At the beginning"
    PULSE = "pulse", "Along the way"
    MIDPOINT = "midpoint", "Halfway"
    CLOSING = "closing", "At the end"


class AnnouncementAudience(models.TextChoices):
    """Whom an announcement is for, of those with an approved place."""

    EVERYBODY = "everybody", "Everybody in the program"
    MENTORS = "mentors", "Mentors"
    MENTEES = "mentees", "Mentees"
    MATCHED = "matched", "Those who are matched"
    WAITING = "waiting", "Those who wait for a match"


class LetterMoment(models.TextChoices):
    """The main letters of a program, whose words its managers may change."""

    INVITATION = "invitation", "Invitation"
    PROPOSAL = "proposal", "Proposal"
    BEGINNING = "beginning", "Beginning"
    REMINDER = "reminder", "Reminder"
    ENDING = "ending", "Early end"


class EventAudience(models.TextChoices):
    """Whom an event is for; the same words as of announcements."""

    EVERYBODY = "everybody", "Everybody in the program"
    MENTORS = "mentors", "Mentors"
    MENTEES = "mentees", "Mentees"


class SeatState(models.TextChoices):
    """going -> left; waiting -> going by itself when a seat becomes free."""

    GOING = "going", "Has a seat"
    WAITING = "waiting", "In line"
    LEFT = "left", "Not coming"
