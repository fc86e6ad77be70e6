"""What the proof says of strategies, of lines that only fall with a journey, of substitutes, and all of it in one run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from design_sandbox.exchange.lint_table import lint_table
from design_sandbox.model.loading import content_folder, load_catalogue, load_scenario, references
from design_sandbox.model.problems import DocumentError
from design_sandbox.review.ablations import ablations
from design_sandbox.review.engine import review
from design_sandbox.review.lint import lint
from design_sandbox.review.proofs.needed import for_its_own_sake, substitute
from design_sandbox.review.proofs.trial import Trial

AHEAD, ON_DEMAND, SHARDED = (
    f"references/{name}.yaml" for name in ("counter-and-cache", "counted-on-demand", "one-sharded-database")
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the URL shortener's folder that a test may spoil."""
    folder = tmp_path / "url-shortener"
    shutil.copytree(content_folder("scenarios") / "url-shortener", folder)
    return folder


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    """Replace a text that must be there."""
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))


def told(folder: Path) -> list[str]:
    """Problems of the proof as one line each."""
    return [f"{problem.where}: {problem.message}" for problem in lint(str(folder)).problems]


def trial_of(name: str) -> Trial:
    """A trial without any proof made yet."""
    return Trial(
        load_scenario(name), content_folder("scenarios") / name, references(name), (), (), progress=None
    )


def test_a_strategy_that_the_walks_do_not_take_is_named(copy: Path) -> None:
    """Whoever writes one strategy and draws the other has not shown that both are right."""
    spoil(copy, AHEAD, "strategy: counted_ahead", "strategy: counted_on_demand")

    said = "counter-and-cache: strategy says counted_on_demand, but the walks take counted_ahead (see_counts)"
    assert any(line.startswith(said) for line in told(copy))


def test_a_decision_that_the_walks_do_not_take_is_named(copy: Path) -> None:
    """The option of a trade-off stands for a strategy, and that one must be walked."""
    spoil(copy, ON_DEMAND, "chosen: on_demand, rejected: ahead", "chosen: ahead, rejected: on_demand")

    assert any(
        "decisions.counting says counted_ahead, but the walks take counted_on_demand" in line
        for line in told(copy)
    )


def test_accepted_designs_differ_by_what_is_walked(copy: Path) -> None:
    """Two names for one strategy are one strategy."""
    (copy / AHEAD).unlink()
    for pitfall in sorted((copy / "pitfalls").glob("*.yaml")):
        if "based_on: counter-and-cache" in pitfall.read_text():
            pitfall.write_text(
                pitfall.read_text().replace("based_on: counter-and-cache", "based_on: counted-on-demand")
            )
    spoil(copy, SHARDED, "band: [85, 100]", "band: [90, 100]")
    spoil(copy, SHARDED, "strategy: counted_on_demand", "strategy: one big store")

    said = "counted-on-demand, one-sharded-database all walk counted_on_demand (see_counts)"
    assert any(said in line for line in told(copy))


@pytest.mark.parametrize("note", [False, True])
def test_an_alternative_that_does_nothing_is_worth_a_look(copy: Path, note: bool) -> None:
    """A strategy without a step is taken by drawing nothing; a note that says what shows it settles the warning."""
    spoil(
        copy,
        "scenario.yaml",
        "counted_on_demand: [{id: count, scan: visit, times: visits_per_link}]",
        "counted_on_demand: []",
    )
    if note:
        spoil(copy, "scenario.yaml", "any_of:", "note: Whoever counts nothing shows nothing\n      any_of:")
    report = lint(str(copy))
    warned = [warning.message for warning in report.warnings if warning.proof == "documents"]

    assert [
        "'counted_on_demand' does nothing: a design takes it by drawing nothing" in line for line in warned
    ] == ([] if note else [True])
    assert ("documents" in lint_table(report).partition("Worth a look")[2]) is not note


def test_a_line_that_only_falls_with_a_journey_is_worth_a_look() -> None:
    """Work behind the answer falls in no edit of its own here; what has such an edit is not mentioned."""
    warned = [warning.where for warning in lint("url-shortener").warnings]

    assert "work-behind-answer" in warned
    assert not {"carries-peak", "survives-losses", "answers-in-time", "journeys-arrive"} & set(warned)


