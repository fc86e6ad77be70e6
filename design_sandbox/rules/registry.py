"""Where rules are found: one module of `checks/` each, and entry points of third parties."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

from design_sandbox.model.problems import did_you_mean
from design_sandbox.rules import checks
from design_sandbox.rules.rule import Rule

ENTRY_POINTS = "design_sandbox.rules"


class UnknownRule(LookupError):  # noqa: N818 (a public name)
    """A rubric or waiver names a rule that nobody registered."""


@lru_cache(maxsize=256)
def rule(rule_id: str) -> Rule:
    """The rule with this id; only its own module is imported. Raises UnknownRule, naming near ids."""
    if rule_id in _own_ids():
        module = importlib.import_module(f"{checks.__name__}.{rule_id.replace('-', '_')}")
        found: Rule = module.RULE
        return found
    third = _third_party()
    if rule_id in third:
        return third[rule_id]
    near = did_you_mean(rule_id, [*_own_ids(), *third])
    raise UnknownRule(f"there is no rule {rule_id!r}" + (f"; did you mean {near!r}?" if near else ""))


def all_rules() -> tuple[Rule, ...]:
    """Every rule, own and third-party, by id."""
    return tuple(rule(name) for name in sorted({*_own_ids(), *_third_party()}))


@lru_cache(maxsize=1)
def _own_ids() -> frozenset[str]:
    return frozenset(module.name.replace("_", "-") for module in pkgutil.iter_modules(checks.__path__))


@lru_cache(maxsize=1)
def _third_party() -> dict[str, Rule]:
    """Rules of installed plug-ins; their ids carry the plug-in's name and a slash, so they never collide with ours."""
    from importlib.metadata import entry_points

    found: dict[str, Rule] = {}
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        registered = point.load()
        for entry in registered if isinstance(registered, (list, tuple)) else [registered]:
            if not isinstance(entry, Rule) or "/" not in entry.card.id:
                raise TypeError(
                    f"{point.value}: a plug-in registers Rule objects whose ids look like 'your-plugin/rule'"
                )
            found[entry.card.id] = entry
    return found
