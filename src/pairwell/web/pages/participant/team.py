"""For people managers: say a word on reports' applications, put reports forward. Never content."""

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.people.models import Person
from pairwell.people.queries import people as find_people
from pairwell.programs import actions
from pairwell.programs.permissions import approval_for, program_for_nominator, reports_of
from pairwell.programs.queries.reports import approvals_of, nominable_programs, team_rows
from pairwell.programs.states import Format, Side
from pairwell.web.forms import StyledForm
from pairwell.web.question_forms import posted
from pairwell.web.requests import SignedInRequest

MOST_SHOWN = 500


@require_GET
def page(request: SignedInRequest) -> HttpResponse:
    """What waits for my word, and where my reports take part: states and dates, nothing they wrote."""
    if not reports_of(request.user).exists():
        raise Http404
    waiting, answered = approvals_of(request.user)
    context = {
        "area": "programs",
        "waiting": waiting,
        "answered": answered,
        "rows": team_rows(request.user),
        "programs": nominable_programs(),
    }
    return render(request, "participant/team.html", context)


@require_POST
def answer(request: SignedInRequest, approval_id: int) -> HttpResponse:
    """Yes, or not now, with a comment to the program manager."""
    approval = approval_for(request.user, approval_id)
    name = approval.enrollment.person.full_name
    if request.POST.get("answer") not in ("yes", "no"):
        messages.warning(request, f"Choose yes or not now for {name}.")
        return redirect("my_team")
    yes = request.POST["answer"] == "yes"
    try:
        actions.answer_approval(
            by=request.user, approval=approval, yes=yes, comment=request.POST.get("comment", "")
        )
    except Refused as refused:
        messages.error(request, f"{name}: {refused}")
    else:
        said = "can take part; their application goes on" if yes else "not now; the program manager decides"
        messages.success(request, f"{name}: {said}.")
    return redirect("my_team")


class NominationForm(StyledForm):
    """Whom one puts forward, as what, and why."""

    person = forms.ModelMultipleChoiceField(
        queryset=Person.objects.none(),
        label="Whom",
        help_text="They get a letter and can say no. Unless they do, they are enrolled.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick somebody."},
    )
    side = forms.ChoiceField(choices=Side.choices, label="As", widget=forms.RadioSelect, initial=Side.MENTEE)
    because = forms.CharField(
        required=False,
        max_length=500,
        label="Why you think of them",
        help_text="They read this. One kind, true sentence does more than a form.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, people: QuerySet[Person], format_: str, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        if format_ == Format.PEER:
            self.fields["side"].choices = [(Side.MENTEE, "Peer")]


@require_http_methods(["GET", "POST"])
def nominate(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Put people forward: a people manager their reports, who runs the program anybody they search for."""
    program, runs_it = program_for_nominator(request.user, program_id)
    words = request.GET.get("words", "").strip()[:200].replace("\x00", "")
    if runs_it:
        found = find_people(words=words) if words or request.method == "POST" else Person.objects.none()
    else:
        found = reports_of(request.user)
    people = found.exclude(pk=request.user.pk).order_by("full_name", "id")
    shown = people if request.method == "POST" else people[:MOST_SHOWN]
    form = NominationForm(shown, program.format, posted(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            done = actions.nominate(
                by=request.user, program=program, people=list(said["person"]), side=said["side"],
                because=said["because"], runs_it=runs_it,
            )  # fmt: skip
        except Refused as refused:
            form.show(refused)
        else:
            for person, why in done.left_out:
                messages.warning(request, f"{person.full_name}: {why.message}")
            number = len(done.made)
            who = "1 person" if number == 1 else f"{number} people"
            messages.success(request, f"{who} nominated. They have {program.opt_out_days} days to say no.")
            return redirect("manage_people", program.pk) if runs_it else redirect("my_team")
    context = {"area": "programs", "program": program, "form": form, "runs_it": runs_it, "words": words}
    return render(request, "participant/nominate.html", context, status=422 if form.errors else 200)
