"""The choices above the people table."""

from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from pairwell.web.form_drawing import drawn_options

LONGEST_NAME = 60


def choices_of(options: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    """Options of a select, as (value, label)."""
    return mark_safe(drawn_options(options, {chosen}))  # noqa: S308 - all of it is escaped


def names_to_choose(names: tuple[str, ...], chosen: str) -> SafeString:
    """Options whose value is their label."""
    return choices_of(tuple((name, name) for name in names), chosen)


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
