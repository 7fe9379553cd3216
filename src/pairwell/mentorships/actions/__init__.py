"""The verbs of the mentorships room."""

from pairwell.mentorships.actions.begin import begin_mentorship, start_due

__all__ = ["begin_mentorship", "start_due"]
