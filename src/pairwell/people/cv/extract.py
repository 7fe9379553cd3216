"""The child process: bytes of a PDF or DOCX on standard input, its text as JSON on standard output.

Run as `python -m pairwell.people.cv.extract pdf`. Knows no database and no Django; limits itself before it looks at
a single byte, so that a hostile file costs seconds and nothing else.
"""

import io
import json
import logging
import sys
import zipfile
from xml.parsers import expat

MEMORY = 1_200_000_000
CPU_SECONDS = 20
MOST_PAGES = 30
MOST_TEXT = 200_000
MOST_UNPACKED = 60_000_000
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "


class NotReadable(ValueError):  # noqa: N818 - said to a person, not an error of ours
    """Why there is no text; the message is for the person who uploaded."""


def limit_self() -> None:
    """No more memory, time or files than a CV needs; on systems without limits, none."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def text_of_pdf(content: bytes) -> str:
    """The text of the first pages, line by line."""
    from pypdf import PdfReader  # noqa: PLC0415 - after the limits, and only for PDFs
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    logging.disable(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotReadable("This PDF is locked with a password. Save a copy without one.")
        found, size = [], 0
        for page in reader.pages[:MOST_PAGES]:
            text = page.extract_text() or ""
            found.append(text)
            size += len(text)
            if size > MOST_TEXT:
                break
    except NotReadable:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        OSError,
        RecursionError,
    ) as error:
        raise NotReadable("This PDF is damaged and cannot be read. Save or print it to PDF again.") from error
    return "\n".join(found)


def text_of_docx(content: bytes) -> str:
    """The text of the document's body, paragraph by paragraph; cells of a row are parted by tabs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            info = archive.getinfo("word/document.xml")
            if info.file_size > MOST_UNPACKED:
                raise NotReadable("This document unpacks to far more than a CV has. Save it as PDF.")
            with archive.open(info) as part:
                body = part.read(MOST_UNPACKED + 1)
    except NotReadable:
        raise
    except KeyError as error:
        raise NotReadable("This is not a Word document (.docx). Save it as PDF or DOCX.") from error
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise NotReadable("This document is damaged and cannot be opened. Save it as PDF.") from error
    if len(body) > MOST_UNPACKED:
        raise NotReadable("This document unpacks to far more than a CV has. Save it as PDF.")
    return _text_of_xml(body)


def _text_of_xml(body: bytes) -> str:
    parts: list[str] = []
    inside = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal inside
        inside += name == f"{_W}t"
        if name in (f"{_W}tab", f"{_W}tc"):
            parts.append("\t")
        elif name in (f"{_W}br", f"{_W}p"):
            parts.append("\n")

    def end(name: str) -> None:
        nonlocal inside
        inside -= name == f"{_W}t"

    def text(data: str) -> None:
        if inside:
            parts.append(data)

    def refuse(*_: object) -> None:
        raise NotReadable("This document declares things that no CV needs. Save it as PDF.")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = refuse  # no document types: no entities, no bombs, no outside files
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise NotReadable("This document is damaged and cannot be read. Save it as PDF.") from error
    return "".join(parts)


def main() -> int:
    """Read, extract, print JSON: {"text": ...} or {"refused": why}."""
    limit_self()
    reader = {"pdf": text_of_pdf, "docx": text_of_docx}[sys.argv[1]]
    try:
        answer = {"text": reader(sys.stdin.buffer.read())[:MOST_TEXT]}
    except NotReadable as why:
        answer = {"refused": str(why)}
    except MemoryError:
        answer = {"refused": "This file needs more memory than a CV should. Save it as a plain PDF."}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
