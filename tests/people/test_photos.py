"""Pictures: cropped, clean, and refused by name when they are something else."""

import io
import struct
import zlib

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from pairwell.people.photos import PictureRefused, squared


def encoded(kind: str, size: tuple[int, int] = (400, 300), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "orange").save(out, kind, **options)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_two_squares(kind: str) -> None:
    large, small = (Image.open(io.BytesIO(data)) for data in squared(encoded(kind)))
    assert (large.size, small.size) == ((512, 512), (96, 96))
    assert large.format == "WEBP"


def test_place_comments_and_profiles_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "CANARY-CAMERA"
    exif.get_ifd(0x8825)[2] = (IFDRational(52), IFDRational(31), IFDRational(0))
    source = encoded(
        "JPEG", exif=exif.tobytes(), comment=b"CANARY-COMMENT", icc_profile=b"CANARY-PROFILE" * 20
    )
    assert b"CANARY-CAMERA" in source
    for data in squared(source):
        assert b"CANARY" not in data
        picture = Image.open(io.BytesIO(data))
        assert not picture.getexif()
        assert "icc_profile" not in picture.info


def test_a_picture_on_its_side_is_turned_upright() -> None:
    half = Image.new("RGB", (400, 200), "white")
    half.paste("black", (0, 0, 200, 200))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    half.save(out, "JPEG", exif=exif.tobytes())
    large = Image.open(io.BytesIO(squared(out.getvalue())[0])).convert("L")
    assert large.getpixel((256, 20)) < 60
    assert large.getpixel((256, 490)) > 200


def test_transparency_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(io.BytesIO(squared(out.getvalue())[0])).convert("RGB").getpixel((9, 9)) == (
        255,
        255,
        255,
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"\xff\xd8\xff" + b"0" * 40_000_000, "The picture has 40 MB"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG drawing"),
        (b'\n<svg onload="alert(1)"></svg>', "SVG drawing"),
        (encoded("GIF"), "GIF"),
        (encoded("TIFF"), "not a JPEG, PNG or WebP"),
        (b"%PDF-1.4 not a picture", "not a JPEG, PNG or WebP"),
        (bomb(60_000, 60_000), "far too many pixels"),
        (bomb(7_000, 7_000), "7000 × 7000 pixels"),
        (bomb(900, 900), "damaged"),
        (encoded("JPEG")[:300], "damaged"),
        (encoded("PNG", (20, 20)), "96 on each side"),
        (encoded("JPEG") + b"PK\x03\x04" + b"x" * 50 + b"PK\x05\x06" + b"\0" * 18, "something else at once"),
        (encoded("PNG") + b"<script>alert(1)</script>", "something else at once"),
        (encoded("JPEG", comment=b"<?php system($_GET[0]); ?>"), "something else at once"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_a_photo_is_refused_by_name(content: bytes, said: str) -> None:
    with pytest.raises(PictureRefused, match=said):
        squared(content)


def test_a_moving_picture_is_refused() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (200, 200), color) for color in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    with pytest.raises(PictureRefused, match="Moving pictures"):
        squared(out.getvalue())
