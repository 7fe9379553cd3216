"""The rows of the people table, drawn at once: a template would take a node for each of a thousand places."""

from collections.abc import Iterable, Sequence
from html import escape

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from pairwell.programs.models import Enrollment, Program
from pairwell.programs.queries.programs import shown_state
from pairwell.web.pages.manager.people_cells import Cells
from pairwell.web.templatetags.pairwell import avatar

LONGEST = 200
LONGEST_NAME = 60
_ROW = (
    '<tr><td><input class="form-check-input" type="checkbox" name="enrollment" value="{pk}"'
    ' aria-label="Tick {name}"></td>'
    '<td class="stack-fill"><span class="person">{avatar}<span>'
    '<a href="{url}" hx-get="{url}" hx-target="#drawer-content">{name}</a><br>'
    '<span class="text-secondary">{below}</span></span></span>{note}</td>{cells}</tr>\n'
)


def drawn_rows(
    program: Program, rows: Iterable[Enrollment], columns: Sequence[tuple[str, str]], cells: Cells
) -> SafeString:
    """Everybody's row, with a cell for each column; a name leads to the person's page and opens the drawer.

    Every text is escaped on its way in.
    """
    before, _, after = reverse("manage_person", args=[program.pk, 0]).rpartition("0")
    found = []
    for row in rows:
        person = row.person
        found.append(
            _ROW.format(
                pk=row.pk,
                name=escape(person.full_name),
                avatar=avatar(person),
                url=f"{before}{row.pk}{after}",
                below=escape(person.title or person.email),
                note=_note(row.note),
                cells="".join(_cell(row, key, label, cells) for key, label in columns),
            )
        )
    return mark_safe("".join(found))  # noqa: S308


def _note(note: str) -> str:
    if not note:
        return ""
    return f'<details class="mt-1"><summary>Note</summary>{linebreaksbr(note, autoescape=True)}</details>'


def _cell(row: Enrollment, key: str, label: str, cells: Cells) -> str:
    """A cell; on a phone, where a row is a card, its column's name stands above it."""
    named = f'data-label="{escape(Truncator(label).chars(LONGEST_NAME))}"'
    if key == "state":
        word, color = shown_state(row)
        return f'<td {named}><span class="badge bg-{color}-lt">{escape(word)}</span></td>'
    said = cells.of(row, key)
    if len(said) > LONGEST:
        said = Truncator(said).chars(LONGEST)
    return (
        f'<td class="num" {named}>{escape(said)}</td>'
        if key == "places"
        else f"<td {named}>{escape(said)}</td>"
    )
