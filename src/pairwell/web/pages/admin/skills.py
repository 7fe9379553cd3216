"""The skill catalog: search it, change it, merge, bring in and take out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.core.text import fold
from pairwell.people import actions
from pairwell.people.models import Skill, SkillMerge
from pairwell.people.permissions import administrator_or_404
from pairwell.people.queries import find_skills
from pairwell.people.queries.catalog import catalog, export_rows, uses, who_has
from pairwell.people.rules.catalog import COLUMNS, read_catalog
from pairwell.web.csv_files import csv_response
from pairwell.web.forms import StyledForm
from pairwell.web.requests import SignedInRequest

PER_PAGE = 60
MAX_UPLOAD = 40_000_000
SHOWN_PROBLEMS = 200


class SkillForm(StyledForm):
    """An entry of the catalog. A parent and a merge target are found by name, so that lists may be long."""

    name = forms.CharField(max_length=120)
    parent = forms.CharField(
        max_length=120,
        required=False,
        label="Stands below",
        help_text="The name of a skill; empty: a group of its own",
    )
    description = forms.CharField(max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    synonyms = forms.CharField(
        max_length=8000, required=False, help_text="Other words for it, one on each line, in any language",
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip

    def clean_parent(self) -> Skill | None:
        """The skill with this name."""
        return named(self.cleaned_data["parent"])

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        return {**self.cleaned_data, "synonyms": self.cleaned_data["synonyms"].splitlines()}


def named(words: str) -> Skill | None:
    """The skill called so (or with this word as its only hit). Raises ValidationError for none or several."""
    if not words.strip():
        return None
    exact = Skill.objects.filter(folded=fold(words)).first()
    found = [exact] if exact else find_skills(words, limit=5)
    if len(found) == 1:
        return found[0]
    if not found:
        raise forms.ValidationError(f"The catalog has no skill called “{words}”.")
    raise forms.ValidationError(
        f"Which one: {', '.join(skill.name for skill in found)}? Write the whole name."
    )


class CatalogFileForm(StyledForm):
    """A file to bring in."""

    file = forms.FileField(label="CSV file", widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))
    all_or_nothing = forms.BooleanField(
        required=False, initial=True, label="Bring in nothing while a row is wrong"
    )


def _skill(request: SignedInRequest, skill_id: int) -> Skill:
    administrator_or_404(request.user)
    found = Skill.every.filter(pk=skill_id).select_related("parent", "merged_into").first()
    if found is None:
        raise Http404
    return found


@require_GET
def index(request: SignedInRequest) -> HttpResponse:
    """Groups, what stands below one, or what has the words."""
    administrator_or_404(request.user)
    words = request.GET.get("words", "").strip()
    under = request.GET.get("under", "")
    parent = Skill.objects.filter(key=under[:80]).first() if under else None
    query = urlencode({key: value for key, value in (("words", words), ("under", under)) if value})
    context = {
        "area": "admin",
        "words": words,
        "parent": parent,
        "page": Paginator(catalog(words=words, parent=parent), PER_PAGE).get_page(request.GET.get("page")),
        "base": f"{query}&" if query else "",
        "merges": SkillMerge.objects.filter(undone_at=None).select_related("source", "target", "by")[:5],
    }
    return render(request, "admin/skills.html", context)


@require_GET
def find(request: SignedInRequest) -> JsonResponse:
    """Skills with these words, for pickers: names and synonyms, at most thirty."""
    found = find_skills(request.GET.get("words", "")[:80], limit=30)
    return JsonResponse({"skills": [{"value": skill.key, "text": skill.name} for skill in found]})


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Add a skill."""
    administrator_or_404(request.user)
    form = SkillForm(request.POST or None, initial={"parent": request.GET.get("parent", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_catalog_skill(by=request.user, **form.values())
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, f"“{made}” is in the catalog.")
            return redirect("admin_skill", made.pk)
    return render(request, "admin/skill.html", {"area": "admin", "form": form})


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, skill_id: int) -> HttpResponse:
    """See and change one skill."""
    skill = _skill(request, skill_id)
    initial = {
        "name": skill.name,
        "parent": skill.parent.name if skill.parent else "",
        "description": skill.description,
        "synonyms": "\n".join(skill.synonyms.order_by("name").values_list("name", flat=True)),
    }
    form = SkillForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_catalog_skill(by=request.user, skill=skill, **form.values())
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, "Saved. Everything that uses this skill shows it like this now.")
            return redirect("admin_skill", skill.pk)
    context = {
        "area": "admin",
        "form": form,
        "skill": skill,
        "who": who_has(skill),
        "below": Skill.objects.filter(parent=skill)[:50],
    }
    return render(request, "admin/skill.html", context)


@require_http_methods(["GET", "POST"])
def merge(request: SignedInRequest, skill_id: int) -> HttpResponse:
    """Make one of two: first what will happen, then the step itself."""
    source = _skill(request, skill_id)
    words = (request.POST if request.method == "POST" else request.GET).get("into", "").strip()
    target, problem = None, ""
    try:
        target = named(words)
    except forms.ValidationError as error:
        problem = str(error.messages[0])
    if target is not None and target.pk == source.pk:
        target, problem = None, "That is the same skill. Name another one."
    if request.method == "POST" and target is not None:
        actions.merge_skills(by=request.user, source=source, target=target)
        messages.success(request, f"“{source}” is “{target}” now, everywhere. You can take this back below.")
        return redirect("admin_skills")
    context = {
        "area": "admin", "skill": source, "target": target, "problem": problem, "words": words,
        "uses": uses(source) if target else [], "synonyms": source.synonyms.count(),
    }  # fmt: skip
    return render(request, "admin/skill_merge.html", context)


@require_POST
def undo(request: SignedInRequest, merge_id: int) -> HttpResponse:
    """Take a merge back."""
    administrator_or_404(request.user)
    found = SkillMerge.objects.filter(pk=merge_id).first()
    if found is None:
        raise Http404
    source = actions.undo_merge(by=request.user, merge=found)
    messages.success(request, f"“{source}” is a skill of its own again, with all that was its.")
    return redirect("admin_skills")


@require_GET
def export(request: SignedInRequest) -> HttpResponseBase:
    """The whole catalog as a file that can be brought in again."""
    administrator_or_404(request.user)
    return csv_response("skills.csv", COLUMNS, export_rows())


@require_http_methods(["GET", "POST"])
def bring_in(request: SignedInRequest) -> HttpResponse:
    """Bring in a catalog file: our own columns, or ESCO's as they are published."""
    administrator_or_404(request.user)
    form = CatalogFileForm(request.POST or None, request.FILES or None)
    done, problems = None, []
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        if upload.size > MAX_UPLOAD:
            form.add_error("file", f"The file has {upload.size / 1e6:.0f} MB; at most 40 MB are read.")
        else:
            read = read_catalog(upload.read())
            problems = read.problems
            if not problems or not form.cleaned_data["all_or_nothing"]:
                done = actions.import_catalog(by=request.user, entries=read.entries, relations=read.relations)
                problems = [*problems, *done.problems]
    context = {
        "area": "admin", "form": form, "done": done, "problems": problems[:SHOWN_PROBLEMS],
        "count": len(problems), "columns": COLUMNS,
    }  # fmt: skip
    return render(request, "admin/skills_import.html", context)
