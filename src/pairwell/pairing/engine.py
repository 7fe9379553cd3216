"""The one place that talks to the engine: checks policies, makes problems, runs them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pairwell.core.errors import Refusal, Refused
from pairwell.matching import Policy, PolicyError, Pool, Problem, Result, ShadowPrice
from pairwell.matching.meaning import give_meaning
from pairwell.matching.policy_kinds import CRITERIA, full_params
from pairwell.pairing.meanings import Progress, folder

CHAIN = {"mentee_field": "chain", "mentor_field": "chain"}


def checked(body: Mapping[str, Any]) -> Policy:
    """The policy, or Refused naming the setting and how to mend it."""
    try:
        return Policy.from_dict(body)
    except PolicyError as problem:
        raise Refused(Refusal("policy", str(problem), problem.path)) from problem


def policy_for_engine(body: Mapping[str, Any]) -> Policy:
    """The policy as it is run: "not in one reporting line" is decided on whole chains of managers.

    The engine's own rule compares one code; a chain needs a label for everybody above (see pool.chain).
    """
    rules = []
    for rule in body.get("rules", ()):
        bare = not {"field", "mentee_field", "mentor_field"} & set(rule)
        if rule.get("kind") == "not_same_reporting_line" and bare:
            rules.append({**rule, "kind": "conflict_codes", **CHAIN})
        else:
            rules.append(rule)
    return checked({**body, "rules": rules})


def make_problem(inputs: Mapping[str, Any], *, with_meaning: bool = True) -> Problem:
    """The frozen inputs of a run as a problem of the engine, meanings of texts attached."""
    policy = policy_for_engine(inputs["policy"])
    pool = pool_of(inputs)
    return problem_of(understood(pool, policy) if with_meaning else pool, policy, seed=int(inputs["seed"]))


def problem_of(pool: Pool, policy: Policy, *, seed: int = 0) -> Problem:
    """A problem in which nobody's wish of what matters most names a criterion that the policy no longer has:
    such a wish counts for nothing, instead of stopping the run.
    """
    keys = {criterion.key for criterion in policy.criteria}
    wishes = tuple(wish if wish in keys else None for wish in pool.mentees.matters_most)
    if wishes != pool.mentees.matters_most:
        pool = replace(pool, mentees=replace(pool.mentees, matters_most=wishes))
    return Problem(pool, policy, seed=seed)


def pool_of(inputs: Mapping[str, Any]) -> Pool:
    """The people of frozen inputs as the engine's arrays, without the meanings of their texts."""
    return Pool.from_records(
        inputs["mentees"],
        inputs["mentors"],
        fields=inputs["fields"],
        forbid=[(a, b) for a, b in inputs["forbid"]],
        standing=[(a, b) for a, b in inputs["standing"]],
    )


def understood(pool: Pool, policy: Policy) -> Pool:
    """The pool with the meanings of the texts that the policy compares."""
    texts = compared_texts(policy)
    return give_meaning(pool, columns=texts, folder=folder()).pool if texts else pool


def texts_of(pool: Pool, policy: Policy) -> set[str]:
    """What `understood` has to understand."""
    columns = compared_texts(policy)
    return {text for side, name in pool.text_columns() if name in columns for text in pool.texts(side, name)}


def solved(problem: Problem, progress: Progress) -> Result:
    """The best pairs, with their certificate."""
    from pairwell.matching import solve  # noqa: PLC0415 - compiled code, loaded when a run needs it

    result: Result = solve(problem, progress=progress)
    return result


def tried(problem: Problem) -> tuple[Result, Any]:
    """The best pairs without what would help most, for a draft that is tried; and how they were found."""
    from pairwell.matching.assemble import assembled  # noqa: PLC0415 - compiled code
    from pairwell.matching.solving import solve_pairs  # noqa: PLC0415 - compiled code

    if problem.policy.format in ("peer", "group") or problem.policy.objective == ("stable",):
        return solved(problem, lambda phase, done, total: None), None
    solution = solve_pairs(problem)
    found = assembled(problem, solution.scoring, solution.pairs, certificate=solution.certificate)
    return found, solution


def helpful(problem: Problem, solution: Any, result: Result) -> tuple[ShadowPrice, ...]:
    """What would help most, solved again exactly; nothing for large pools and other formats."""
    from pairwell.matching.shadow import shadow_prices  # noqa: PLC0415 - compiled code

    if solution is None:
        return result.shadow_prices
    return shadow_prices(problem, solution, result)


def instance_of(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Frozen inputs as a whole problem without names, as the engine's checker reads it."""
    from pairwell.matching import write_instance  # noqa: PLC0415 - compiled code

    found: dict[str, Any] = write_instance(make_problem(inputs), keep_ids=True)
    return found


def compared_texts(policy: Policy) -> set[str]:
    """Columns whose meaning the policy compares."""
    named: set[str] = set()
    for criterion in policy.criteria:
        if criterion.kind == "meaning" and criterion.weight > 0:
            params = full_params(CRITERIA["meaning"], criterion.params)
            named |= {str(params["mentee_field"]), str(params["mentor_field"])}
    return named


def shares(policy: Policy) -> dict[str, float]:
    """Every criterion's share of the whole weight, 0 to 1."""
    whole = sum(criterion.weight for criterion in policy.criteria) or 1.0
    return {criterion.key: criterion.weight / whole for criterion in policy.criteria}
