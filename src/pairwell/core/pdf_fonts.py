"""Fonts for PDFs: those in `FONT_FOLDERS` that cover a text's script; see docs/decisions on certificates."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont
from fpdf import FPDF

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"))
WANTED = (
    "DejaVuSans.ttf", "NotoSans-Regular.ttf", "NotoSansArabic-Regular.ttf", "NotoSansHebrew-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf", "NotoSansBengali-Regular.ttf", "NotoSansTamil-Regular.ttf",
    "NotoSansThai-Regular.ttf", "NotoSansCJK-Regular.ttc", "NotoSansGeorgian-Regular.ttf",
    "NotoSansArmenian-Regular.ttf", "NotoSansEthiopic-Regular.ttf",
)  # fmt: skip


@dataclass(frozen=True)
class Face:
    """A font file and the characters it has."""

    name: str
    path: Path
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
        found.append(Face(path.stem, path, frozenset(font.getBestCmap() or {})))
    return tuple(found)


def missing(text: str) -> set[str]:
    """Characters that no font of this machine has."""
    return {c for c in text if not c.isspace() and not any(ord(c) in face.covers for face in faces())}


def use_fonts(sheet: FPDF, *, size: float = 12) -> None:
    """Embed this machine's fonts, the first as the usual one; the plain built-in font where there is none."""
    for face in faces():
        sheet.add_font(face.name, fname=face.path)
    names = [face.name for face in faces()]
    if not names:
        sheet.set_font("helvetica", size=size)
        return
    sheet.set_font(names[0], size=size)
    sheet.set_fallback_fonts(names[1:], exact_match=False)
    sheet.set_text_shaping(use_shaping_engine=True)


def printable(text: str) -> str:
    """The text, with what the plain built-in font lacks as question marks where there is no other font."""
    return text if faces() else text.encode("latin-1", "replace").decode("latin-1")
