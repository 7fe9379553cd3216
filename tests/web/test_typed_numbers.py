"""Numbers out of forms are read in one way: odd digits are no number, and no page falls over them."""

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.people.models import Person
from pairwell.programs.models import EnrollmentDraft
from pairwell.web.question_widgets import RankedChoices
from pairwell.web.requests import typed_number
from tests.factories.mentorships import make_goal, make_mentorship
from tests.factories.pairing import finished_run, make_pool
from tests.factories.programs import make_program, make_question

LONG = "9" * 5000
ODD = ("²", "٣", "-1", "1.5", "1e3", "0x1", "", " ", "x", LONG)


@pytest.mark.parametrize("typed", [*ODD, None])
def test_what_is_no_number_is_none(typed: str | None) -> None:
    assert typed_number(typed) is None


def test_plain_digits_are_read_up_to_the_most() -> None:
    assert [typed_number(typed) for typed in ("0", " 7 ", "007", "999999999")] == [0, 7, 7, 999_999_999]
    assert [typed_number(typed, most=12) for typed in ("12", "13")] == [12, None]


@pytest.mark.parametrize("typed", ["²", LONG])
def test_an_order_with_odd_places_is_empty(typed: str) -> None:
    widget = RankedChoices([("a", "A"), ("b", "B")], 2)
    assert widget.value_from_datadict({"q-a": typed, "q-b": "1"}, {}, "q") == ["b"]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["²", LONG])
def test_no_page_falls_over_odd_digits(
    typed: str, client: Client, ada: Person, ben: Person, cora: Person
) -> None:
    program = make_program("Growing", managed_by=cora)
    make_question(program, "order", kind="ranked", options=[{"key": "a", "label": "A"}])
    mentorship = make_mentorship(ada, ben)
    client.force_login(cora)
    rules = {"after_no": "next_best", "remind_after_days": typed, "most_tries": "3", "version": "0"}
    said = client.post(reverse("save_sending_rules", args=[program.pk]), rules, follow=True)
    assert "Remind after 0 to 60 days" in said.content.decode()
    said = client.post(reverse("manage_invite", args=[program.pk]), {"person": typed})
    assert said.status_code < 500
    client.force_login(ben)
    form = {"role": "mentee", "mentor_places": typed, "mentee_places": typed, "needs": typed}
    assert client.post(reverse("join", args=[program.pk, 1]), form).status_code in (302, 422)
    EnrollmentDraft.objects.update_or_create(
        person=ben, program=program, defaults={"step": 3, "data": {"role": "mentee", "mentor_places": typed}}
    )
    assert client.post(reverse("join", args=[program.pk, 2]), {"q_order-a": typed}).status_code == 302
    assert client.get(reverse("join", args=[program.pk, 3])).status_code == 200
    agreed = {"version": typed, "cadence_days": "14"}
    assert client.post(reverse("agreement", args=[mentorship.pk]), agreed).status_code in (302, 409, 422)
    goal = make_goal(mentorship, ben)
    assert (
        client.post(
            reverse("change_goal", args=[goal.pk]), {"verb": "progress", "percent": typed}
        ).status_code
        == 302
    )
    vouched = client.post(reverse("vouch", args=[mentorship.pk]), {"person": typed, "skill": typed})
    assert vouched.status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["²", LONG])
def test_no_page_of_a_run_falls_over_odd_digits(typed: str, client: Client, cora: Person) -> None:
    run = finished_run(make_pool(2, 2, by=cora), cora)
    here, program = [run.program_id, run.pk], [run.program_id]
    some = run.proposals.order_by("pk")[0]
    client.force_login(cora)
    for name in ("send_proposals", "approve_proposals"):
        said = client.post(reverse(name, args=here), {"proposal": [typed]}, follow=True)
        assert "Choose at least one suggestion" in said.content.decode()
    shown = client.post(reverse("send_proposals", args=here), {"proposal": [some.pk], "preview": typed})
    assert shown.context["previewed"] == some.pk
    change = reverse("change_pairs", args=here)
    for asked in (
        {"kind": "unmatch", "proposal": typed},
        {"kind": "move", "member": f"{typed}:1", "other": "1"},
        {"kind": "swap", "proposal": some.pk, "other": typed},
    ):
        assert client.get(change, asked).status_code == 200
        assert client.post(change, asked).status_code == 409
    why = client.get(reverse("match_run", args=here), {"tab": "why", "mentee": typed, "mentor": typed})
    assert why.context["answer"] is None
    for name, asked in (
        ("manage_people_step", {"enrollment": typed, "step": "pause"}),
        ("nudge_many", {"mentorship": typed}),
        ("add_to_team", {"person": typed, "role": "manager"}),
        ("apply_learned", {"program": typed}),
    ):
        assert client.post(reverse(name, args=program), asked).status_code in (302, 409)
