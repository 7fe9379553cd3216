"""What surveys write to people."""

from django.urls import reverse

from pairwell.messaging.actions import Draft
from pairwell.messaging.rendering import absolute
from pairwell.surveys.kinds import SURVEY
from pairwell.surveys.models import Request, Survey
from pairwell.surveys.rules.asking import RANGES, Asked
from pairwell.surveys.rules.disclosure import ENOUGH
from pairwell.surveys.states import Kind


def promise(survey: Survey) -> str:
    """Who will read the answers, in a sentence; the same in letters and on the page."""
    if survey.is_anonymous:
        return (
            "This survey is anonymous: your answers are kept without your name, and results are shown only "
            f"from {ENOUGH} answers up."
        )
    return "This survey is not anonymous: the people who run the program read your answers with your name."


def draft(request: Request, first: Asked | None, *, reminder: int = 0) -> Draft:
    """The letter that asks, or reminds; a click on a number brings the first answer along."""
    survey = request.survey
    path = reverse("answer_survey", args=[request.token])
    opening = (
        f"Your view of **{survey.program.name}** is still missing. It takes about two minutes."
        if reminder
        else f"How is **{survey.program.name}** for you? It takes about two minutes."
    )
    parts = [opening, _one_click(path, first), promise(survey)]
    parts.append(f"You can answer until {request.answer_by:%d %B %Y}.")
    return Draft(
        to=request.person,
        kind=SURVEY,
        key=f"survey:{request.pk}:{reminder}",
        subject=survey.title if not reminder else f"Still open: {survey.title}",
        text="\n\n".join(part for part in parts if part),
        program_id=survey.program_id,
        action_url=path,
        action_label="Answer now",
    )


def _one_click(path: str, first: Asked | None) -> str:
    if first is None or first.kind not in RANGES:
        return ""
    numbers = " · ".join(f"[{n}]({absolute(path)}?{first.field}={n})" for n in RANGES[Kind(first.kind)])
    hint = f" ({first.help})" if first.help else ""
    return f"**{first.text}**{hint}\n\n{numbers}"
