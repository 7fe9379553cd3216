"""The words of a program's main letters: change them, see them as a real recipient would, go back to the usual ones."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pairwell.core.errors import Refused
from pairwell.mentorships.models import Membership
from pairwell.mentorships.people_in import circle_of
from pairwell.messaging.rendering import plain as without_marks
from pairwell.people.models import Person
from pairwell.programs.actions import change_letter_words, reset_letter_words
from pairwell.programs.models import LetterWords, Program
from pairwell.programs.permissions import program_for_manager
from pairwell.programs.queries.wording import invitation_values, own_words, values_for, words_of
from pairwell.programs.rules.wording import KINDS, LANGUAGES, LIMITS, Kind, Words, check_words, filled, plain
from pairwell.programs.states import EnrollmentState, LetterMoment
from pairwell.web.forms import StyledForm
from pairwell.web.requests import SignedInRequest

MOST_READERS = 200


class WordsForm(StyledForm):
    """The four parts of a letter."""

    subject = forms.CharField(max_length=LIMITS["subject"], label="Subject")
    greeting = forms.CharField(max_length=LIMITS["greeting"], label="Greeting")
    text = forms.CharField(
        max_length=LIMITS["text"],
        label="Text",
        help_text="Markdown works: **bold**, lists, [links](https://example.org).",
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    button = forms.CharField(max_length=LIMITS["button"], label="Button")


@require_GET
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """The main letters, and in which languages each has words of the program's own."""
    program = program_for_manager(request.user, program_id)
    own: dict[str, list[str]] = {}
    for row in LetterWords.objects.filter(program=program).order_by("language"):
        own.setdefault(row.moment, []).append(LANGUAGES.get(row.language, row.language))
    rows = [(kind, own.get(kind.moment, [])) for kind in KINDS.values()]
    context = _frame(program) | {"rows": rows, "languages": LANGUAGES}
    return render(request, "manager/letter_words.html", context)


@require_http_methods(["GET", "POST"])
def one(request: SignedInRequest, program_id: int, moment: str, language: str) -> HttpResponse:
    """One letter in one language: its words, and the letter as somebody would get it."""
    program = program_for_manager(request.user, program_id)
    if moment not in KINDS or language not in LANGUAGES:
        raise Http404
    step = request.POST.get("step", "")
    if step == "reset":
        reset_letter_words(by=request.user, program=program, moment=moment, language=language)
        messages.success(request, "Back to the usual words.")
        return redirect("letter_words", program.pk, moment, language)
    where = {"program": program, "moment": moment, "language": language}
    own = LetterWords.objects.filter(**where).first()
    words = words_of(own) if own else KINDS[moment].usual
    form = WordsForm(request.POST if request.method == "POST" else None, initial=asdict(words))
    if request.method == "POST" and form.is_valid():
        words = Words(**form.cleaned_data)
        if step == "save" and _saved(request, form, words, where):
            return redirect("letter_words", program.pk, moment, language)
        for refusal in check_words(moment, language, words) if step != "save" else []:
            form.show(Refused(refusal))
    context = _frame(program) | {"kind": KINDS[moment], "form": form, "own": own}
    context |= {"language": language, "languages": LANGUAGES}
    context |= _preview(request, program, KINDS[moment], words)
    return render(request, "manager/letter_words_one.html", context, status=422 if form.errors else 200)


def _saved(request: SignedInRequest, form: WordsForm, words: Words, where: dict[str, Any]) -> bool:
    try:
        change_letter_words(by=request.user, words=words, **where)
    except Refused as refused:
        form.show(refused)
        return False
    messages.success(request, "Saved. The next letter of this kind says it so.")
    return True


def _frame(program: Program) -> dict[str, Any]:
    return {"area": "manage", "program": program, "tab": "letters"}


def _preview(request: SignedInRequest, program: Program, kind: Kind, words: Words) -> dict[str, Any]:
    """The letter as one of the program's people would get it."""
    placed = Person.objects.filter(
        enrollments__program=program, enrollments__state=EnrollmentState.APPROVED, is_active=True
    )
    readers = list(placed.distinct().order_by("full_name")[:MOST_READERS])
    wanted = request.POST.get("reader", "")
    reader = next((p for p in readers if str(p.pk) == wanted), readers[0] if readers else request.user)
    own = own_words([program.pk])[program.pk]
    letter = filled(words, _examples(program, kind, reader) | values_for(own, program, reader))
    return {"readers": readers, "reader": reader, "letter": letter, "plain": without_marks(letter.text)}


def _examples(program: Program, kind: Kind, reader: Person) -> dict[str, str]:
    """What the variables stand for: the reader's own match where there is one, examples elsewhere."""
    values = {variable.name: variable.example for variable in kind.variables}
    if kind.moment == LetterMoment.INVITATION:
        return values | invitation_values(program)
    example = values.get("others") or values.get("ended_by", "")
    mine = Membership.objects.filter(person=reader, mentorship__program=program, left_at=None)
    found = mine.select_related("mentorship").order_by("-id").first()
    if found is None:
        return values
    names = plain(circle_of(found.mentorship).names(reader))
    return {name: value.replace(example, names) for name, value in values.items()}
