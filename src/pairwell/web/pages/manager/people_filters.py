"""The choices above the people table; options are drawn once, as managers look through page after page."""

from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

LONGEST_NAME = 60


def drawn_options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    """Options of a select, as (value, label); every text is escaped on its way in."""
    drawn = _options(choices)
    if chosen:  # a value ends at its quotation mark, and no escaped one has another
        value = f'<option value="{escape(chosen)}"'
        drawn = drawn.replace(f"{value}>", f"{value} selected>", 1)
    return mark_safe(drawn)  # noqa: S308


@lru_cache(maxsize=16)
def _options(choices: tuple[tuple[str, str], ...]) -> str:
    return "".join(f'<option value="{escape(value)}">{escape(label)}</option>' for value, label in choices)


def drawn_names(names: tuple[str, ...], chosen: str) -> SafeString:
    """Options whose value is their label."""
    return drawn_options(tuple((name, name) for name in names), chosen)


def drawn_boxes(columns: tuple[tuple[str, str], ...], ticked: tuple[str, ...]) -> SafeString:
    """A box to tick for each column, as (key, label)."""
    return mark_safe(  # noqa: S308
        "".join(
            '<label class="form-check mb-0"><input class="form-check-input" type="checkbox" name="column"'
            f' value="{escape(key)}"{" checked" if key in ticked else ""}>'
            f'<span class="form-check-label">{escape(shortened(label))}</span></label>'
            for key, label in columns
        )
    )


def shortened(label: str) -> str:
    """A column's name, or its beginning."""
    return label if len(label) <= LONGEST_NAME else str(Truncator(label).chars(LONGEST_NAME))
