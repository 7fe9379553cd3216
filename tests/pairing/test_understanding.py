"""Texts are understood ahead, in the worker: a run then computes only what is missing, and says so."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries

from pairwell.pairing import engine, jobs, meanings, understanding
from pairwell.pairing.actions import save_policy, start_run, stop_run
from pairwell.pairing.actions.run import freeze_inputs
from pairwell.pairing.meanings import PHASE, understand, unknown
from pairwell.pairing.models import MatchRun
from pairwell.pairing.understanding import look_for_new_texts, texts_of, understand_texts
from pairwell.pairing.warm import forget_everything
from pairwell.people.models import Person, Profile
from pairwell.programs.models import Answer, Enrollment, Program
from tests.factories.pairing import POLICY, make_pool
from tests.factories.programs import make_question

pytestmark = pytest.mark.django_db
MEANING = {"key": "meaning", "kind": "meaning", "weight": 30}


@pytest.fixture(autouse=True)
def _nothing_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRWELL_HOME", str(tmp_path))
    monkeypatch.setattr(understanding, "_done", {})
    forget_everything()


@pytest.fixture
def program(cora: Person) -> Program:
    """Mentees with goals and mentors with headlines of their own, all of them new."""
    found = make_pool(40, 4, by=cora)
    for profile in Profile.objects.filter(person__enrollments__program=found):
        profile.goals, profile.headline = f"To learn thing {profile.pk}", f"Has done thing {profile.pk}"
        profile.save()
    save_policy(by=cora, program=found, body={**POLICY, "criteria": [*POLICY["criteria"], MEANING]})
    return found


def queued() -> list[str]:
    jobs_here = ProcrastinateJob.objects.filter(task_name=understand_texts.name, status="todo")
    return list(jobs_here.values_list("queueing_lock", flat=True))


def compared(run: MatchRun) -> set[str]:
    inputs = freeze_inputs(run=run)
    policy = engine.policy_for_engine(inputs["policy"])
    return {text for text in engine.texts_of(engine.pool_of(inputs), policy) if text.strip()}


def files() -> set[Path]:
    return set(meanings.folder().rglob("*.vectors"))


def test_what_a_run_compares_is_understood_before_it(program: Program, cora: Person) -> None:
    assert understand_texts(program.pk)
    run = start_run(by=cora, program=program)
    assert len(compared(run)) == 44
    assert unknown(compared(run)) == []
    told: list[str] = []
    jobs._problem_of(run, lambda phase, done, total: told.append(phase))
    assert told == []


def test_a_run_understands_what_is_missing_and_says_so(program: Program, cora: Person) -> None:
    run = start_run(by=cora, program=program)
    understand(sorted(compared(run))[:40])
    told: list[tuple[str, int, int]] = []
    _, begun = jobs._problem_of(run, lambda *said: told.append(said))
    assert told == [(f"{PHASE}: 0 of 4", 0, 100)]
    assert begun == jobs.UNDERSTANDING
    assert unknown(compared(run)) == []


def test_answers_are_understood_where_the_policy_compares_them(program: Program, cora: Person) -> None:
    question = make_question(program, key="dream", kind="longtext", used_in_matching=True)
    mentee = Enrollment.objects.filter(program=program, as_mentee=True).first()
    Answer.objects.create(question=question, enrollment=mentee, value="To sail around the world")
    assert "To sail around the world" not in texts_of(program)
    dream = {**MEANING, "mentee_field": "dream"}
    save_policy(by=cora, program=program, body={**POLICY, "criteria": [dream]})
    assert "To sail around the world" in texts_of(program)


def test_reading_texts_asks_no_more_for_many_people(
    program: Program, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(4):
        texts_of(program)


def test_names_of_skills_are_understood_for_the_search(program: Program) -> None:
    assert "Topic 1" in texts_of(program)


def test_each_program_that_changed_has_one_job(program: Program, cora: Person) -> None:
    other = make_pool(2, 2, by=cora)
    look_for_new_texts(0)
    look_for_new_texts(0)
    names = [f"understand-{one.pk}" for one in (program, other)]
    assert sorted(queued()) == sorted(names)
    ProcrastinateJob.objects.all().delete()
    assert all(understand_texts(one.pk) for one in (program, other))
    assert look_for_new_texts(0) == 0
    Profile.objects.filter(person__enrollments__program=other).update(goals="Something new")
    assert look_for_new_texts(0) == 1
    assert queued() == [names[1]]


def test_letters_and_runs_come_first(program: Program, cora: Person) -> None:
    look_for_new_texts(0)
    start_run(by=cora, program=program)
    by_priority = ProcrastinateJob.objects.filter(queue_name="matching").order_by("-priority")
    assert [job.task_name for job in by_priority] == [jobs.perform_run.name, understand_texts.name]


def test_done_again_it_does_nothing(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert understand_texts(program.pk)
    before = files()
    monkeypatch.setattr(understanding, "_done", {})  # as a second worker, or this one started again
    assert understand_texts(program.pk)
    assert files() == before


def test_what_a_killed_worker_had_written_is_kept(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meanings, "BATCH", 10)
    begun: list[int] = []

    def killed(phase: str, done: int, total: int) -> None:
        begun.append(total - done)
        if len(begun) == 3:
            raise SystemExit

    everything = texts_of(program)
    count = len(unknown(everything))
    with pytest.raises(SystemExit):
        understand(everything, progress=killed)
    assert begun == [count, count - 10, count - 20]
    assert len(unknown(everything)) == count - 20


def test_a_long_job_makes_way_and_comes_again(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meanings, "BATCH", 10)
    monkeypatch.setattr(understanding, "MOST_SECONDS", 0)
    assert not understand_texts(program.pk)
    assert queued() == [f"understand-{program.pk}"]


def test_a_run_under_way_does_it_itself(program: Program, cora: Person) -> None:
    run = start_run(by=cora, program=program)
    assert not understand_texts(program.pk)
    assert files() == set()
    stop_run(by=cora, run=run)
    assert understand_texts(program.pk)


def test_a_store_that_can_not_be_written_is_given_up(program: Program, tmp_path: Path) -> None:
    (tmp_path / "vectors").write_text("in the way")
    assert understand_texts(program.pk)
    assert queued() == []


def test_the_studio_waits_for_the_worker_and_then_shows_it(
    program: Program, cora: Person, client: Client
) -> None:
    client.force_login(cora)
    address = reverse("studio_draft", args=[program.pk])
    page = client.post(address, headers={"hx-request": "true"}).content.decode()
    assert "44 texts that people wrote are new here" in page
    assert 'hx-trigger="load delay:3s"' in page
    assert queued() == [f"understand-{program.pk}"]
    understand_texts(program.pk)
    page = client.post(address, headers={"hx-request": "true"}).content.decode()
    assert "are new here" not in page
    assert "Mean fit" in page
