"""One person in a program, for who runs it: a panel beside the table, and a page of its own."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pairwell.people.models import Person
from pairwell.programs.models import Approval
from pairwell.programs.permissions import program_for_manager
from pairwell.programs.queries.joining import skill_names
from pairwell.programs.queries.one_person import answers_shown, history_of
from pairwell.programs.queries.programs import shown_state
from pairwell.programs.queries.waiting import place_in_line, training_of
from pairwell.programs.states import QuestionKind
from pairwell.programs.values import spec_of
from pairwell.web.question_forms import in_words, named_people
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest, program_id: int, enrollment_id: int) -> HttpResponse:
    """Who they are, their place, what they answered (as far as managers may read it), what happened."""
    program = program_for_manager(request.user, program_id)
    row = program.enrollments.filter(pk=enrollment_id).select_related("person__manager", "program").first()
    if row is None:
        raise Http404
    found = [(spec_of(question), value, old) for question, value, old in answers_shown(row)]
    skills = skill_names(
        key for spec, value, _ in found if spec.kind == QuestionKind.SKILLS for key in value or ()
    )
    named = named_people([spec for spec, _, _ in found], {spec.key: value for spec, value, _ in found})
    people = dict(Person.objects.filter(pk__in=named).values_list("pk", "full_name")) if named else {}
    word, color = shown_state(row)
    context = {
        "area": "manage",
        "tab": "people",
        "program": program,
        "row": row,
        "needs": [need["label"] for need in program.needs if need["key"] in row.needs],
        "word": word,
        "color": color,
        "place": place_in_line(row),
        "approval": Approval.objects.filter(enrollment=row).select_related("by").first(),
        "training": training_of(program, row.person_id) if row.as_mentor else [],
        "answers": [(spec, in_words(spec, value, skills, people), value, old) for spec, value, old in found],
        "history": history_of(row),
    }
    return render(request, "manager/person_panel.html" if request.htmx else "manager/person.html", context)
