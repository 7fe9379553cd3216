"""Private answers, recommendations, fit checks, and matching again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.mentorships.models import Mentorship
from pairwell.messaging.models import Letter, Notice
from pairwell.pairing.actions.fit_check import answer_fit_check, ask_for_fit
from pairwell.pairing.actions.private_answers import forget_answer, say_privately, settle_private_answers
from pairwell.pairing.actions.schedule import match_on_schedule
from pairwell.pairing.actions.shortlist import make_shortlist
from pairwell.pairing.models import (
    FitCheck,
    MatchRun,
    PrivateAnswer,
    Proposal,
    Recommendation,
    Say,
    Unmatched,
)
from pairwell.pairing.queries.say_overview import overview_of
from pairwell.pairing.rematch import preview_of
from pairwell.pairing.states import ProposalState, RunKind
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.states import Side
from tests.factories.mentorships import held, make_mentorship
from tests.factories.pairing import finished_run, make_proposal
from tests.factories.people import make_person
from tests.factories.say import make_say_program, mentee_in, mentor_in

pytestmark = pytest.mark.django_db


def say(
    me: Enrollment, about: Enrollment, side: Side, *, yes: bool = True, reason: str = ""
) -> Mentorship | None:
    return say_privately(by=me.person, enrollment=me, about=about, side=side, yes=yes, private_reason=reason)


def test_two_private_yeses_are_a_match_and_one_is_nothing_anybody_sees(cora: Person) -> None:
    program = make_say_program(cora, is_blind=True)
    ben, ada = mentee_in(program, "Ben"), mentor_in(program, "Ada")
    assert say(ben, ada, Side.MENTOR) is None
    assert (Letter.objects.count(), Notice.objects.count()) == (0, 0)
    begun = say(ada, ben, Side.MENTEE)
    assert begun is not None
    assert {m.person for m in begun.memberships.all()} == {ben.person, ada.person}
    ada.refresh_from_db()
    assert ada.mentees_held == 1


def test_nobody_learns_of_a_no(client: Client, cora: Person) -> None:
    program = make_say_program(cora, is_blind=True)
    ben, ada = mentee_in(program, "Ben Mentee"), mentor_in(program, "Ada Mentor")
    client.force_login(ben.person)
    address = reverse("see_person", args=[program.pk, ada.pk])
    mine = reverse("see_mentors", args=[program.pk])
    before = [
        client.get(address).content.decode().count("Ada"),
        client.get(mine).content.decode().count("Ada"),
    ]
    say(ada, ben, Side.MENTEE, yes=False, reason="canary-reason")
    after = [
        client.get(address).content.decode().count("Ada"),
        client.get(mine).content.decode().count("Ada"),
    ]
    assert before == after
    assert say(ben, ada, Side.MENTOR) is None
    assert (Letter.objects.count(), Notice.objects.count()) == (0, 0)
    client.force_login(cora)
    assert "canary-reason" in client.get(reverse("manage_say", args=[program.pk])).content.decode()


def test_yeses_without_a_place_are_kept_and_settled_when_one_is_free(cora: Person) -> None:
    program = make_say_program(cora, is_blind=True)
    ben, ada = mentee_in(program), mentor_in(program)
    Enrollment.objects.filter(pk=ada.pk).update(mentees_held=1)
    say(ben, ada, Side.MENTOR)
    assert say(ada, ben, Side.MENTEE) is None
    assert settle_private_answers() == 0
    Enrollment.objects.filter(pk=ada.pk).update(mentees_held=0)
    assert [settle_private_answers(), settle_private_answers()] == [1, 0]


def test_a_no_is_respected_by_every_match_and_can_be_taken_back(cora: Person) -> None:
    program = make_say_program(cora, mode="hybrid")
    ben, ada = mentee_in(program), mentor_in(program)
    say(ada, ben, Side.MENTEE, yes=False)
    assert finished_run(program, cora).proposals.count() == 0
    forget_answer(by=ada.person, enrollment=ada, about=ben.pk)
    assert not PrivateAnswer.objects.exists()
    assert finished_run(program, cora).proposals.count() == 1
    with pytest.raises(Refused, match="do not say yes privately"):
        say(ben, ada, Side.MENTOR)


def test_recommendations_are_spread_and_wait_for_complete_profiles(client: Client, cora: Person) -> None:
    program = make_say_program(cora, mode="hybrid")
    star = mentor_in(program, "Star", "Negotiation")
    for number in range(5):
        mentor_in(program, f"Plain {number}", "Cooking")
    mentees = [mentee_in(program, f"Mentee {n}") for n in range(6)]
    Say.objects.filter(program=program).update(complete_percent=60, per_person=2)
    assert make_shortlist(program=Program.objects.get(pk=program.pk)) is None
    client.force_login(mentees[0].person)
    address = reverse("see_mentors", args=[program.pk])
    assert "Recommendations begin once 60 %" in client.get(address).content.decode()
    for person in Person.objects.filter(enrollments__program=program):
        person.profile.about = "Something about me"
        person.profile.save()
    made = make_shortlist(program=Program.objects.get(pk=program.pk))
    assert made is not None
    assert made.people == 6
    counts = [Recommendation.objects.filter(chosen=star).count(), made.most_mentions]
    assert counts[1] < 6
    assert counts[0] <= counts[1]
    assert Recommendation.objects.count() == 12
    assert "A good start for you" in client.get(address).content.decode()


def test_after_the_first_session_both_are_asked_once_and_only_they_see_their_answer(
    client: Client, cora: Person, ada: Person, ben: Person
) -> None:
    program = make_say_program(cora)
    mentorship = make_mentorship(ada, ben, program=program)
    assert ask_for_fit() == 0
    held(mentorship, days_ago=1)
    assert [ask_for_fit(), ask_for_fit()] == [1, 0]
    assert Letter.objects.filter(kind="fit-check").count() == 2
    address = reverse("fit_check", args=[mentorship.pk])
    client.force_login(ben)
    assert "is it a good match" in client.get(reverse("home")).content.decode()
    client.post(address, {"answer": "not", "talk": "1"})
    assert 'value="not" required checked' in client.get(address).content.decode()
    client.force_login(ada)
    assert "checked" not in client.get(address).content.decode()
    client.force_login(cora)
    assert client.get(address).status_code == 404
    page = client.get(reverse("manage_say", args=[program.pk])).content.decode()
    assert "Ben Mentee" in page
    assert "Not the right match" not in page


def test_a_manager_sees_counts_of_fit_checks_from_five_up_and_the_wish_to_talk_tells_no_answer(
    cora: Person,
) -> None:
    program = make_say_program(cora)
    for number in range(5):
        mentorship = make_mentorship(program=program)
        held(mentorship, days_ago=1)
        assert overview_of(program).fit_checks is None
        person = mentorship.memberships.all()[0].person
        answer_fit_check(by=person, mentorship=mentorship, answer="good", wants_talk=number == 0)
    found = overview_of(program)
    assert found.fit_checks == {"A good match": 5, "Too early to say": 0, "Not the right match": 0}
    assert len(found.want_to_talk) == 1


def test_the_wish_to_talk_is_kept_only_where_it_is_offered(cora: Person, ada: Person, ben: Person) -> None:
    program = make_say_program(cora)
    Say.objects.filter(program=program).update(after_fit_check="nothing")
    mentorship = make_mentorship(ada, ben, program=Program.objects.get(pk=program.pk))
    with pytest.raises(Refused, match="once you have met"):
        answer_fit_check(by=ben, mentorship=mentorship, answer="good")
    held(mentorship, days_ago=1)
    answer_fit_check(by=ben, mentorship=mentorship, answer="not", wants_talk=True)
    assert not FitCheck.objects.get(person=ben).wants_talk
    with pytest.raises(Refused, match="one of the three"):
        answer_fit_check(by=ben, mentorship=mentorship, answer="bad")


def test_matching_again_touches_nobody_else_and_whoever_waited_comes_first(
    client: Client, cora: Person
) -> None:
    program = make_say_program(cora, mode="hybrid")
    mentor_in(program, "Ada")
    waited = mentee_in(program, "Waited Long", "Cooking")  # the worse fit
    first = finished_run(program, cora)
    Proposal.objects.update(state=ProposalState.WITHDRAWN)
    Unmatched.objects.create(run=first, enrollment=waited, code="no_capacity", reason="Full")
    mentee_in(program, "Late Joiner", "Negotiation")
    standing = make_mentorship(program=program)
    client.force_login(cora)
    page = client.get(reverse("rematch", args=[program.pk])).content.decode()
    assert "Waiting since an earlier run" in page
    assert "Joined since the last run" in page
    preview = preview_of(program)
    assert preview.pairs is not None
    assert [pair.learner.person.full_name for pair in preview.pairs] == ["Waited Long"]
    assert (preview.standing, preview.without) == (1, 1)
    assert not MatchRun.objects.filter(kind=RunKind.REMATCH).exists()
    run = finished_run(program, cora, kind=RunKind.REMATCH)
    sides = run.proposals.get().sides.values_list("enrollment__person__full_name", flat=True)
    assert "Waited Long" in sides
    standing.refresh_from_db()
    assert standing.state in {"upcoming", "active"}


def test_the_preview_says_what_is_arranged_anew_and_what_stays(client: Client, cora: Person) -> None:
    program = make_say_program(cora, mode="hybrid")
    ada, ben = mentor_in(program, "Ada"), mentee_in(program, "Ben", "Cooking")
    suggested = make_proposal(program, ben, ada)
    mentee_in(program, "Late Joiner", "Negotiation")
    client.force_login(cora)
    page = client.get(reverse("rematch", args=[program.pk])).content.decode()
    assert "Re-arrange what was not sent" in page
    assert "Keep them" in page
    anew = client.get(reverse("rematch", args=[program.pk]), {"unsent": "anew"})
    assert 'value="anew"' in anew.content.decode()
    preview = anew.context["preview"]
    assert (preview.arranged_anew, preview.untouched, len(preview.pairs)) == (1, 0, 1)
    suggested.is_locked = True
    suggested.save(update_fields=["is_locked"])
    preview = preview_of(program, keep_suggestions=False)
    assert (preview.arranged_anew, preview.untouched, preview.pairs) == (0, 1, ())


def test_pairs_that_ended_are_never_made_again(cora: Person) -> None:
    program = make_say_program(cora, mode="hybrid")
    ben, ada = mentee_in(program), mentor_in(program)
    say(ada, ben, Side.MENTEE, yes=False)
    preview = preview_of(program)
    assert preview.pairs == ()
    assert preview.without == 1


def test_a_rolling_program_matches_on_its_day_once(cora: Person) -> None:
    program = make_say_program(cora, mode="hybrid")
    mentee_in(program)
    mentor_in(program)
    yesterday = clock.today() - timedelta(days=1)
    Say.objects.filter(program=program).update(match_every=7, match_next_on=yesterday, changed_by=cora)
    assert [match_on_schedule(), match_on_schedule()] == [1, 0]
    run = MatchRun.objects.get(program=program)
    assert (run.kind, run.requested_by) == (RunKind.REMATCH, cora)
    assert Say.objects.get(program=program).match_next_on == clock.today() + timedelta(days=7)


def test_the_schedule_waits_for_its_next_day_when_nobody_is_free(cora: Person) -> None:
    program = make_say_program(cora, mode="hybrid")
    Say.objects.filter(program=program).update(match_every=7, match_next_on=clock.today(), changed_by=cora)
    assert match_on_schedule() == 0
    assert Say.objects.get(program=program).match_next_on == clock.today() + timedelta(days=7)


def test_a_stranger_to_the_program_has_no_private_answers_page(client: Client, cora: Person) -> None:
    program = make_say_program(cora, is_blind=True)
    client.force_login(make_person())
    assert client.get(reverse("private_answers", args=[program.pk])).status_code == 404
