"""Small scenarios and designs for tests, each from a few lines of text.

::

    data note record durable                      # data ID SHAPE, flags, key=value (lists with commas)
    data feed list optional from=note by=post within=5 times=20
    party pay payment                             # third party ID, what it provides
    load followers = 200
    post by user: write note repeatable; call pay eventually=60 when_down=skip
    timeline by user persistent: any(ready: read feed | live: read note times=20)
    ---
    people: client plays=user                     # ID: TYPE, key=value; `label='…'` may hold blanks
    people -> api -> db                           # arrows as in design files: ->  ~>  =>  <->
    [zone east] api db                            # a group and its members
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from design_sandbox.model.design import Design, unfold_chain
from design_sandbox.model.loading import load_catalogue
from design_sandbox.model.scenario import Scenario
from design_sandbox.testing import tiny_design, tiny_scenario
from design_sandbox.walk.walk import Hop, Walk
from design_sandbox.walk.walker import Walked, walk_all

LISTS = ("holds", "copies", "plays", "does", "derived_from", "obligations")
SHORT = {"from": "derived_from", "by": "refreshed_by", "ryw": "read_your_writes"}
"""Short names of an entity's keys."""


def sketch(text: str) -> tuple[Scenario, Design]:
    """The scenario above the line of dashes and the design below it."""
    above, below = re.split(r"^\s*---\s*$", text, maxsplit=1, flags=re.MULTILINE)
    return scenario_of(above), design_of(below)


def walked(text: str) -> Walked:
    """A sketch, walked with the standard catalogue."""
    scenario, design = sketch(text)
    return walk_all(scenario, design, load_catalogue())


def scenario_of(text: str) -> Scenario:
    """The scenario of a sketch."""
    document: dict[str, Any] = {"entities": {}, "third_parties": {}, "load": {}, "flows": {}, "actors": {}}
    for line in _lines(text):
        first, _, rest = line.partition(" ")
        if first == "data":
            name, shape, *options = rest.split()
            document["entities"][name] = {"shape": shape, **_options(options, SHORT)}
        elif first == "party":
            name, provides = rest.split()
            document["third_parties"][name] = {"label": name, "provides": provides}
        elif first == "load":
            name, value = rest.split("=")
            document["load"][name.strip()] = {"value": float(value)}
        else:
            _flow(document, line)
    return tiny_scenario(document)


def design_of(text: str) -> Design:
    """The design of a sketch."""
    components: dict[str, Any] = {}
    connections: list[dict[str, Any]] = []
    groups: dict[str, Any] = {}
    for line in _lines(text):
        if line.startswith("["):
            head, _, members = line[1:].partition("]")
            kind, name, *options = head.split()
            groups[name] = {"kind": kind, "contains": members.split(), **_options(options)}
        elif re.search(r" (->|~>|=>|<->) ", line):
            connections.extend(unfold_chain(line))
        else:
            name, _, rest = line.partition(":")
            kind, *options = shlex.split(rest)
            components[name] = {"type": kind, **_options(options)}
    return tiny_design({"components": components, "connections": connections, "groups": groups})


def calls_of(walk: Walk, *, after: bool | None = None) -> list[str]:
    """Hops in short: `api>db*2` (calls other than one), `?` on a miss, `~` best effort, `^` against the arrow, `+` after."""
    return [_short(hop) for hop in walk.hops if after in (None, hop.after_answer)]


def _short(hop: Hop) -> str:
    marks = (
        {"miss": "?", "best_effort": "~"}.get(hop.mode, "") + "^" * hop.against_arrow + "+" * hop.after_answer
    )
    return f"{hop.source}>{hop.target}{'' if hop.calls == 1 else f'*{hop.calls:.4g}'}{marks}"


def questions_of(walk: Walk) -> list[str]:
    """Codes of the open questions."""
    return [question.code for question in walk.questions]


def _lines(text: str) -> list[str]:
    stripped = (line.split("#")[0].strip() for line in text.splitlines())
    return [line for line in stripped if line]


def _options(words: list[str], short: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for word in words:
        key, given, value = word.partition("=")
        name = short.get(key, key)
        found[name] = (value.split(",") if name in LISTS else _value(value)) if given else True
    return found


def _value(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    return float(text) if re.fullmatch(r"\d*\.\d+", text) else int(text) if text.isdigit() else text


def _flow(document: dict[str, Any], line: str) -> None:
    head, _, body = line.partition(":")
    name, _, actor, *options = head.split()
    steps = [_step(part) for part in re.split(r";(?![^(]*\))", body)]
    more = _options(options)
    if "rate" in more:
        more["rate"] = {"value": more["rate"], "unit": "/s"}
    document["flows"][name] = {"actor": actor, "steps": steps, **more}
    for target in (actor, *(step.get("notify") for step in steps)):
        if target and target != "clock":
            document["actors"][target] = "person"


def _step(text: str) -> dict[str, Any]:
    text = text.strip()
    if text.startswith("any("):
        ways = (way.partition(":") for way in text[4:-1].split("|"))
        return {
            "any_of": {
                name.strip(): [_step(part) for part in steps.split(",") if part.strip()]
                for name, _, steps in ways
            }
        }
    verb, target, *options = text.split()
    return {verb: target, "id": f"{verb}_{target}", **_options(options)}
