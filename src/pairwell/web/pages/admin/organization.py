"""The organization itself: its name on every page and letter, and its home time zone."""

import zoneinfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pairwell.people import actions
from pairwell.people.permissions import administrator_or_404
from pairwell.people.queries import organization
from pairwell.web.forms import StyledForm
from pairwell.web.requests import SignedInRequest


class OrganizationForm(StyledForm):
    """Name and time zone."""

    name = forms.CharField(max_length=120, help_text="Stands on every page and in every letter")
    time_zone = forms.ChoiceField(
        choices=[(z, z.replace("_", " ")) for z in sorted(zoneinfo.available_timezones())]
    )


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest) -> HttpResponse:
    """See and change the organization."""
    administrator_or_404(request.user)
    now = organization()
    form = OrganizationForm(request.POST or None, initial={"name": now.name, "time_zone": now.time_zone})
    if request.method == "POST" and form.is_valid():
        actions.change_organization(by=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("admin_organization")
    return render(request, "admin/organization.html", {"area": "admin", "form": form})
