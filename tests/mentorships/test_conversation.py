"""Files, calls by name, versions, pages and search of a conversation."""

import io
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from pairwell.core.errors import Refused
from pairwell.mentorships import actions
from pairwell.mentorships.actions import Upload
from pairwell.mentorships.models import Conversation, Message, MessageFile
from pairwell.mentorships.queries import conversation as read
from pairwell.mentorships.rules.talking import called_in, check_upload
from pairwell.messaging.models import Notice
from pairwell.people.models import Person
from tests.factories.mentorships import make_mentorship, make_message
from tests.factories.people import make_person

NAMES = {1: "Ada Mentor", 2: "Ben Mentee", 3: "Ada Lovelace", 4: "Zoë O'Neil"}


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Thanks @Ben!", {2}),
        ("@ben mentee and @ada lovelace, look", {2, 3}),
        ("@Ada is two people", set()),
        ("@Zoe: yes", {4}),
        ("@Benjamin is somebody else", set()),
        ("write to ben@example.org or x@Ben", set()),
        ("@Ben @Ben", {2}),
        ("no names", set()),
    ],
)
def test_who_is_called(text: str, called: set[int]) -> None:
    assert called_in(text, NAMES) == called


def office(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("plan.pdf", b"%PDF-1.7 x", ""),
        ("plan.docx", office("[Content_Types].xml", "word/document.xml"), ""),
        ("notes.md", "# Größe".encode(), ""),
        ("photo.jpeg", b"\xff\xd8\xff\xe0rest", ""),
        ("page.html", b"<html>", "type"),
        ("run.exe", b"MZ", "type"),
        ("plan.pdf", b"<html><script>", "content"),
        ("plan.docx", office("xl/workbook.xml"), "content"),
        ("plan.docx", office("word/document.xml", "word/vbaProject.bin"), "content"),
        ("plan.xlsx", b"PK\x03\x04 not an archive", "content"),
        ("notes.txt", b"\x00\x01", "content"),
        ("plan.pdf", b"", "empty"),
    ],
)
def test_files_are_known_by_what_they_hold(name: str, content: bytes, code: str) -> None:
    refusal = check_upload(name=name, size=len(content), content=io.BytesIO(content))
    assert (refusal.code if refusal else "") == code
    if refusal:
        assert name in str(refusal)


def test_a_file_that_is_too_large_is_refused_with_its_name() -> None:
    refusal = check_upload(name="film.pdf", size=10_000_001, content=io.BytesIO(b"%PDF-"))
    assert refusal is not None
    assert "film.pdf" in str(refusal)
    assert "10 MB" in str(refusal)


def pdf(name: str = "plan.pdf") -> Upload:
    return Upload(name, 9, io.BytesIO(b"%PDF-1.7\n"))


