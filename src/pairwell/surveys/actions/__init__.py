"""Verbs of surveys."""

from pairwell.surveys.actions.answering import answer
from pairwell.surveys.actions.asking import ask_everybody_due, close_survey, open_survey
from pairwell.surveys.actions.preparing import (
    add_question,
    add_survey,
    change_question,
    change_survey,
    move_question,
    prepare_surveys,
    remove_question,
    remove_survey,
)

__all__ = [
    "add_question",
    "add_survey",
    "answer",
    "ask_everybody_due",
    "change_question",
    "change_survey",
    "close_survey",
    "move_question",
    "open_survey",
    "prepare_surveys",
    "remove_question",
    "remove_survey",
]
