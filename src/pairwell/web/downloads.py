"""Files as downloads: named in any script, and never shown as a page of ours."""

from urllib.parse import quote

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse


def attached_as(name: str, *, plain: str) -> str:
    """A Content-Disposition for a file of this name; plain: its name for browsers that read ASCII alone."""
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


def member_file(content: FieldFile, *, name: str, size: int) -> FileResponse:
    """A file that somebody sent to others: a browser runs and keeps nothing of it. 404 when its bytes are gone."""
    try:
        opened = content.open("rb")
    except (FileNotFoundError, ValueError) as gone:
        raise Http404 from gone
    response = FileResponse(opened, content_type="application/octet-stream")
    response["Content-Disposition"] = attached_as(name, plain="file")
    response["Content-Length"] = str(size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def pdf_file(content: bytes, *, name: str, plain: str) -> HttpResponse:
    """A PDF made for the reader."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = attached_as(name, plain=plain)
    return response
