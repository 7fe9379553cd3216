"""Pictures that people upload: refused by name or made into a small, clean square.

Nothing of the upload survives but its pixels: it is decoded, turned upright, cropped, scaled and encoded anew, so
neither metadata nor anything hidden behind the picture's end comes along.
"""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_UPLOAD = 8_000_000
MAX_PIXELS = 40_000_000
LEAST_SIDE = 96
LARGE, SMALL = 512, 96
#: What we read; Pillow is told to try nothing else. First bytes -> format.
FORMATS = ("JPEG", "PNG", "WEBP")


class PictureRefused(ValueError):  # noqa: N818 - the room's own word
    """A picture that we do not take; the message says why and how to mend it."""


def squared(content: bytes) -> tuple[bytes, bytes]:
    """(512 px, 96 px) WebP squares of an uploaded picture. Raises PictureRefused."""
    _refuse_by_bytes(content)
    picture = _opened(content)
    return _encoded(picture, LARGE), _encoded(picture, SMALL)


def refuse_size(size: int) -> None:
    """Raise PictureRefused for more bytes than we take."""
    if size > MAX_UPLOAD:
        raise PictureRefused(
            f"The picture has {size / 1e6:.0f} MB; at most 8 MB are taken. Save it smaller and try again."
        )


def _refuse_by_bytes(content: bytes) -> None:
    if not content:
        raise PictureRefused("The file is empty. Choose a JPEG, PNG or WebP picture.")
    refuse_size(len(content))
    head = content[:1024].lstrip().lower()
    if head.startswith((b"<?xml", b"<svg", b"<!doctype", b"<html")) or b"<svg" in head:
        raise PictureRefused("This is an SVG drawing or a web page, not a photo. Choose a JPEG, PNG or WebP.")
    if head.startswith(b"gif8"):
        raise PictureRefused("Moving pictures (GIF) are not taken. Choose a JPEG, PNG or WebP.")
    if not content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")):
        raise PictureRefused("This is not a JPEG, PNG or WebP picture.")
    if _is_polyglot(content):
        raise PictureRefused(
            "This file pretends to be a picture and something else at once. Save it anew as JPEG or PNG."
        )


def _is_polyglot(content: bytes) -> bool:
    """Whether another kind of file hides in a picture: an archive or document behind its end, a page within."""
    if content.rstrip(b"\0")[-22:].startswith(b"PK\x05\x06") or b"PK\x03\x04" in content[-65_600:]:
        return True
    lowered = content[:4096].lower() + content[-4096:].lower()
    return any(mark in lowered for mark in (b"<script", b"<?php", b"<html", b"%pdf-"))


def _opened(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
            _refuse_by_size(*picture.size)
            if getattr(picture, "n_frames", 1) > 1:
                raise PictureRefused("Moving pictures are not taken. Choose a single photo.")
            picture.draft("RGB", (LARGE * 2, LARGE * 2))  # a large JPEG is decoded at the size we need
            upright = ImageOps.exif_transpose(picture)
            return _flat(upright)
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused("The picture unpacks to far too many pixels. Save it smaller.") from error
    except UnidentifiedImageError as error:
        raise PictureRefused("This is not a JPEG, PNG or WebP picture.") from error
    except (OSError, ValueError, SyntaxError, MemoryError) as error:
        raise PictureRefused("The picture is damaged and cannot be read. Save it anew.") from error


def _refuse_by_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise PictureRefused(
            f"The picture unpacks to {width} × {height} pixels; at most 40 million are read. Save it smaller."
        )
    if min(width, height) < LEAST_SIDE:
        raise PictureRefused(
            f"The picture has {width} × {height} pixels; {LEAST_SIDE} on each side are needed."
        )


def _flat(picture: Image.Image) -> Image.Image:
    """Plain red, green and blue on white, whatever it was."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(ground, layered).convert("RGB")
    return picture.convert("RGB")


def _encoded(picture: Image.Image, side: int) -> bytes:
    square = ImageOps.fit(picture, (side, side), method=Image.Resampling.LANCZOS, centering=(0.5, 0.4))
    clean = Image.frombytes("RGB", square.size, square.tobytes())  # pixels only: no profile, no comments
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()
