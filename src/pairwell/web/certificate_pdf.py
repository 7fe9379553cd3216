"""The certificate as a PDF: one page, drawn by fpdf2, text shaped by HarfBuzz, fonts embedded.

Fonts: those in `FONT_FOLDERS` that cover the name's script; see docs/decisions on certificates.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont
from fpdf import FPDF

from pairwell.mentorships.models import Certificate

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"))
WANTED = (
    "DejaVuSans.ttf", "NotoSans-Regular.ttf", "NotoSansArabic-Regular.ttf", "NotoSansHebrew-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf", "NotoSansBengali-Regular.ttf", "NotoSansTamil-Regular.ttf",
    "NotoSansThai-Regular.ttf", "NotoSansCJK-Regular.ttc", "NotoSansGeorgian-Regular.ttf",
    "NotoSansArmenian-Regular.ttf", "NotoSansEthiopic-Regular.ttf",
)  # fmt: skip
INK, SOFT, BRAND = (34, 43, 51), (84, 96, 108), (11, 114, 133)


@dataclass(frozen=True)
class Face:
    """A font file and the characters it has."""

    name: str
    path: Path
    number: int
    covers: frozenset[int]


@cache
def faces() -> tuple[Face, ...]:
    """Every wanted font that this machine has, in the order of preference."""
    found = []
    for name in WANTED:
        path = next((p for folder in FONT_FOLDERS for p in folder.rglob(name)), None)
        if path is None:
            continue
        font = TTCollection(path).fonts[0] if path.suffix == ".ttc" else TTFont(path, lazy=True)
        found.append(Face(path.stem, path, 0, frozenset(font.getBestCmap() or {})))
    return tuple(found)


def missing(text: str) -> set[str]:
    """Characters that no font of this machine has."""
    return {c for c in text if not c.isspace() and not any(ord(c) in face.covers for face in faces())}


def certificate_pdf(certificate: Certificate, *, organization: str, address: str) -> bytes:
    """The PDF's bytes. address: where the code can be checked."""
    sheet = _Sheet(orientation="landscape", format="A4")
    sheet.set_title("Certificate")
    sheet.set_author(organization)
    sheet.set_creation_date(certificate.issued_at)
    sheet.use_fonts()
    sheet.add_page()
    sheet.frame()
    sheet.line_at(38, organization, 15, SOFT)
    sheet.line_at(54, "Certificate of mentoring", 34, BRAND)
    sheet.line_at(80, certificate.name, 30, INK)
    sheet.line_at(102, f"took part as {_role(certificate)} in", 14, SOFT)
    sheet.line_at(113, certificate.program_name, 20, INK)
    sheet.line_at(131, f"{_day(certificate.starts_on)} to {_day(certificate.ends_on)}", 14, SOFT)
    hours = certificate.minutes / 60
    sheet.line_at(141, f"{certificate.sessions} sessions, {hours:.0f} hours together", 14, SOFT)
    sheet.line_at(168, f"Code {certificate.code}", 12, INK)
    sheet.line_at(176, f"Anybody can check it at {address}", 10, SOFT)
    return bytes(sheet.output())


def _role(certificate: Certificate) -> str:
    return {"mentor": "a mentor", "mentee": "a mentee"}.get(certificate.role, "a peer")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


class _Sheet(FPDF):
    """One landscape page with centered lines."""

    def use_fonts(self) -> None:
        for face in faces():
            self.add_font(face.name, fname=face.path)
        names = [face.name for face in faces()]
        if names:
            self.set_font(names[0], size=12)
            self.set_fallback_fonts(names[1:], exact_match=False)
            self.set_text_shaping(use_shaping_engine=True)
        else:
            self.set_font("helvetica", size=12)

    def frame(self) -> None:
        self.set_draw_color(*BRAND)
        self.set_line_width(1.2)
        self.rect(10, 10, 277, 190, round_corners=True, corner_radius=4)
        self.set_line_width(0.2)
        self.rect(14, 14, 269, 182, round_corners=True, corner_radius=3)
        self.set_line_width(1.2)
        self.circle(144.5, 28, 5)
        self.circle(152.5, 28, 5)

    def line_at(self, y: float, text: str, size: float, ink: tuple[int, int, int]) -> None:
        """A centered line, smaller where it would not fit."""
        if not faces():
            text = text.encode("latin-1", "replace").decode("latin-1")
        self.set_text_color(*ink)
        self.set_font_size(size)
        width = self.get_string_width(text)
        if width > 250:
            self.set_font_size(max(8.0, size * 250 / width))
        self.set_xy(10, y)
        self.cell(277, size * 0.5, text, align="C")
