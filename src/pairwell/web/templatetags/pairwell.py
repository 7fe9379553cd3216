"""Template tags that every page may use without loading them."""

from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from pairwell.core.markdown import render
from pairwell.people.models import Person
from pairwell.programs.states import Format
from pairwell.web.form_drawing import drawn_field
from pairwell.web.forms import dress
from pairwell.web.shell import drawn_account_links, drawn_menu, drawn_tabs, menu_for

register = template.Library()


@lru_cache(maxsize=512)
def _drawing(name: str, variant: str) -> str:
    path = settings.ICONS / variant / f"{name}.svg"
    if not path.is_file():
        raise template.TemplateSyntaxError(f"there is no icon {variant}/{name}")
    text = path.read_text(encoding="utf-8")
    return text[text.index(">", text.index("<svg")) + 1 :]


@register.simple_tag
def icon(name: str, extra: str = "", variant: str = "outline") -> SafeString:
    """An icon of the Tabler set, drawn inline and hidden from screen readers."""
    paint = (
        'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
        if variant == "outline"
        else 'fill="currentColor"'
    )
    head = f'<svg class="icon {extra}" viewBox="0 0 24 24" {paint} aria-hidden="true" focusable="false">'
    return mark_safe(head + _drawing(name, variant))  # noqa: S308 - a file of the installed package


@register.simple_tag(takes_context=True)
def main_menu(context: template.Context) -> SafeString:
    """The entries of the main navigation for the reader of the page; `area` says which one is current."""
    return drawn_menu(menu_for(context["user"]), context.get("area", ""), get_language() or "")


@register.simple_tag(takes_context=True)
def program_tabs(context: template.Context) -> SafeString:
    """The pages of the program of this page; `tab` says which one is open."""
    program = context["program"]
    return drawn_tabs(program.pk, program.name, context.get("tab", ""), get_language() or "")


@register.simple_tag
def account_links() -> SafeString:
    """What one can open of one's own."""
    return drawn_account_links(get_language() or "")


@register.simple_tag
def avatar(person: Person, size: str = "sm") -> SafeString:
    """A person's initials on one of eight calm colors, always the same for the same person.

    Their photo covers the initials where there is one and its own address lets the reader have it.
    """
    return drawn_avatar(person.pk, person.initials, person.photo_mark, size)


def drawn_avatar(pk: int | None, initials: str, photo_mark: str, size: str = "sm") -> SafeString:
    """The same for somebody of whom only this was read."""
    photo = ""
    if photo_mark:
        address = f"{reverse('person_photo', args=[pk])}?v={escape(photo_mark)}&amp;small"
        photo = f'<img class="avatar-photo" src="{address}" alt="" loading="lazy" width="96" height="96">'
    return mark_safe(  # noqa: S308 - what people wrote is escaped
        f'<span class="avatar avatar-{escape(size)} avatar-tone-{(pk or 0) % 8}" aria-hidden="true">'
        f"{escape(initials)}{photo}</span>"
    )


@register.filter
def dressed(field: BoundField) -> BoundField:
    """A form field in the kit's clothes, also when the form is not ours (allauth's)."""
    dress(field.field.widget)
    return field


@register.filter
def drawn(field: BoundField) -> SafeString:
    """A form field in the kit's clothes with its label, help and errors."""
    return drawn_field(field)


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown that somebody wrote, as clean HTML."""
    return render(text or "")


@register.filter
def get_item(found: dict[str, object], key: str) -> object:
    """A value by its key, where the key is no name."""
    return found.get(key, "")


@register.filter
def format_name(key: str) -> str:
    """What a format of programs is called."""
    return dict(Format.choices).get(Format(key), key) if key in Format.values else key


@register.filter
def percent(value: float | None) -> str:
    """A share from 0 to 1 as whole percent; an en dash for unknown."""
    return "–" if value is None else f"{round(100 * value)} %"


@register.filter
def fit(value: float | None) -> str:
    """A fit in whole percent, also when it comes as points of a million."""
    return percent(value / 1_000_000 if value is not None and value > 1 else value)


@register.filter
def signed_points(value: float) -> str:
    """A difference of two shares as percentage points with its sign."""
    return f"{100 * value:+.1f}"


@register.filter
def unlocalize_number(value: float) -> str:
    """A number as HTML and SVG attributes want it, whatever the reader's language."""
    return f"{value:g}" if isinstance(value, int | float) else str(value)


@register.filter
def words(text: str) -> list[str]:
    """The words of a text, for a loop over fixed keys."""
    return text.split()


@register.filter
def entry(mapping: Mapping[str, Any], key: str) -> Any:
    """The entry of a mapping whose key is in a variable."""
    return mapping[key]


@register.filter
def drawing(svg: str) -> SafeString:
    """A chart that insights.charts has drawn; it escapes every text itself."""
    return mark_safe(svg)  # noqa: S308
