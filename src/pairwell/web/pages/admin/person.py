"""One person of the directory: what it says about them, their roles, switching off and on."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.people import actions
from pairwell.people.models import Person
from pairwell.people.permissions import is_owner, person_for_administrator
from pairwell.people.rules.fields import BY_KEY, BadValue
from pairwell.people.states import OrganizationRole
from pairwell.web.forms import StyledForm
from pairwell.web.requests import SignedInRequest

_READ_BY_RULE = ("email", "full_name", "title", "department", "office", "country", "time_zone")


class PersonForm(StyledForm):
    """What the directory says about a person."""

    full_name = forms.CharField(max_length=200)
    email = forms.EmailField(max_length=254)
    title = forms.CharField(max_length=160, required=False, label="Job title")
    department = forms.CharField(max_length=120, required=False)
    office = forms.CharField(max_length=120, required=False)
    country = forms.CharField(max_length=2, required=False, help_text="Two letters, like DE")
    time_zone = forms.CharField(max_length=64, help_text="Like Europe/Berlin")
    level = forms.IntegerField(
        min_value=1, max_value=10, required=False, help_text="From 1 (starting) to 10 (leading)"
    )
    manager = forms.CharField(
        required=False, label="Manager’s email", help_text="Empty: reports to nobody", max_length=254
    )

    def clean(self) -> dict[str, Any]:
        """Read each value as an import would, so that both doors say the same."""
        cleaned: dict[str, Any] = super().clean() or {}
        for key in _READ_BY_RULE:
            if cleaned.get(key):
                try:
                    cleaned[key] = BY_KEY[key].read(cleaned[key])
                except BadValue as error:
                    self.add_error(key, str(error))
        return cleaned

    def clean_manager(self) -> Person | None:
        """The manager themself, found by email."""
        email = self.cleaned_data["manager"].strip().lower()
        found = Person.objects.filter(email=email).first() if email else None
        if email and found is None:
            raise forms.ValidationError("Nobody in the directory has this email address.")
        return found


def _initial(person: Person) -> dict[str, Any]:
    values = {name: getattr(person, name) for name in PersonForm.base_fields if name != "manager"}
    return {**values, "manager": person.manager.email if person.manager else ""}


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, person_id: int) -> HttpResponse:
    """See and change one person."""
    person = person_for_administrator(request.user, person_id)
    form = PersonForm(request.POST or None, initial=_initial(person))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_person(by=request.user, person=person, **form.cleaned_data)
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(
                request, f"Saved. The directory knows {form.cleaned_data['full_name']} like this now."
            )
            return redirect("admin_person", person.pk)
    context = {
        "area": "admin",
        "person": person,
        "form": form,
        "held": set(person.role_grants.values_list("role", flat=True)),
        "roles": OrganizationRole.choices,
        "may_grant": is_owner(request.user),
        "reports": person.direct_reports.filter(is_active=True)[:50],
    }
    return render(request, "admin/person.html", context)


@require_POST
def switch(request: SignedInRequest, person_id: int) -> HttpResponse:
    """Switch somebody off or on again."""
    person = person_for_administrator(request.user, person_id)
    if person.is_active:
        actions.switch_off(by=request.user, person=person)
        messages.success(request, f"{person} can no longer sign in. Nothing about them is lost.")
    else:
        actions.switch_on(by=request.user, person=person)
        messages.success(request, f"{person} can sign in again.")
    return redirect("admin_person", person.pk)


@require_POST
def role(request: SignedInRequest, person_id: int) -> HttpResponse:
    """Give or take a role of the organization."""
    person = person_for_administrator(request.user, person_id)
    wanted = request.POST.get("role", "")
    if wanted not in OrganizationRole.values:
        raise Refused.because("role", "There is no such role.")
    label = OrganizationRole(wanted).label.lower()
    if request.POST.get("take"):
        actions.revoke_role(by=request.user, person=person, role=wanted)
        messages.success(request, f"{person} is no longer {label}.")
    else:
        actions.grant_role(by=request.user, person=person, role=wanted)
        messages.success(request, f"{person} is {label} now.")
    return redirect("admin_person", person.pk)
