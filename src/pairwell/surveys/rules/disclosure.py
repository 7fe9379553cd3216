"""What may be shown of anonymous answers, so that nobody's answer can be worked out.

After the practice of statistical offices (Hundepool and others, Statistical Disclosure Control, 2012,
chapters 4 and 5):

- nothing below five answers;
- a table by group hides small groups, and so many more that the hidden ones together hold five answers
  (secondary suppression): the total minus what is shown then tells nothing about fewer than five people;
- answers are looked at once: results are made when the survey closes. A survey that rolls with the
  mentorships has no such day; its answers come to light in steps of five or more, so that two looks can not be
  subtracted, and it is never split into groups.

A survey asks one side and can be split in one way only, fixed before the first answer: two ways of splitting
the same answers could be subtracted from each other.
"""

from collections.abc import Mapping, Sequence

ENOUGH = 5


def batch_of(answers_before: int) -> int:
    """The batch of the next set of answers, from 0; a batch is whole with five."""
    return answers_before // ENOUGH


def batches_shown(answers: Sequence[int]) -> int:
    """How many leading batches of a rolling survey may be shown of one question.

    answers: how many answered this question in each whole batch, in order. What is shown grows only in steps
    of five or more answers, and the steps depend on earlier batches alone: looking more often tells no more.
    """
    shown, waiting = 0, 0
    for number, count in enumerate(answers, 1):
        waiting += count
        if waiting >= ENOUGH:
            shown, waiting = number, 0
    return shown


def hidden_groups(sizes: Mapping[str, int]) -> frozenset[str]:
    """Groups whose results are not shown; groups without an answer are neither shown nor hidden.

    The hidden groups together hold at least five answers, or there is none hidden.
    """
    held = {group: size for group, size in sizes.items() if size > 0}
    hidden = {group for group, size in held.items() if size < ENOUGH}
    others = sorted((size, group) for group, size in held.items() if group not in hidden)
    while hidden and others and sum(held[group] for group in hidden) < ENOUGH:
        hidden.add(others.pop(0)[1])
    return frozenset(hidden)
