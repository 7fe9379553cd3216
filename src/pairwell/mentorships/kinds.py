"""The kinds of letters and notices this room sends."""

from pairwell.messaging.kinds import Kind, register

SESSION = "session"
MESSAGE = "conversation"
STATE = "mentorship-state"
NUDGE = "mentorship-nudge"
GOAL = "goal"
REMINDER = "reminder"
REPORT = "message-report"


def make_known() -> None:
    """Called once, when the room is loaded."""
    register(
        Kind(SESSION, "Sessions", "Invitations to sessions, and when one is moved or canceled.", always=True),
        Kind(MESSAGE, "Messages", "Somebody wrote to you; one letter until you have read it."),
        Kind(STATE, "My mentorship", "When a mentorship is paused, goes on or ends.", always=True),
        Kind(NUDGE, "How is it going?", "When a program manager asks how your mentorship is going."),
        Kind(REMINDER, "Gentle reminders", "When something waits for you, two a week at most."),
        Kind(REPORT, "Reported messages", "A message was reported, or a reported one was read.", always=True),
        Kind(GOAL, "Goals", "When a goal you work on together is reached."),
    )
