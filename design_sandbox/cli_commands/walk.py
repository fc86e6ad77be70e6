"""`walk`: follow a design's flows hop by hop, with calls per request and the rate they make."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from design_sandbox.cli_commands.common import (
    DEFAULT_PROFILE,
    CommandError,
    read_both,
    reviewed,
    table,
)
from design_sandbox.exchange.plain import calls, one_line, rate

if TYPE_CHECKING:
    from design_sandbox.model.design import Design
    from design_sandbox.model.scenario import Flow
    from design_sandbox.walk.walk import Hop, Walk

STATUS_WORDS = {"served": "served", "asks": "served, with open questions", "fails": "NOT served",
                "out_of_scope": "left out of scope"}  # fmt: skip
MODE_WORDS = {"must": "", "miss": "on miss", "best_effort": "best effort", "eventually": "eventually"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the subcommand."""
    parser.add_argument("file", metavar="FILE", help="a design (YAML or JSON); - reads stdin")
    parser.add_argument("--flow", metavar="F", help="this flow or requirement only")
    parser.add_argument(
        "--scenario", metavar="ID", help="walk this one's flows, not the one's the design names"
    )
    parser.add_argument(
        "--profile", default=DEFAULT_PROFILE, help=f"role and level, default: {DEFAULT_PROFILE}"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the walks; 0 when all of them arrive, else 1."""
    from design_sandbox.model.load import load_numbers

    design, scenario = read_both(arguments.file, arguments.scenario)
    walks = reviewed(design, scenario, arguments.profile).walks
    wanted = _wanted(arguments.flow, scenario.flows, walks)
    rates = load_numbers(scenario) if scenario.scenario.kind == "system" else {}
    blocks = [
        "\n".join(walk_lines(walks[name], scenario.flows[name], design, rates.get(rate_name(name))))
        for name in wanted
    ]
    print("\n\n".join(blocks))
    return int(any(walks[name].status == "fails" for name in wanted))


def _wanted(asked: str | None, flows: dict[str, Flow], walks: dict[str, Walk]) -> list[str]:
    if asked is None:
        return list(walks)
    found = [name for name in walks if asked in (name, flows[name].requirement)]
    if not found:
        from design_sandbox.model.problems import quoted

        raise CommandError(f"There is no flow {quoted(asked)}; accepted: {', '.join(walks)}")
    return found


def walk_lines(walk: Walk, flow: Flow, design: Design, rate_per_s: float | None) -> Iterator[str]:
    """One walk as a heading, its call tree, and what it leaves open."""
    name = f"{flow.requirement} {walk.flow}" if flow.requirement else walk.flow
    asked = f", {rate(rate_per_s)}" if rate_per_s is not None else ""
    yield f"{name}: {STATUS_WORDS[walk.status]}{asked}"
    if walk.entry:
        yield "  " + " → ".join(_label(part, design) for part in walk.entry)
    rows = list(_hop_rows(walk, design, rate_per_s))
    if rows:
        yield "\n".join("  " + line for line in table(rows).splitlines())
    yield from _endings(walk, design)


def _hop_rows(walk: Walk, design: Design, rate_per_s: float | None) -> Iterator[tuple[str, ...]]:
    """The hops as a tree: each stands one step deeper than the hop that reached its source."""
    depth = dict.fromkeys(walk.entry, 0)
    order = 0
    for hop in walk.hops:
        if hop.step == "enter":
            continue
        order += 1
        level = depth.get(hop.source, 0)
        depth.setdefault(hop.target, level + 1)
        arrow = "⇠" if hop.against_arrow else "→"
        way = f"{'   ' * level}{_label(hop.source, design)} {arrow} {_label(hop.target, design)}"
        made = rate(hop.calls * rate_per_s) if rate_per_s is not None else ""
        does = f"{hop.verb.replace('_', ' ')} {hop.entity}".strip()
        yield (f"{order}.", way, calls(hop.calls), made, does, _mode(hop))


def _mode(hop: Hop) -> str:
    words = [MODE_WORDS[hop.mode]]
    if hop.after_answer and hop.mode != "eventually":
        words.append("after the answer")
    if hop.deadline_s is not None:
        words.append(f"within {hop.deadline_s:g} s")
    words = [word for word in (*words, one_line(hop.note)) if word]
    return ", ".join(dict.fromkeys(words))


def _endings(walk: Walk, design: Design) -> Iterator[str]:
    if walk.stop is not None:
        yield f"  stops at {one_line(walk.stop.at)} ({walk.stop.step}): {one_line(walk.stop.message)}"
        yield f"  to complete it: {one_line(walk.stop.completes)}"
    for choice in walk.strategies:
        costs = ", ".join(f"{name} {calls(cost)}" for name, cost in choice.calls.items())
        yield f"  {choice.step}: {choice.chosen}, because {one_line(choice.because)}" + (
            f" ({costs})" if costs else ""
        )
    for question in walk.questions:
        yield f"  ? {one_line(question.text)}"
    for tie in walk.ties:
        yield f"  {_label(tie, design)} would have served as well"


def _label(part: str, design: Design) -> str:
    component = design.components.get(part)
    return one_line(component.label) if component and component.label else part


def rate_name(flow: str) -> str:
    """How `load_numbers` calls a flow's own rate."""
    import re

    return f"rate_of_{re.sub('[^A-Za-z0-9_]', '_', flow)}"
