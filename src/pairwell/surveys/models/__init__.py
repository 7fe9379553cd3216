"""Surveys, who is asked, and what they answered."""

from pairwell.surveys.models.answers import Request, Response
from pairwell.surveys.models.survey import Survey, SurveyQuestion

__all__ = ["Request", "Response", "Survey", "SurveyQuestion"]
