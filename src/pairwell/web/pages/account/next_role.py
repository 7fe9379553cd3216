"""Where I could go: the gap between now and a next role, and who could help."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.people import actions
from pairwell.people.models import CareerRole, Skill
from pairwell.people.queries.catalog import aim_of, offered_roles, role_page
from pairwell.people.states import SkillKind
from pairwell.web.requests import SignedInRequest


def _role(key: str) -> CareerRole | None:
    return CareerRole.objects.filter(key=key[:80], is_offered=True).first() if key else None


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest) -> HttpResponse:
    """Choose where I stand and want to go; look at the distance. ?role= looks without choosing."""
    if request.method == "POST":
        now, following = _role(request.POST.get("now", "")), _role(request.POST.get("next", ""))
        actions.set_aim(by=request.user, now=now, next_role=following)
        messages.success(request, "Kept, for you alone.")
        return redirect("next_role")
    aim = aim_of(request.user)
    looked_at = _role(request.GET.get("role", "")) or aim.next
    nexts = list(aim.now.next_roles.filter(is_offered=True)) if aim.now else []
    context = {
        "aim": aim,
        "roles": offered_roles(),
        "nexts": nexts,
        "looked_at": role_page(request.user, looked_at) if looked_at else None,
        "onward": list(looked_at.next_roles.filter(is_offered=True)) if looked_at else [],
    }
    return render(request, "account/next_role.html", context)


@require_POST
def want(request: SignedInRequest, key: str) -> HttpResponse:
    """Put a missing skill among those I want to learn."""
    skill = Skill.objects.filter(key=key).first()
    if skill is None:
        raise Http404
    try:
        actions.add_skill(
            by=request.user, person=request.user, kind=SkillKind.WANTED, skill=skill, level=1, urgency=2
        )
        messages.success(request, f"“{skill}” is among what you want to learn. Matching knows it now.")
    except Refused as refused:
        messages.error(request, str(refused))
    role = request.POST.get("role", "")
    query = f"?role={role}" if role.replace("-", "").isalnum() and role.isascii() else ""
    return redirect(f"{reverse('next_role')}{query}#gap")
