"""Career roles: what each asks for, and where people go from it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pairwell.core.errors import Refused
from pairwell.people import actions
from pairwell.people.models import CareerRole, Skill
from pairwell.people.permissions import administrator_or_404
from pairwell.web.forms import StyledForm
from pairwell.web.pages.account.profile_forms import LEVELS
from pairwell.web.pages.admin.skills import named
from pairwell.web.requests import SignedInRequest

SPARE = 3


class RoleForm(StyledForm):
    """A role; needs are rows of a skill's name and a level, and empty rows do not count."""

    name = forms.CharField(max_length=120)
    family = forms.CharField(max_length=80, required=False, help_text="What it is listed under")
    level = forms.IntegerField(min_value=1, max_value=10, required=False, help_text="Seniority, 1 to 10")
    summary = forms.CharField(max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    is_offered = forms.BooleanField(required=False, initial=True, label="People may choose it")
    next_roles = forms.ModelMultipleChoiceField(
        queryset=CareerRole.objects.all(), required=False, label="From here people go on to"
    )

    def __init__(self, *args: Any, role: CareerRole | None = None, **kwargs: Any) -> None:
        needs = list(role.needs.select_related("skill")) if role else []
        if role is not None:
            names = ("name", "family", "level", "summary", "is_offered")
            kwargs["initial"] = {n: getattr(role, n) for n in names} | {"next_roles": role.next_roles.all()}
        super().__init__(*args, **kwargs)
        self.count = len(needs) + SPARE
        for number in range(self.count):
            need = needs[number] if number < len(needs) else None
            self.fields[f"skill_{number}"] = forms.CharField(
                max_length=120, required=False, label=f"Skill {number + 1}", initial=need.skill.name if need else "",
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )  # fmt: skip
            self.fields[f"level_{number}"] = forms.TypedChoiceField(
                choices=LEVELS, coerce=int, required=False, empty_value="3", initial=need.level if need else 3,
                label=f"Level of skill {number + 1}", widget=forms.Select(attrs={"class": "form-select"}),
            )  # fmt: skip

    def need_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """(skill, level) of each row."""
        return [(self[f"skill_{n}"], self[f"level_{n}"]) for n in range(self.count)]

    def clean(self) -> dict[str, Any]:
        """Find each skill by its name."""
        cleaned: dict[str, Any] = super().clean() or {}
        self.needs: dict[str, int] = {}
        for number in range(self.count):
            try:
                skill: Skill | None = named(cleaned.get(f"skill_{number}", ""))
            except forms.ValidationError as error:
                self.add_error(f"skill_{number}", error)
            else:
                if skill is not None:
                    self.needs[skill.key] = int(cleaned[f"level_{number}"])
        return cleaned


@require_GET
def index(request: SignedInRequest) -> HttpResponse:
    """Every role, by family, with what it asks for."""
    administrator_or_404(request.user)
    roles = CareerRole.objects.prefetch_related("needs__skill", "next_roles")
    return render(request, "admin/roles.html", {"area": "admin", "roles": roles})


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Write a role."""
    administrator_or_404(request.user)
    return _write(request, None)


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, role_id: int) -> HttpResponse:
    """Change a role."""
    administrator_or_404(request.user)
    found = CareerRole.objects.filter(pk=role_id).first()
    if found is None:
        raise Http404
    return _write(request, found)


def _write(request: SignedInRequest, role: CareerRole | None) -> HttpResponse:
    form = RoleForm(request.POST or None, role=role)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        fields = {name: data[name] for name in ("name", "family", "level", "summary", "is_offered")}
        try:
            made = actions.write_role(
                by=request.user, role=role, needs=form.needs, next_roles=list(data["next_roles"]), **fields
            )
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, f"“{made}” is saved.")
            return redirect("admin_role", made.pk)
    return render(request, "admin/role.html", {"area": "admin", "form": form, "role": role})
