"""Do the work when somebody writes, or when somebody reads: what each way would cost, and which one is drawn."""

from __future__ import annotations

from design_sandbox.analysis.strategies import strategy_figures
from design_sandbox.analysis.what_if import Looked
from design_sandbox.ui.html import text
from design_sandbox.ui.numbers.figure_view import unfolding, value
from design_sandbox.ui.numbers.pieces import ranked


def panel(looked: Looked) -> str:
    """One block for every journey with alternatives; empty where there are none."""
    scenario = looked.walked.scenario
    blocks = []
    for flow, figures in strategy_figures(scenario).items():
        walk = looked.walked.walks.get(flow)
        drawn = {choice.chosen for choice in walk.strategies} if walk else set()
        known = sorted(figures.items(), key=lambda entry: (entry[1].value or 0.0, entry[0]))
        rows = [(figure.label.capitalize(), "as you drew it" if name in drawn else "", figure.value or 0.0, value(figure),
                 "total" if name in drawn else "") for name, figure in known]  # fmt: skip
        folds = "".join(unfolding(figure, label=figure.label.capitalize()) for _, figure in known)
        title = scenario.flows[flow].title or flow
        blocks.append(f"<h4>{text(title)}</h4>{ranked(rows)}{folds}")
    if not blocks:
        return ""
    return f"<h3>When is the work done? <small>calls on stores at peak, ready copies filled</small></h3>{''.join(blocks)}"
