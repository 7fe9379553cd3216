"""Tables as the values that rules decide on."""

from pairwell.programs.models import Program, Question
from pairwell.programs.rules.joining import Offer
from pairwell.programs.rules.questions import QuestionSpec


def offer_of(program: Program) -> Offer:
    """What decides who may join this program."""
    return Offer(
        state=program.state,
        format=program.format,
        is_open=program.is_open,
        opens_on=program.enrollment_opens_on,
        closes_on=program.enrollment_closes_on,
        mentor_places=program.mentor_places,
        circle_size=program.circle_size,
    )


def spec_of(question: Question) -> QuestionSpec:
    """A question as values."""
    return QuestionSpec(
        key=question.key,
        text=question.text,
        kind=question.kind,
        help=question.help,
        options=tuple((option["key"], option["label"]) for option in question.options),
        required=question.required,
        asked=question.asked,
        used_in_matching=question.used_in_matching,
    )
