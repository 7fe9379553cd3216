"""The conversation in the browser's eyes: files, news, search, reports."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pairwell.mentorships import actions
from pairwell.mentorships.models import Mentorship, MessageFile, MessageReport
from pairwell.people.models import Person
from tests.factories.mentorships import make_mentorship, make_message
from tests.factories.programs import make_program

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def pair(ada: Person, ben: Person, cora: Person) -> Mentorship:
    return make_mentorship(ada, ben, program=make_program(managed_by=cora, state="active"))


@pytest.fixture
def path(pair: Mentorship) -> str:
    return reverse("conversation", args=[pair.pk])


def test_a_file_goes_with_a_message_and_comes_back_as_a_download(
    client: Client, path: str, ada: Person, ben: Person
) -> None:
    client.force_login(ben)
    given = SimpleUploadedFile('pl"än.pdf', b"%PDF-1.7 <script>", content_type="text/html")
    page = client.post(path, {"text": "", "key": "k", "files": [given]}, follow=True).content.decode()
    file = MessageFile.objects.get()
    assert reverse("message_file", args=[file.pk]) in page
    client.force_login(ada)
    answer = client.get(reverse("message_file", args=[file.pk]))
    assert b"".join(answer) == b"%PDF-1.7 <script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.post(reverse("take_file_away", args=[file.pk])).status_code == 404
    client.force_login(ben)
    client.post(reverse("take_file_away", args=[file.pk]))
    assert client.get(reverse("message_file", args=[file.pk])).status_code == 404
    assert "taken away" in client.get(path).content.decode()


def test_a_refused_file_keeps_what_was_written_with_and_without_scripts(
    client: Client, path: str, ben: Person
) -> None:
    client.force_login(ben)
    for headers in ({}, HTMX):
        given = SimpleUploadedFile("page.html", b"<html>")
        answer = client.post(path, {"text": "Kept words", "key": "k", "files": [given]}, headers=headers)
        assert answer.status_code == 422
        assert "Kept words" in answer.content.decode()
        assert "page.html" in answer.content.decode()
        assert answer.get("HX-Retarget") == ("#write" if headers else None)


def test_news_bring_new_messages_and_changed_ones(
    client: Client, path: str, pair: Mentorship, ada: Person, ben: Person
) -> None:
    first = make_message(pair, ada, "At nien")
    client.force_login(ben)
    newer = reverse("conversation_newer", args=[pair.pk])
    look = {"after": first.pk, "since": 1}
    assert client.get(newer, look).status_code == 204
    actions.edit_message(by=ada, message=first, text="At nine")
    make_message(pair, ada, "Fresh")
    page = client.get(newer, look).content.decode()
    assert f'id="message-{first.pk}" hx-swap-oob="true"' in page
    assert "At nine" in page
    assert "Fresh" in page
    assert "since=3" in page


def test_who_has_missed_very_much_gets_the_whole_page(
    client: Client, pair: Mentorship, ada: Person, ben: Person
) -> None:
    for _ in range(50):
        make_message(pair, ada)
    client.force_login(ben)
    answer = client.get(reverse("conversation_newer", args=[pair.pk]), {"after": 1, "since": 0})
    assert answer["HX-Refresh"] == "true"


def test_looking_for_news_costs_three_queries(
    client: Client, pair: Mentorship, ada: Person, ben: Person, django_assert_num_queries
) -> None:
    make_message(pair, ada)
    client.force_login(ben)
    with django_assert_num_queries(3):  # session, person, version
        answer = client.get(reverse("conversation_newer", args=[pair.pk]), {"after": 9**9, "since": 1})
    assert answer.status_code == 204


def test_a_line_stands_above_what_is_new(
    client: Client, path: str, pair: Mentorship, ada: Person, ben: Person
) -> None:
    make_message(pair, ada, "Seen")
    client.force_login(ben)
    assert 'id="new"' not in client.get(path).content.decode()
    make_message(pair, ada, "Unseen")
    page = client.get(path).content.decode()
    assert page.index("Seen") < page.index('id="new"') < page.index("Unseen")
    assert 'id="new"' not in client.get(path).content.decode()


def test_search_leads_to_the_message_among_its_neighbors(
    client: Client, path: str, pair: Mentorship, ada: Person, ben: Person
) -> None:
    hit = make_message(pair, ada, "The <b>lighthouse</b> project")
    for number in range(90):
        make_message(pair, ben, f"Line {number}")
    client.force_login(ben)
    page = client.get(path, {"q": "lighth"}).content.decode()
    assert "<mark>lighth</mark>ouse" in page
    assert f"around={hit.pk}#message-{hit.pk}" in page
    assert "<b>lighthouse" not in page
    around = client.get(path, {"around": hit.pk}).content.decode()
    assert "Later messages" in around
    assert 'id="write"' not in around
    assert "Nothing found" in client.get(path, {"q": "zebra"}).content.decode()


@pytest.mark.parametrize(
    "junk", ["before=x", "around=-1", "after=99999999999999999999", "q=%00", "q=%27%3A*"]
)
def test_odd_questions_are_borne(client: Client, path: str, ben: Person, junk: str) -> None:
    client.force_login(ben)
    assert client.get(f"{path}?{junk}").status_code == 200


def test_names_that_are_called_stand_out_but_not_in_code(
    client: Client, path: str, pair: Mentorship, ada: Person, ben: Person
) -> None:
    make_message(pair, ada, "Look @Ben <i>@Ben</i> and `@Ben`")
    client.force_login(ben)
    page = client.get(path).content.decode()
    assert page.count('<span class="call">@Ben</span>') == 2
    assert "<code>@Ben</code>" in page


def test_a_manager_reads_one_reported_message_after_saying_so(
    client: Client, path: str, pair: Mentorship, ada: Person, ben: Person, cora: Person
) -> None:
    bad, other = make_message(pair, ada, "canary-bad"), make_message(pair, ada, "canary-other")
    client.force_login(ben)
    form = reverse("report_message", args=[bad.pk])
    assert "canary-bad" in client.get(form).content.decode()
    assert client.post(form, {}).status_code == 422
    client.post(form, {"reason": "insult", "note": "canary-note"})
    report = MessageReport.objects.get()
    client.force_login(cora)
    listed = client.get(reverse("manage_reports", args=[pair.program_id])).content.decode()
    assert "It insults" in listed
    assert "canary" not in listed
    assert (
        "1 reported message" in client.get(reverse("manage_health", args=[pair.program_id])).content.decode()
    )
    one = reverse("message_report", args=[report.pk])
    assert "canary" not in client.get(one).content.decode()
    page = client.post(one, {"step": "read"}, follow=True).content.decode()
    assert "canary-bad" in page
    assert "canary-note" in page
    assert other.text not in page
    assert client.get(path).status_code == 404
    client.post(one, {"step": "done", "outcome": "Talked"})
    assert (
        "Nothing waits for you"
        in client.get(reverse("manage_reports", args=[pair.program_id])).content.decode()
    )


def test_closing_without_reading_is_refused(
    client: Client, pair: Mentorship, ada: Person, ben: Person, cora: Person
) -> None:
    made = actions.report_message(by=ben, message=make_message(pair, ada), reason="other")
    client.force_login(cora)
    page = client.post(
        reverse("message_report", args=[made.pk]), {"step": "done"}, follow=True
    ).content.decode()
    assert "Read what was reported before you close it" in page
