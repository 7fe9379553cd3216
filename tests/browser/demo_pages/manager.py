"""A program manager."""

from collections.abc import Iterator

from pairwell.pairing.models import MatchRun
from pairwell.programs.models import Program, Question
from tests.browser.demo_pages.asking import Row, row


def pages() -> Iterator[Row]:
    role = "Program manager"
    yield row(role, "manage", "manage_programs")
    yield row(role, "new-program", "new_program")
    yield row(role, "start-program", "start_program", "leadership-pipeline")
    programs = {state: Program.objects.filter(state=state).order_by("pk") for state in ("draft", "enrolling")}
    draft, enrolling = programs["draft"][0], programs["enrolling"][0]
    for name in ("manage_setup", "preview_program", "new_question", "studio"):
        yield row(role, f"draft-{name}", name, draft.pk)
    yield row(role, "move-program", "move_program", draft.pk, "enrolling")
    question = Question.objects.filter(program=draft)[0]
    yield row(role, "change-question", "change_question", draft.pk, question.pk)
    for name in ("manage_program", "manage_people", "manage_invite", "manage_enroll"):
        yield row(role, f"enrolling-{name}", name, enrolling.pk)
    matching = Program.objects.get(state="matching")
    yield row(role, "matching-manage_people", "manage_people", matching.pk)
    yield row(role, "studio", "studio", matching.pk)
    for run in MatchRun.objects.filter(program=matching, state="done")[:1]:
        yield row(role, "match-run", "match_run", matching.pk, run.pk)
        pair = run.proposals.order_by("pk")[0]
        yield row(role, "pair", "pair", matching.pk, pair.pk)
    yield row(role, "compare", "compare", matching.pk)
    for program in Program.objects.filter(state="active").order_by("pk"):
        for name in ("manage_program", "manage_health"):
            yield row(role, f"{program.format}-{name}", name, program.pk)
    yield row(role, "closed-manage_program", "manage_program", Program.objects.filter(state="closed")[0].pk)
