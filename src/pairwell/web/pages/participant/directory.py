"""Find a mentor (or see the mentees): search, filters, fit with its reasons, and one person's card."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pairwell.pairing.directory.search import FILTERS, Asked
from pairwell.pairing.queries.directory import PER_PAGE, Recommended, cards_of, directory_page
from pairwell.pairing.queries.favorites import favorite_count
from pairwell.pairing.queries.say import choice_of
from pairwell.pairing.seeing import Viewer, looking_at, seen, viewer_of
from pairwell.programs.states import Format, Side
from pairwell.web.pages.participant.directory_drawn import drawn_cards, drawn_facets
from pairwell.web.requests import SignedInRequest, typed_number

ORDERS = (("fit", "Best fit first"), ("name", "By name"))


def words_of(viewer: Viewer, side: str) -> dict[str, str]:
    """What the people on a side are called for this reader."""
    if viewer.program.format == Format.PEER:
        return {"one": "peer", "many": "peers"}
    return (
        {"one": "mentor", "many": "mentors"} if side == Side.MENTOR else {"one": "mentee", "many": "mentees"}
    )


def say_frame(viewer: Viewer, tab: str, favorites: int | None = None) -> dict[str, Any]:
    """Template variables of every page of having a say in one program. favorites: how many, where that is known."""
    return {
        "area": "programs",
        "tab": tab,
        "program": viewer.program,
        "viewer": viewer,
        "choice": choice_of(viewer.program, viewer.enrollment),
        "side_links": [(f"see_{s}s", f"Find {'a peer' if viewer.program.format == Format.PEER else 'a mentor'}"
                        if s == Side.MENTOR else "See the mentees", s) for s in viewer.sides],
        "favorite_count": favorite_count(viewer.enrollment) if favorites is None else favorites,
    }  # fmt: skip


@require_GET
def mentors(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Mentors (or peers) whom this mentee may see."""
    return _directory(request, program_id, Side.MENTOR)


@require_GET
def mentees(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Mentees whom this mentor may see."""
    return _directory(request, program_id, Side.MENTEE)


def _directory(request: SignedInRequest, program_id: int, wanted: Side) -> HttpResponse:
    viewer = viewer_of(request.user, program_id)
    side = looking_at(viewer, wanted)
    chosen = {name: frozenset(_typed(value) for value in request.GET.getlist(name)[:40]) for name in FILTERS}
    asked = Asked(
        words=_typed(request.GET.get("words", "")).strip()[:200],
        chosen=chosen,
        order="name" if request.GET.get("order") == "name" else "fit",
    )
    number = typed_number(request.GET.get("page"), most=10_000) or 1
    page = directory_page(viewer, side, asked, page=number)
    pairs = [("words", asked.words)] * bool(asked.words) + [
        (n, v) for n in FILTERS for v in sorted(chosen[n])
    ]
    pairs += [("order", asked.order)] * (asked.order != "fit")
    context = {
        **say_frame(viewer, side, page.favorites),
        "side": side,
        "called": words_of(viewer, side),
        "asked": asked,
        "found": page,
        "cards": drawn_cards(viewer.program, page.cards),
        "facets": drawn_facets(page.facets),
        "page": Paginator(range(page.found), PER_PAGE).get_page(number),
        "base": urlencode(pairs) + "&" if pairs else "",
        "narrowed": asked.is_narrowed,
        "orders": ORDERS,
        "recommended": _recommended(viewer, page.recommended) if page.recommended else None,
    }
    template = "participant/directory_found.html" if request.htmx else "participant/directory.html"
    return render(request, template, context)


def _typed(value: str) -> str:
    """Without the one character that PostgreSQL knows no text with."""
    return value.replace("\x00", "")


def _recommended(viewer: Viewer, found: Recommended) -> dict[str, Any]:
    """The few the engine would show first, or how far the program is from recommending."""
    return {
        "cards": drawn_cards(viewer.program, found.cards),
        "waits_for": found.waits_for,
        "percent": found.percent,
    }


@require_GET
def person(request: SignedInRequest, program_id: int, other_id: int) -> HttpResponse:
    """Somebody's card: who they are, how the two fit and why, and what to do."""
    viewer = viewer_of(request.user, program_id)
    other, side = seen(viewer, other_id)
    (card,) = cards_of(viewer, side, [other.pk])
    context = {**say_frame(viewer, side), "side": side, "called": words_of(viewer, side), "card": card}
    return render(request, "participant/directory_person.html", context)
