"""What surveys write to people, by kind."""

from pairwell.messaging.kinds import Kind, register

SURVEY = "survey"

register(Kind(SURVEY, "Surveys", "How a program is going, in two minutes, and a reminder or two."))
