"""The executive report as a PDF: one to four pages, vector charts with a text each, the organization's color.

Drawn by fpdf2. It says title, author and language, has an outline, and every chart is a tagged figure with its
numbers in words; fpdf2 has no tags for paragraphs. The same story as on the page, so aggregates only.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fpdf import FPDF, ViewerPreferences
from fpdf.enums import MethodReturnValue, XPos, YPos

from pairwell.core.colors import contrast
from pairwell.core.pdf_fonts import printable, use_fonts
from pairwell.insights.charts import BRAND, EDGE, FAINT, Bar, Chart
from pairwell.insights.effect import ASSUMES, WARNING
from pairwell.insights.figures import Figure
from pairwell.insights.story import Story
from pairwell.messaging.rendering import ink_on
from pairwell.people.models import Organization

INK, SOFT = (34, 43, 51), (84, 96, 108)
LEFT, WIDTH, BOTTOM = 18.0, 174.0, 277.0
ROW, LABEL, ROOM = 6.4, 52.0, 98.0
MOST_BARS, MOST_MONTHS = 8, 12
NUMBERS = (
    "enrolled", "matched", "met", "finished", "mentorships", "sessions", "hours", "sessions_each", "in_rhythm",
    "days_to_match", "days_to_first_session", "goals_reached", "fit", "mentees_satisfied", "mentors_satisfied",
    "recommend", "usefulness", "skill_growth", "ended_early",
)  # fmt: skip
CHARTS = ("sessions", "load", "endings", "fit", "matched-department", "joined-department")


def report_pdf(story: Story, organization: Organization) -> bytes:
    """The PDF's bytes."""
    color = _color(organization.brand_color)
    paper = _Paper(organization.name, story.program.name, color)
    paper.set_title(f"{story.program.name}: what came of it")
    paper.set_author(organization.name)
    paper.set_subject("Aggregates only; nobody’s answers can be worked out.")
    paper.set_lang("en")
    paper.set_creation_date(story.made_at)
    paper.set_display_mode("fullpage")
    paper.viewer_preferences = ViewerPreferences(display_doc_title=True)
    paper.add_page()
    paper.cover(story, ink_on(color))
    paper.headline("In short")
    for sentence in story.sentences:
        paper.point(sentence)
    paper.headline("The numbers")
    paper.numbers([story.figures[key] for key in NUMBERS if story.figures[key].value is not None])
    funnel = tuple(Bar(step.label, step.share, f"{step.count:,.0f}") for step in story.funnel)
    paper.chart("How far people came", "People at each step from invited to completed.", funnel)
    for chart in _charts(story.charts):
        paper.chart(chart.title, _says(chart), _few(chart))
    paper.beside(story)
    if not story.effect.refused:
        paper.headline("Who stayed")
        paper.words(story.effect.in_words, 9.5)
        paper.words(WARNING, 9.5)
        paper.words(" ".join(ASSUMES), 8, SOFT)
    paper.meanings([figure for figure in story.figures.values() if figure.value is not None])
    return bytes(paper.output())


def _color(said: str) -> str:
    return said if len(said) == 7 and said.startswith("#") else BRAND


def bar_color(brand: str) -> str:
    """The organization's color, unless its bars could not be told from their room."""
    return brand if contrast(brand, FAINT) >= 3 else BRAND


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _charts(charts: Sequence[Chart]) -> list[Chart]:
    by_key = {chart.key: chart for chart in charts if chart.bars}
    return [by_key[key] for key in CHARTS if key in by_key]


def _few(chart: Chart) -> tuple[Bar, ...]:
    """As many bars as a page of paper bears: the last months, the largest groups."""
    return chart.bars[-MOST_MONTHS:] if chart.key == "sessions" else chart.bars[:MOST_BARS]


def _says(chart: Chart) -> str:
    shown, there = len(_few(chart)), len(chart.bars)
    if shown == there:
        return chart.says
    which = "last months" if chart.key == "sessions" else "largest groups"
    return f"{chart.says} The {shown} {which} of {there}."


@dataclass(frozen=True)
class _Size:
    """Heights in mm."""

    title: float = 9.0
    says: float = 5.5
    gap: float = 5.0


