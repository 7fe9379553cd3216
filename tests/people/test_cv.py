"""Reading CVs: real files in a child process, hostile ones, and what becomes of the suggestions."""

import io
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pairwell.core.errors import Refused
from pairwell.people.actions import read_cv
from pairwell.people.cv.reading import read_text
from pairwell.people.models import CvReading, Person
from tests.factories.people import make_skill

LINES = [
    "Maria Example, planner of harbors and bridges, born by the sea",
    "Experience",
    "2018 - today  Senior Planner, Harbor Works",
    "2012 - 2018  Project engineer, Bridge and Sons",
    "Negotiation with suppliers from nine countries, planning with many trades",
    "Languages",
    "German native, English fluent",
]


def pdf(lines: list[str]) -> bytes:
    """A small, valid PDF with one line of text after another."""
    drawn = "BT /F1 11 Tf 50 780 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    stream = zlib.compress(drawn.encode("latin-1"))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = io.BytesIO(b""), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table))
    return out.getvalue()


def docx(lines: list[str], *, head: str = "", body: str | None = None) -> bytes:
    """A small Word document."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    text = body or f"{head}<w:document {space}><w:body>{paragraphs}</w:body></w:document>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", text)
    return out.getvalue()


LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("content", [pdf(LINES), docx(LINES)], ids=["pdf", "docx"])
def test_the_text_comes_out_line_by_line(content: bytes) -> None:
    text = read_text("cv", content)
    assert "Senior Planner, Harbor Works" in text
    assert text.index("Experience") < text.index("Languages")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"GIF89a not a document", "neither a PDF nor a Word document"),
        (b"", "neither a PDF nor a Word document"),
        (b"%PDF-1.4\n" + b"0" * 10_000_001, "at most 10 MB"),
        (b"%PDF-1.4 broken beyond repair", "damaged"),
        (pdf(["Too short"]), "hardly any text"),
        (b"PK\x03\x04 not an archive", "damaged"),
        (docx([], body="<not-closed"), "damaged"),
        (docx(LINES, head=LAUGHS), "declares things that no CV needs"),
        (docx(LINES, head=OUTSIDE), "declares things that no CV needs"),
        (docx([], body="x" * 61_000_000), "unpacks to far more"),
    ],
    ids=[
        "gif",
        "empty",
        "large",
        "broken pdf",
        "short",
        "no zip",
        "bad xml",
        "laughs",
        "outside",
        "zip bomb",
    ],
)
def test_a_file_that_is_no_cv_is_refused_kindly(content: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said) as refused:
        read_text("file", content)
    assert "Nothing was changed" in str(refused.value)


def test_another_document_is_named_as_such() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(Refused, match="not a Word document"):
        read_text("figures.xlsx", out.getvalue())


@pytest.fixture
def mine(client: Client, ben: Person) -> Client:
    """Ben's browser."""
    client.force_login(ben)
    return client


def upload(mine: Client, content: bytes, name: str = "cv.pdf") -> str:
    return mine.post("/me/cv/", {"file": SimpleUploadedFile(name, content)}, follow=True).content.decode()


@pytest.mark.django_db
def test_suggestions_are_taken_or_left_one_by_one(mine: Client, ben: Person) -> None:
    make_skill("Negotiation")
    page = upload(mine, pdf(LINES))
    assert "5 suggestions" in page
    ben.profile.refresh_from_db()
    assert ben.profile.career == []
    rows = {row["what"]: row["id"] for row in reversed(CvReading.objects.get().suggestions)}
    step = {
        "verb": "take",
        "role": "Chief planner",
        "place": "Harbor",
        "kind": "work",
        "from": "2018",
        "to": "",
    }
    mine.post(f"/me/cv/{rows['journey']}/", step)
    mine.post(f"/me/cv/{rows['skill']}/", {"verb": "take", "kind": "offered", "level": "4"})
    mine.post(f"/me/cv/{rows['language']}/", {"verb": "leave"})
    ben.profile.refresh_from_db()
    assert [(s["role"], s["from"]) for s in ben.profile.career] == [("Chief planner", 2018)]
    assert [(s.skill.key, s.level) for s in ben.profile.skills.select_related("skill")] == [
        ("negotiation", 4)
    ]
    assert ben.profile.languages == {}
    assert len(CvReading.objects.get().suggestions) == 2


@pytest.mark.django_db
def test_what_does_not_fit_is_said_and_waits_on(mine: Client) -> None:
    upload(mine, pdf(LINES))
    first = next(row for row in CvReading.objects.get().suggestions if row["what"] == "journey")
    bad = {"verb": "take", "role": "X", "kind": "work", "from": "long ago", "to": ""}
    page = mine.post(f"/me/cv/{first['id']}/", bad, follow=True).content.decode()
    assert "The year it began lies between" in page
    assert first in CvReading.objects.get().suggestions


@pytest.mark.django_db
def test_a_bad_file_keeps_the_suggestions_that_were_there(mine: Client) -> None:
    upload(mine, pdf(LINES))
    before = CvReading.objects.get().suggestions
    assert "neither a PDF" in upload(mine, b"\x89PNG", "photo.png")
    assert CvReading.objects.get().suggestions == before


@pytest.mark.django_db
def test_a_document_without_a_career_is_refused(ben: Person) -> None:
    letter = ["Dear Sir or Madam, thank you for your letter and the parcel of oranges."] * 4
    with pytest.raises(Refused, match="Is it really your CV"):
        read_cv(by=ben, file_name="letter.pdf", content=pdf(letter))


@pytest.mark.django_db
def test_reading_it_again_suggests_only_what_is_new(mine: Client, ben: Person) -> None:
    upload(mine, pdf(LINES))
    for row in CvReading.objects.get().suggestions:
        mine.post(f"/me/cv/{row['id']}/", {"verb": "take"})
    assert not CvReading.objects.exists()
    assert "in your profile already" in upload(mine, pdf(LINES))
