"""call-chain-too-deep: how many services wait for each other before somebody gets an answer?"""

from __future__ import annotations

from pydantic import Field

from design_sandbox.model.base import Document
from design_sandbox.rules.looking import flow_verdict, title_of
from design_sandbox.rules.rule import PASS, Card, Context, Judgement, Rule
from design_sandbox.walk.walk import Walk


class Parameters(Document):
    """How long a chain may be."""

    at_most: int = Field(default=4, ge=1, le=20, description="Services in a row, the handler included")


def check(context: Context, parameters: Parameters, subject: str) -> Judgement:
    """The longest chain of computes that the answer waits for."""
    early = flow_verdict(context, subject)
    if early:
        return early
    walk = context.walk(subject)
    chain = longest_chain(context, walk)
    if len(chain) <= parameters.at_most:
        return PASS
    title = title_of(context, subject)
    return RULE.fails(
        f"{title} waits for {len(chain)} services in a row: {' → '.join(map(context.label, chain))}.",
        title=f"{title} passes {len(chain)} services in a row", elements=chain, path=chain, subject=subject,
        requirement=context.scenario.flows[subject].requirement,
        because=(f"{parameters.at_most} are enough for most answers; each one adds its delay and its failures.",),
    )  # fmt: skip


def longest_chain(context: Context, walk: Walk) -> tuple[str, ...]:
    """Computes in a row before the answer, from the handler on; what lies between them is passed through."""
    onward: dict[str, list[str]] = {}
    for hop in walk.hops:
        if not hop.after_answer and not hop.against_arrow:
            onward.setdefault(hop.source, []).append(hop.target)

    def longest(name: str, seen: frozenset[str]) -> tuple[str, ...]:
        here = (name,) if context.part(name).can("compute") else ()
        ways = [longest(target, seen | {name}) for target in onward.get(name, ()) if target not in seen]
        return here + max(ways, key=len, default=())

    return longest(walk.entry[0], frozenset()) if walk.entry else ()


RULE = Rule(
    Card(
        id="call-chain-too-deep",
        title="Too many services wait for each other",
        group="scalability",
        severity="low",
        why="Delays add up along a chain and availabilities multiply: five services at 99.9 % are 99.5 % together.",
        how_to_fix="Let one service own the journey; call others side by side, or hand work over behind the answer.",
        false_alarm="Balancers, gateways and poolers do not count. Raise the limit where teams need the cut.",
        references=("AWS Well-Architected REL04",),
    ),
    check,
    about="flow",
    parameters=Parameters,
)
