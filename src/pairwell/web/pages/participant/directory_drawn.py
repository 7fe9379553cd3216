"""Cards and filters of the directory, drawn at once: a template would take a node for each of a thousand places.

Every text is escaped on its way in.
"""

from collections.abc import Iterable
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from pairwell.core.text import initials_of
from pairwell.pairing.directory.shortly import Shortly
from pairwell.pairing.queries.directory import Facet, Listed
from pairwell.pairing.states import RequestState
from pairwell.programs.models import Program
from pairwell.web.templatetags.pairwell import drawn_avatar, icon, percent, unlocalize_number

MOST_SKILLS = 6
HEADLINE = 140
_CARD = (
    '<div class="person-card">\n{avatar}<div class="person-words"><h3><a href="{url}">{name}</a></h3>'
    '<div class="text-secondary">{title}{office}</div>{headline}{why}</div>\n'
    '<div class="person-side">{fit}{badges}'
    '<a class="btn" href="{url}" aria-label="Have a look at {name}">Have a look</a></div></div>\n'
)
_CHOICE = (
    '<label class="form-check" for="{name}-{number}"><input class="form-check-input" type="checkbox"'
    ' id="{name}-{number}" name="{name}" value="{value}"{checked}><span class="form-check-label">{label}</span>'
    '<span class="count">{count}</span></label>'
)


def drawn_cards(program: Program, cards: Iterable[Listed]) -> SafeString:
    """A card for each person: who they are, how well it fits and why; the name leads to more."""
    before, _, after = reverse("see_person", args=[program.pk, 0]).rpartition("0")
    found = []
    for card in cards:
        person = card.person
        headline = person.headline
        if len(headline) > HEADLINE:
            headline = Truncator(headline).chars(HEADLINE)
        found.append(
            _CARD.format(
                avatar=drawn_avatar(person.pk, initials_of(person.full_name), person.photo_mark, "md"),
                url=f"{before}{card.id}{after}",
                name=escape(person.full_name),
                title=escape(person.title),
                office=f" · {escape(person.office)}" if person.office else "",
                headline=f'<div class="mt-1">{escape(headline)}</div>' if headline else "",
                why=_why(card),
                fit=_fit(card.fit) if card.fit else "",
                badges=_badges(card),
            )
        )
    return mark_safe("".join(found))  # noqa: S308


def _why(card: Listed) -> str:
    if card.fit and card.fit.reasons:
        sign = icon("check")
        lines = "".join(f"<li>{sign}<span>{escape(reason)}</span></li>" for reason in card.fit.reasons)
        return f'<ul class="why">{lines}</ul>'
    if not card.skills:
        return ""
    chips = (f'<li class="badge bg-secondary-lt">{escape(skill)}</li>' for skill in card.skills[:MOST_SKILLS])
    return f'<ul class="chips">{"".join(chips)}</ul>'


def _fit(fit: Shortly) -> str:
    return (
        f'<div><div class="fit-figure"><strong>{percent(fit.score)}</strong><span class="text-secondary">fit</span>'
        f'</div><progress class="fit-bar" max="1" value="{unlocalize_number(fit.score)}" aria-hidden="true"></progress>'
        "</div>"
    )


def _badges(card: Listed) -> str:
    said = []
    if card.rank:
        said.append(f"{icon('star')}Favorite no. {card.rank}")
    if card.request:
        said.append(escape(RequestState(card.request).label))
    if card.says_yes:
        said.append(f"{icon('eye-off')}You said yes")
    return "".join(f'<span class="badge bg-azure-lt">{one}</span>' for one in said)


def drawn_facets(facets: Iterable[Facet]) -> SafeString:
    """A group of boxes for each filter that has values, each with its count."""
    found = []
    for facet in facets:
        if not facet.choices:
            continue
        boxes = "".join(
            _CHOICE.format(
                name=facet.name,
                number=number,
                value=escape(choice.value),
                checked=" checked" if choice.is_chosen else "",
                label=escape(label),
                count=choice.count,
            )
            for number, (choice, label) in enumerate(facet.choices, 1)
        )
        legend = f'<legend class="form-label">{escape(facet.label)}</legend>'
        found.append(f'<fieldset class="facet">{legend}{boxes}</fieldset>\n')
    return mark_safe("".join(found))  # noqa: S308
