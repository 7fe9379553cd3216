"""Surveys: for those who ask; answering needs no sign-in, only the secret from the letter."""

from tests.addresses.roles import EVERYBODY, MANAGERS

ROWS = [
    (MANAGERS, "GET POST PAGE", ["manage_surveys", "manage_survey", "new_survey_question"]),
    (MANAGERS, "GET POST PAGE", ["change_survey_question"]),
    (MANAGERS, "GET", ["survey_results_file"]),
    (MANAGERS, "POST", ["open_survey", "close_survey", "remove_survey", "survey_question_from_bank"]),
    (MANAGERS, "POST", ["move_survey_question", "remove_survey_question"]),
    (EVERYBODY, "GET POST", ["answer_survey"]),
]
BUDGET = [
    ("manage_surveys", "cora"),
    ("manage_survey", "cora"),
    ("new_survey_question", "cora"),
    ("change_survey_question", "cora"),
]
#: What the world's survey was sent with.
ARGUMENTS = {"answer_survey": {"token": "the-secret-of-ben"}}