def test_a_line_is_lost_for_its_own_sake() -> None:
    """A store with one copy loses the survival of journeys that arrive; a store that is gone loses them with the journey."""
    scenario, design = load_scenario("url-shortener"), references("url-shortener")[0]
    edits = {ablation.name: ablation.design for ablation in ablations(design, scenario, load_catalogue())}
    before = review(design, scenario, "swe-senior")
    name = next(name for name, part in design.components.items() if part.holds)

    assert for_its_own_sake(
        before, review(edits[f"replicas of {name} = 1"], scenario, "swe-senior"), "survives-losses"
    )
    assert not for_its_own_sake(
        before, review(edits[f"without {name}"], scenario, "swe-senior"), "answers-in-time"
    )


def test_a_substitute_is_named() -> None:
    """A part that costs nothing because another one does the same: the other one is told, not that nothing needs it."""
    trial = trial_of("url-shortener")
    design = next(design for design in references("url-shortener") if design.design.id == "counter-and-cache")
    twice = design.model_copy(update={"components": {**design.components, "twin": design.components["hot"]}})
    assert "hot" in design.components
    links = tuple(
        link.model_copy(update={end: "twin"})
        for link in design.connections
        for end in ("source", "target")
        if getattr(link, end) == "hot"
    )
    twice = twice.model_copy(update={"connections": (*design.connections, *links)})
    before = trial.review(twice)
    edit = next(
        edit for edit in ablations(twice, trial.scenario, trial.catalogue) if edit.name == "without twin"
    )

    assert "`hot`" in substitute(trial, twice, before, edit)


def test_the_dearest_findings_say_why(copy: Path) -> None:
    """A missed band tells the reason, not only the place where a journey stops."""
    spoil(copy, AHEAD, "band: [90, 100]", "band: [10, 20]")

    (line,) = [line for line in told(copy) if "10 to 20 is stated" in line]
    assert "Dearest:" in line


def test_all_files_are_told_in_one_run(copy: Path) -> None:
    """Shape, names, rubric, prompt and designs: ten mistakes in four files are one list, each at its place."""
    spoil(copy, "scenario.yaml", "minutes:", "minuts:")
    spoil(copy, "scenario.yaml", "shape: record", "shape: recrd")
    spoil(copy, "scenario.yaml", "{ahead: counted_ahead", "{ahead: counted_ahed")
    spoil(copy, "scenario.yaml", "quality: carries-peak", "quality: carry-peak")
    spoil(copy, "scenario.yaml", "prompt: >-\n  ", "prompt: >-\n  {nobody_s} ")
    spoil(copy, AHEAD, "type: service", "type: servce")
    spoil(copy, AHEAD, "chosen: ahead", "chosen: ahed")
    spoil(copy, ON_DEMAND, "strategy: counted_on_demand", "strategy: counted_on_demnd")
    spoil(copy, "pitfalls/one-server.yaml", "based_on: one-sharded-database", "based_on: one-sharded-databas")
    with pytest.raises(DocumentError) as refused:
        lint(str(copy))
    told_in_one = str(refused.value)

    for word in ("'minuts'", "'recrd'", "'counted_ahed'", "'carry-peak'", "{nobody_s}", "'servce'", "'ahed'", "'counted_on_demnd'",
                 "'one-sharded-databas'"):  # fmt: skip
        assert told_in_one.count(word) == 1, word
    (prompt,) = [problem for problem in refused.value.problems if "{nobody_s}" in problem.message]
    line = (copy / "scenario.yaml").read_text().splitlines()[prompt.position.line - 1]
    assert line[prompt.position.column - 1 :].startswith("{nobody_s}")


def test_the_guess_stands_before_a_long_list(copy: Path) -> None:
    """Nobody reads forty rules to find the one that was meant."""
    spoil(copy, "pitfalls/one-server.yaml", "expect: [", "expect: [flow-serve, ")

    (line,) = [line for line in told(copy) if "'flow-serve'" in line]
    assert "there is no rule 'flow-serve'; did you mean 'flow-served'? accepted: across-classes" in line