class _Paper(FPDF):
    """A4 pages in the organization's color."""

    def __init__(self, organization: str, program: str, color: str) -> None:
        super().__init__(orientation="portrait", format="A4")
        self.organization, self.program, self.color = organization, program, color
        self.set_margins(LEFT, 18, LEFT)
        self.set_auto_page_break(True, margin=20)
        self.alias_nb_pages()
        use_fonts(self)

    def header(self) -> None:
        """The program's name on every page but the first."""
        if self.page_no() == 1:
            return
        self.set_fill_color(*_rgb(self.color))
        self.rect(0, 0, 210, 4, style="F")
        self.set_xy(LEFT, 9)
        self._pen(8.5, SOFT)
        self.cell(WIDTH, 5, printable(f"{self.organization} · {self.program}"))
        self.set_y(19)

    def footer(self) -> None:
        """Which page it is, and what the numbers are."""
        self.set_y(-14)
        self._pen(8, SOFT)
        text = "Sums and means only; groups below five people are put together."
        self.cell(WIDTH - 30, 5, text)
        self.cell(30, 5, f"{self.page_no()} of {{nb}}", align="R")

    def cover(self, story: Story, ink: str) -> None:
        """The band on top of the first page."""
        name = printable(self.program)
        self.set_font_size(24)
        high = 40 if self.get_string_width(name) <= WIDTH else 50
        self.set_fill_color(*_rgb(self.color))
        self.rect(0, 0, 210, high, style="F")
        self.set_xy(LEFT, 11)
        self._pen(11, _rgb(ink))
        self.cell(WIDTH, 6, printable(self.organization), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_font_size(24)
        if self.get_string_width(name) > WIDTH:
            self.set_font_size(max(13.0, 24 * WIDTH / self.get_string_width(name)))
        self.start_section(self.program)
        self.multi_cell(WIDTH, 10, name, new_x=XPos.LMARGIN, new_y=YPos.NEXT, max_line_height=9)
        self._pen(9.5, _rgb(ink))
        dates = story.program.starts_on, story.program.ends_on
        when = f"{dates[0]:%B %Y} to {dates[1]:%B %Y}. " if dates[0] and dates[1] else ""
        read = f"{story.made_at.day} {story.made_at:%B %Y}"
        self.cell(WIDTH, 5, f"What came of it. {when}Read {read}.")
        self.set_y(high + 4)

    def headline(self, text: str) -> None:
        """A heading, in the outline too."""
        self._room(_Size.title + 18)
        self.ln(2.5)
        self.start_section(text, level=1)
        self._pen(13.5, INK)
        self.cell(WIDTH, _Size.title - 2.5, printable(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_draw_color(*_rgb(self.color))
        self.set_line_width(0.5)
        self.line(LEFT, self.get_y(), LEFT + WIDTH, self.get_y())
        self.ln(1.5)

    def words(self, text: str, size: float, ink: tuple[int, int, int] = INK) -> None:
        """A paragraph."""
        self._pen(size, ink)
        height = size * 0.48
        self.multi_cell(WIDTH, height, printable(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def point(self, text: str) -> None:
        """A line of a list; what does not fit goes on below its first letter."""
        self._pen(10.5, INK)
        self.cell(4.5, 5, "•")
        self.multi_cell(WIDTH - 4.5, 5, printable(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def numbers(self, figures: Sequence[Figure]) -> None:
        """A grid of figures, five to a row."""
        across, wide, high = 5, WIDTH / 5, 18.5
        for first in range(0, len(figures), across):
            self._room(high)
            top = self.get_y()
            for column, figure in enumerate(figures[first : first + across]):
                self._number(LEFT + column * wide, top, wide - 3, figure)
            self.set_xy(LEFT, top + high)

    def _number(self, left: float, top: float, wide: float, figure: Figure) -> None:
        self.set_xy(left, top)
        self._pen(14.5, INK)
        self.cell(wide, 7, figure.in_words)
        self.set_xy(left, top + 6.6)
        self._pen(8, SOFT)
        between = f"\n{figure.between}" if figure.between else ""
        self.multi_cell(wide, 3.4, printable(figure.definition.label + between), align="L")

    def chart(self, title: str, says: str, bars: Sequence[Bar]) -> None:
        """Bars as vectors, with their labels and numbers as text, and the whole in words for who cannot see it."""
        if not bars:
            return
        self._pen(8.5, SOFT)
        told: Any = self.multi_cell(WIDTH, 4.1, printable(says), dry_run=True, output=MethodReturnValue.LINES)
        self._room(_Size.title + len(told) * _Size.says + len(bars) * ROW + _Size.gap)
        self.headline(title)
        self.words(says, 8.5, SOFT)
        self.ln(1)
        top = self.get_y()
        for number, bar in enumerate(bars):
            self._labels(top + number * ROW, bar)
        in_words = "; ".join(_told(bar) for bar in bars)
        drawing = io.BytesIO(_drawing(bars, bar_color(self.color)).encode())
        self.image(drawing, x=LEFT + LABEL, y=top, w=ROOM, h=len(bars) * ROW, alt_text=f"{title}. {in_words}")
        self.set_xy(LEFT, top + len(bars) * ROW + 1)

    def _labels(self, top: float, bar: Bar) -> None:
        self._pen(8.5, INK)
        self.set_xy(LEFT, top)
        text = printable(bar.label)
        while len(text) > 4 and self.get_string_width(text) > LABEL - 4:
            text = f"{text[:-2].rstrip()}…"
        self.cell(LABEL - 3, ROW - 1, text, align="R")
        self.set_xy(LEFT + LABEL + ROOM + 2, top)
        self.cell(22, ROW - 1, printable(bar.value))

    def beside(self, story: Story) -> None:
        """Ours and the field's, with what each does not mean."""
        known = [one for one in story.beside if one.ours.value is not None]
        if not known:
            return
        self._room(20 + 14 * len(known))
        self.headline("Beside the field’s published figures")
        for one in known:
            self.words(
                f"{one.ours.definition.label}: {one.ours.in_words} here ({one.ours.between}), "
                f"{round(100 * one.field.value)} % published.",
                9.5,
            )
            self.words(f"{one.field.source}. {one.field.does_not_mean}", 8, SOFT)
            self.ln(1)

    def meanings(self, figures: Sequence[Figure]) -> None:
        """What every number means."""
        self.headline("What the numbers mean")
        for figure in figures:
            self.words(f"{figure.definition.label}: {figure.definition.says}", 7.5, SOFT)
            self.ln(0.3)
        self.words(
            "Ranges are 95 % intervals: with few answers they are wide, and that is the truth.", 7.5, SOFT
        )

    def _pen(self, size: float, ink: tuple[int, int, int]) -> None:
        self.set_font_size(size)
        self.set_text_color(*ink)

    def _room(self, high: float) -> None:
        if self.get_y() + high > BOTTOM:
            self.add_page()


def _told(bar: Bar) -> str:
    if bar.low is None or bar.high is None:
        return f"{bar.label}: {bar.value}"
    return f"{bar.label}: {bar.value}, {round(100 * bar.low)} to {round(100 * bar.high)} %"


def _drawing(bars: Sequence[Bar], color: str) -> str:
    """The bars and intervals alone, without text, one unit to a tenth of a millimeter."""
    wide, row = ROOM * 10, ROW * 10
    parts = []
    for number, bar in enumerate(bars):
        top = number * row + 4
        high = row - 18
        edge = "" if bar.low is None else f' stroke="{EDGE}" stroke-width="2"'
        room = f'<rect x="1" y="{top:g}" width="{wide - 2:g}" height="{high:g}" fill="{FAINT}"{edge}/>'
        parts.append(room)
        if bar.share:
            length = max(4.0, bar.share * wide)
            parts.append(f'<rect x="0" y="{top:g}" width="{length:g}" height="{high:g}" fill="{color}"/>')
        if bar.low is not None and bar.high is not None:
            middle, low, high_end = top + high / 2, bar.low * wide, bar.high * wide
            line = f"M{low:g} {middle:g}L{high_end:g} {middle:g}"
            ends = "".join(f"M{x:g} {middle - 10:g}L{x:g} {middle + 10:g}" for x in (low, high_end))
            parts.append(f'<path d="{line}{ends}" stroke="#ffffff" stroke-width="9" fill="none"/>')
            parts.append(f'<path d="{line}{ends}" stroke="#22303b" stroke-width="4" fill="none"/>')
    size = f"0 0 {wide:g} {len(bars) * row:g}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}">{"".join(parts)}</svg>'
