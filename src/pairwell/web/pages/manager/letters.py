"""What a program writes to people: announcements, and the delivery log of every letter."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.messaging.actions import send_again
from pairwell.messaging.log import HELD, held_letter, label_of, letters_of_program, states_of_program
from pairwell.programs.actions import announce, withdraw_announcement
from pairwell.programs.models import Program
from pairwell.programs.permissions import program_for_manager
from pairwell.programs.queries.announcements import announcements_of, audience_of, where_people_are
from pairwell.programs.states import AnnouncementAudience
from pairwell.web.forms import StyledForm
from pairwell.web.requests import SignedInRequest

AT_ONCE = 50


class AnnouncementForm(StyledForm):
    """A few lines to everybody or to some."""

    audience = forms.ChoiceField(label="To whom?")
    department = forms.ChoiceField(required=False, label="Only those of a department?")
    office = forms.ChoiceField(required=False, label="Only those at an office?")
    subject = forms.CharField(max_length=140, label="Subject")
    text = forms.CharField(
        max_length=8000,
        label="What would you like to say?",
        help_text="Markdown works: **bold**, lists, [links](https://example.org).",
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    send_at = forms.DateTimeField(
        required=False,
        label="When?",
        help_text="Leave it empty to send it at once. In your own time zone.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: object, program: Program, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (key, label, audience_of(program, key).count()) for key, label in AnnouncementAudience.choices
        ]
        self.fields["audience"].choices = [
            (key, f"{label} ({count} {'person' if count == 1 else 'people'})")
            for key, label, count in choices
        ]
        for name, found in zip(("department", "office"), where_people_are(program), strict=True):
            self.fields[name].choices = [("", "No, all of them"), *((one, one) for one in found)]
            if len(found) < 2:
                del self.fields[name]


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Write an announcement; see what was written, by us and by the system."""
    program = program_for_manager(request.user, program_id)
    form = AnnouncementForm(request.POST if request.method == "POST" else None, program=program)
    if request.method == "POST" and form.is_valid():
        try:
            made = announce(by=request.user, program=program, **form.cleaned_data)
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, _said(made.sent_to, made.sent_at is not None, made.send_at))
            return redirect("manage_letters", program.pk)
    state = request.GET.get("state", "")
    letters = Paginator(letters_of_program(program.pk, state), AT_ONCE).get_page(request.GET.get("page"))
    context = {
        "area": "manage",
        "program": program,
        "tab": "letters",
        "form": form,
        "announcements": announcements_of(program)[:50],
        "states": states_of_program(program.pk),
        "wanted": state,
        "page": letters,
        "base": f"state={state}&" if state else "",
        "rows": [(letter, label_of(letter.kind), letter.state in HELD) for letter in letters],
    }
    return render(request, "manager/letters.html", context, status=422 if form.errors else 200)


def _said(people: int, is_sent: bool, when: object) -> str:
    if is_sent:
        return f"Sent to {people} {'person' if people == 1 else 'people'}."
    return f"It goes out on {timezone.localtime(when):%d %B %Y, %H:%M}. Until then you can take it back."  # type: ignore[arg-type]


@require_POST
def again(request: SignedInRequest, program_id: int, letter_id: int) -> HttpResponse:
    """Send a letter once more that failed or is in doubt."""
    program = program_for_manager(request.user, program_id)
    send_again(by=request.user, letter=held_letter(program.pk, letter_id))
    messages.success(request, "It is on its way again.")
    return redirect("manage_letters", program.pk)


@require_POST
def withdraw(request: SignedInRequest, program_id: int, announcement_id: int) -> HttpResponse:
    """Take back an announcement that has not gone out."""
    program = program_for_manager(request.user, program_id)
    found = program.announcements.filter(pk=announcement_id).first()
    if found is None:
        raise Http404
    withdraw_announcement(by=request.user, announcement=found)
    messages.success(request, "Taken back. Nobody has seen it.")
    return redirect("manage_letters", program.pk)
