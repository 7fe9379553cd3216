"""Who reports to whom: one head, no circles. Pure: changes `manager` of the people it is given."""

from collections import defaultdict
from collections.abc import Sequence

from pairwell.cli.company.cast import PARTS
from pairwell.cli.company.dice import dice
from pairwell.cli.company.persons import Somebody

LEADS_FROM = 5
LOOK_AT = 14


def plant_tree(people: Sequence[Somebody], seed: int) -> None:
    """Give everybody but the first a manager of a higher level, near by and not too busy where possible.

    A manager always has a higher level than their people, so that nobody can report to themself.
    """
    chance = dice(seed, "tree")
    reports: dict[int, int] = defaultdict(int)
    wanted_busy = next(i for i, part in enumerate(PARTS) if part.key == "people_manager")
    reports[wanted_busy] = -6  # the people manager of the cast is to have a team
    bosses: dict[tuple[str, str], list[Somebody]] = defaultdict(list)
    order = sorted(people[1:], key=lambda p: (-p.level, p.number))
    for person in order:
        person.manager = people[0].number
        for crowd in (bosses[person.department, person.office["name"]], bosses[person.department, ""]):
            above = [b for b in chance.sample(crowd, min(LOOK_AT, len(crowd))) if b.level > person.level]
            if above:
                chosen = min(
                    above, key=lambda b: (reports[b.number] > 7, b.level, reports[b.number], b.number)
                )
                person.manager = chosen.number
                reports[chosen.number] += 1
                break
        if person.level >= LEADS_FROM:
            bosses[person.department, person.office["name"]].append(person)
            bosses[person.department, ""].append(person)