@pytest.mark.django_db(transaction=True)
def test_files_lie_under_names_of_ours_and_go_when_taken_away(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    mentorship = make_mentorship(ada := make_person(), make_person())
    files = [pdf("../../etc/pläne.pdf")]
    message = actions.write_message(by=ada, mentorship=mentorship, text="", key="1", files=files)
    (path,) = [p for p in tmp_path.rglob("*") if p.is_file()]
    file = message.files.get()
    assert file.name == "pläne.pdf"
    assert "pläne" not in str(path)
    with pytest.raises(Refused, match="Only who sent"):
        actions.take_file_away(by=make_person(), file=file)
    actions.take_file_away(by=ada, file=file)
    assert not path.exists()
    assert MessageFile.objects.get().name == "pläne.pdf"


@pytest.mark.django_db(transaction=True)
def test_a_message_that_is_refused_or_sent_twice_leaves_no_file_behind(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    mentorship = make_mentorship(ada := make_person(), make_person())
    bad = Upload("page.html", 6, io.BytesIO(b"<html>"))
    with pytest.raises(Refused, match=r"page\.html"):
        actions.write_message(by=ada, mentorship=mentorship, text="x", key="1", files=[pdf(), bad])
    with pytest.raises(Refused, match="At most 5"):
        actions.write_message(by=ada, mentorship=mentorship, text="x", key="1", files=[pdf()] * 6)
    for _ in range(2):
        actions.write_message(by=ada, mentorship=mentorship, text="x", key="1", files=[pdf()])
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1
    assert Message.objects.count() == MessageFile.objects.count() == 1


@pytest.mark.django_db
def test_who_is_called_by_name_hears_of_it_once_also_when_it_is_edited_in(ada: Person, ben: Person) -> None:
    carl = make_person("Carl Circle")
    circle = make_mentorship(ada, ben, carl)
    message = actions.write_message(by=ada, mentorship=circle, text="@Ben and @Ada, look", key="1")
    told = Notice.objects.filter(key__startswith="mention:")
    assert [notice.to for notice in told] == [ben]
    assert f"around={message.pk}" in told.get().url
    assert "look" not in told.get().text
    actions.edit_message(by=ada, message=message, text="@Ben and @Carl Circle, look")
    assert {notice.to for notice in told.all()} == {ben, carl}


@pytest.mark.django_db
def test_nobody_outside_is_called(ada: Person, ben: Person, otto: Person) -> None:
    actions.write_message(by=ada, mentorship=make_mentorship(ada, ben), text="@Otto Outsider", key="1")
    assert not Notice.objects.filter(to=otto).exists()


@pytest.mark.django_db
def test_every_change_has_a_version_and_is_found_by_it(ada: Person, ben: Person) -> None:
    mentorship = make_mentorship(ada, ben)
    first = actions.write_message(by=ada, mentorship=mentorship, text="One", key="1")
    since = read.version_of(mentorship)
    assert read.changed_since(mentorship, since, limit=9) == []
    second = actions.write_message(by=ben, mentorship=mentorship, text="Two", key="2")
    actions.edit_message(by=ada, message=first, text="Won")
    assert [m.pk for m in read.changed_since(mentorship, since, limit=9)] == [first.pk, second.pk]
    assert read.version_for_member(ben, mentorship.pk) == since + 2
    assert read.version_for_member(make_person(), mentorship.pk) is None


@pytest.mark.django_db(transaction=True)
def test_messages_written_at_once_all_get_a_version_of_their_own() -> None:
    mentorship = make_mentorship(ada := make_person(), ben := make_person())
    start = threading.Barrier(4)

    def write(by: Person, number: int) -> None:
        start.wait()
        for turn in range(5):
            actions.write_message(by=by, mentorship=mentorship, text="x", key=f"{number}-{turn}")
        connection.close()

    writers = [threading.Thread(target=write, args=(by, n)) for n, by in enumerate((ada, ben, ada, ben))]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)
    assert sorted(Message.objects.values_list("version", flat=True)) == list(range(1, 21))
    assert Conversation.objects.get().version == 20


@pytest.mark.django_db
def test_pages_follow_each_other_without_a_gap(ada: Person, ben: Person) -> None:
    mentorship = make_mentorship(ada, ben)
    keys = [make_message(mentorship, ada, f"Line {n}").pk for n in range(25)]
    last = read.newest(mentorship, limit=10)
    middle = read.before(mentorship, last.messages[0].pk, limit=10)
    first = read.before(mentorship, middle.messages[0].pk, limit=10)
    assert [m.pk for part in (first, middle, last) for m in part.messages] == keys
    assert [(p.older, p.newer) for p in (first, middle, last)] == [(False, True), (True, True), (True, False)]
    assert [m.pk for m in read.after(mentorship, keys[4], limit=10).messages] == keys[5:15]
    around = read.around(mentorship, keys[12], limit=10)
    assert [m.pk for m in around.messages] == keys[7:17]


@pytest.mark.django_db
def test_search_finds_words_by_their_beginning_and_files_by_name(ada: Person, ben: Person) -> None:
    mentorship = make_mentorship(ada, ben)
    hit = make_message(mentorship, ada, "The negotiation course begins on Monday, see you")
    chinese = make_message(mentorship, ben, "我们下周见面谈谈目标")
    quoted = make_message(mentorship, ben, "It's 'quoted' & (odd) | :*")
    MessageFile.objects.create(message=chinese, name="Budget_2026.xlsx", size=3)
    make_message(make_mentorship(), ada, "Another negotiation")
    for words, found in (
        ("course nego", [hit]),
        ("NEGOTIATION", [hit]),
        ("negotiations", []),
        ("目标", [chinese]),
        ("Budget_2026", [chinese]),
        ("quoted' & !(:*", [quoted]),
        ("\\ '", []),
        ("it's", [quoted]),
    ):
        assert read.search(mentorship, words) == found, words


def test_a_glimpse_shows_the_words_that_were_looked_for() -> None:
    pieces = read.glimpse("a " * 200 + "the Course begins" + " b" * 200, "course")
    assert ("Course", True) in pieces
    assert sum(len(piece) for piece, _ in pieces) < 200
