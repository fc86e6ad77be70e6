"""Meeting one step of a flow, whatever its verb; or one of several strategies (SEMANTICS 6)."""

from __future__ import annotations

from dataclasses import dataclass

from design_sandbox.model.scenario import Step, walk_steps
from design_sandbox.walk.attempt import Attempt, Setting
from design_sandbox.walk.calling import call_step
from design_sandbox.walk.connecting import connect_step
from design_sandbox.walk.keeping import keep_step
from design_sandbox.walk.notifying import notify_step
from design_sandbox.walk.scanning import calls_of
from design_sandbox.walk.strategies import kept
from design_sandbox.walk.walk import StrategyChoice


def meet(attempt: Attempt, step: Step) -> bool:
    """Meet one step; False when the walk stops there."""
    if step.any_of:
        return _any_of(attempt, step)
    match step.verb:
        case "call":
            return call_step(attempt, step)
        case "notify":
            return notify_step(attempt, step)
        case "connect":
            return connect_step(attempt, step)
        case _:
            return keep_step(attempt, step)


def _any_of(attempt: Attempt, step: Step) -> bool:
    """Meet one of several strategies: what the design keeps decides, then what the learner decided, then calls."""
    setting = attempt.setting
    decided = set(setting.decisions.values())
    bound = {name: steps for name, steps in step.any_of.items() if name in setting.bound}
    offered = bound or step.any_of
    tried = [_Tried(name, count, name in decided, *_fork(attempt, steps)) for name, steps in offered.items()
             if (count := kept(steps, setting.scenario, setting.board)) is not None]  # fmt: skip
    if not tried:
        return meet(attempt, next(iter(offered.values()))[0])
    meant = min(tried, key=lambda entry: (entry.intent, not entry.met, entry.cost))
    chosen = min(tried, key=lambda entry: (not entry.met, entry.intent, entry.cost))
    attempt.adopt(chosen.fork)
    if bound:
        because = "one strategy is taken in every journey that offers it"
    elif chosen.intent == meant.intent:
        because = "you decided so" if chosen.decided else _despite(decided & set(step.any_of))
    else:
        because = f"{meant.name.replace('_', ' ')} was meant but does not arrive: {_stop_text(meant.fork)}"
        attempt.facts.add(f"fell_back:{meant.name}")
    costs = {name: _calls_of(setting, steps) for name, steps in step.any_of.items()}
    attempt.strategies.append(StrategyChoice(step.id or "any_of", chosen.name, because, costs))
    return chosen.met


@dataclass(frozen=True)
class _Tried:
    """One strategy, tried."""

    name: str
    kept: int
    """Optional entities it needs; the design keeps all of them."""
    decided: bool
    fork: Attempt
    met: bool

    @property
    def intent(self) -> tuple[int, bool]:
        """What the learner seems to have meant: smaller is more. What is drawn speaks before what was decided."""
        return -self.kept, not self.decided

    @property
    def cost(self) -> tuple[int, float]:
        """Open questions and items asked for; what is equal in both keeps the scenario's order."""
        return len(self.fork.questions), sum(hop.calls * hop.items for hop in self.fork.hops)


def _fork(attempt: Attempt, steps: tuple[Step, ...]) -> tuple[Attempt, bool]:
    fork = attempt.fork()
    return fork, all(meet(fork, inner) for inner in steps)


def _despite(decided: set[str]) -> str:
    """Why a strategy is taken that was not decided: the drawing keeps what it needs, whatever was decided."""
    other = " or ".join(name.replace("_", " ") for name in sorted(decided))
    return (
        f"what the drawing keeps says so; you decided for {other}"
        if other
        else "what the drawing keeps says so"
    )


def _calls_of(setting: Setting, steps: tuple[Step, ...]) -> float:
    return sum(
        calls_of(setting.scenario, inner, setting.number(inner.times)).calls for inner in walk_steps(steps)
    )


def _stop_text(attempt: Attempt) -> str:
    return attempt.stop.message if attempt.stop else "it stops"
