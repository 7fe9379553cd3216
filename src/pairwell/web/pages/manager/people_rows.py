"""The rows of the people table, drawn at once: a template would take a node for each of a thousand places."""

from collections.abc import Iterable, Sequence
from html import escape

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from pairwell.programs.models import Program
from pairwell.programs.queries.people_table import Row
from pairwell.programs.queries.programs import shown_state
from pairwell.web.pages.manager.people_cells import Cells
from pairwell.web.templatetags.pairwell import drawn_avatar

LONGEST = 200
_ROW = (
    '<tr><td><input class="form-check-input" type="checkbox" name="enrollment" value="{pk}"'
    ' aria-label="Tick {name}"></td>'
    '<td class="stack-fill"><span class="person">{avatar}<span>'
    '<a href="{url}" hx-get="{url}" hx-target="#drawer-content">{name}</a><br>'
    '<span class="text-secondary">{below}</span></span></span>{note}</td>{cells}</tr>\n'
)


def drawn_rows(
    program: Program, rows: Iterable[Row], columns: Sequence[tuple[str, str]], cells: Cells
) -> SafeString:
    """Everybody's row, with a cell for each column; a name leads to the person's page and opens the drawer.

    Every text is escaped on its way in.
    """
    before, _, after = reverse("manage_person", args=[program.pk, 0]).rpartition("0")
    named = [(key, _named(key, label)) for key, label in columns]
    found = []
    for row in rows:
        found.append(
            _ROW.format(
                pk=row.pk,
                name=escape(row.full_name),
                avatar=drawn_avatar(row.person_id, row.initials, row.photo_mark),
                url=f"{before}{row.pk}{after}",
                below=escape(row.title or row.email),
                note=_note(row.note),
                cells="".join(_cell(row, key, begin, cells) for key, begin in named),
            )
        )
    return mark_safe("".join(found))  # noqa: S308


def _note(note: str) -> str:
    if not note:
        return ""
    return f'<details class="mt-1"><summary>Note</summary>{linebreaksbr(note, autoescape=True)}</details>'


def _named(key: str, label: str) -> str:
    """How the cells of a column begin; on a phone, where a row is a card, its name stands above each."""
    number = ' class="num"' if key == "places" else ""
    return f'<td{number} data-label="{escape(label)}">'


def _cell(row: Row, key: str, begin: str, cells: Cells) -> str:
    if key == "state":
        word, color = shown_state(row)
        return f'{begin}<span class="badge bg-{color}-lt">{escape(word)}</span></td>'
    said = cells.of(row, key)
    if len(said) > LONGEST:
        said = Truncator(said).chars(LONGEST)
    return f"{begin}{escape(said)}</td>"
