"""Addresses of surveys: for those who ask, and for those who answer."""

from django.urls import path

from pairwell.web.pages.manager import survey, survey_questions, surveys
from pairwell.web.pages.participant import answer_survey

_ONE = "manage/surveys/<int:survey_id>/"
_QUESTION = "manage/survey-questions/<int:survey_question_id>/"

urlpatterns = [
    path("surveys/<str:token>/", answer_survey.page, name="answer_survey"),
    path("manage/programs/<int:program_id>/surveys/", surveys.page, name="manage_surveys"),
    path(_ONE, survey.page, name="manage_survey"),
    path(f"{_ONE}open/", survey.open_now, name="open_survey"),
    path(f"{_ONE}close/", survey.close, name="close_survey"),
    path(f"{_ONE}remove/", survey.remove, name="remove_survey"),
    path(f"{_ONE}results.csv", survey.results_file, name="survey_results_file"),
    path(f"{_ONE}questions/new/", survey_questions.new, name="new_survey_question"),
    path(f"{_ONE}questions/bank/", survey_questions.from_bank, name="survey_question_from_bank"),
    path(_QUESTION, survey_questions.change, name="change_survey_question"),
    path(f"{_QUESTION}move/", survey_questions.move, name="move_survey_question"),
    path(f"{_QUESTION}remove/", survey_questions.remove, name="remove_survey_question"),
]
