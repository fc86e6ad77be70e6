"""`walk`, `draw`, `scenarios`, `schema`, `rules` and `lint` on what is shipped."""

import json
from pathlib import Path

import pytest

from design_sandbox.cli import BAD_INPUT, FINDINGS, FINE, main
from design_sandbox.cli_commands.walk import walk_lines
from design_sandbox.model.design import Component, Design, DesignHeader
from design_sandbox.model.loading import scenario_folder, scenario_ids
from design_sandbox.model.scenario import Flow
from design_sandbox.rules.registry import all_rules
from design_sandbox.walk.walk import Hop, Stop, Walk

REFERENCE = str(sorted((scenario_folder("twitter") / "references").glob("*.yaml"))[0])
STARTS = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF", "dot": b"digraph"}


def test_walk_prints_the_call_tree() -> None:
    """Hops are numbered, stand one step below their caller, and carry calls per request and a rate."""
    names = ("people", "lb", "api", "queue", "worker")
    design = Design(
        design=DesignHeader(id="d", scenario="s"),
        components={
            name: Component(type="service", label=name.upper() if name == "api" else "") for name in names
        },
    )
    walk = Walk(
        "post", "served", "api", ("people", "lb", "api"),
        hops=(
            Hop("people", "lb", "must", 1, "enter"),
            Hop("api", "queue", "must", 1, "store", "write", "tweets"),
            Hop("queue", "worker", "eventually", 200, "fill", "write", "timelines", deadline_s=5.0),
        ),
    )  # fmt: skip
    flow = Flow(actor="author", rate="posts", requirement="F1", steps=())

    assert list(walk_lines(walk, flow, design, 10.0)) == [
        "F1 post: served, 10/s",
        "  people → lb → API",
        "  1.  API → queue        ×1    10/s   write tweets\n"
        "  2.     queue → worker  ×200  2 k/s  write timelines  eventually, within 5 s",
    ]


def test_walk_says_where_it_stops() -> None:
    """A walk that fails names the place, the step and what would complete it."""
    design = Design(design=DesignHeader(id="d", scenario="s"))
    stop = Stop("store", "api", "nothing holds tweets", "a store that holds tweets")
    lines = list(
        walk_lines(Walk("post", "fails", stop=stop), Flow(actor="a", rate="r", steps=()), design, None)
    )

    assert lines == [
        "post: NOT served",
        "  stops at api (store): nothing holds tweets",
        "  to complete it: a store that holds tweets",
    ]


def test_walk_of_one_flow_by_requirement(capsys: pytest.CaptureFixture[str]) -> None:
    """`--flow` takes a flow's id or its requirement, and refuses others with what is accepted."""
    assert main(["walk", REFERENCE, "--flow", "home_timeline"]) == FINE
    by_flow = capsys.readouterr().out
    assert main(["walk", REFERENCE, "--flow", "F3"]) == FINE

    assert capsys.readouterr().out == by_flow
    assert main(["walk", REFERENCE, "--flow", "home"]) == BAD_INPUT
    assert "accepted: post_tweet" in capsys.readouterr().err


@pytest.mark.parametrize("kind", STARTS)
@pytest.mark.parametrize(
    "options", [[], ["--theme", "dark", "--with-review"]], ids=["plain", "dark-reviewed"]
)
def test_draw_writes_the_kind_of_its_ending(kind: str, options: list[str], tmp_path: Path) -> None:
    """The file's ending chooses the format, and the file is of that format."""
    out = tmp_path / f"out.{kind}"
    code = main(["draw", REFERENCE, "-o", str(out), *options])

    assert code == FINE
    assert STARTS[kind] in out.read_bytes()[:300]


def test_draw_into_a_missing_folder_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A place that cannot be written is named, without a traceback."""
    missing = tmp_path / "no" / "out.svg"

    assert main(["draw", REFERENCE, "-o", str(missing)]) == BAD_INPUT
    assert capsys.readouterr().err == f"{missing}: No such file or directory\n"


def test_scenarios_lists_all(capsys: pytest.CaptureFixture[str]) -> None:
    """Every installed scenario has a line, and an entry in JSON."""
    assert main(["scenarios"]) == FINE
    lines = capsys.readouterr().out.splitlines()
    assert main(["scenarios", "--format", "json"]) == FINE

    assert [line.split()[0] for line in lines] == list(scenario_ids())
    assert [entry["id"] for entry in json.loads(capsys.readouterr().out)] == list(scenario_ids())


@pytest.mark.parametrize("name", ["design", "scenario", "rubric", "catalogue", "catalogue-types"])
def test_schema_prints_json(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each schema is a JSON Schema of the dialect that it names."""
    assert main(["schema", name]) == FINE
    assert json.loads(capsys.readouterr().out)["$schema"].endswith("2020-12/schema")


def test_rules_lists_and_explains(capsys: pytest.CaptureFixture[str]) -> None:
    """Every rule is listed, and its card can be read."""
    assert main(["rules"]) == FINE
    listed = capsys.readouterr().out
    assert main(["rules", "single-point-of-failure"]) == FINE

    assert [line.split()[0] for line in listed.splitlines()] == [rule.card.id for rule in all_rules()]
    assert "When it is a false alarm" in capsys.readouterr().out


def test_lint_of_a_skeleton_tells_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A scenario with too few pitfalls is not proven: exit 1, scores, a table of ablations, and what to do."""
    main(["new-scenario", "notice-board", "--into", str(tmp_path)])
    for name in ("one-server", "two-deciders", "silent-queue"):
        (tmp_path / "notice-board" / "pitfalls" / f"{name}.yaml").unlink()
    code = main(["lint", str(tmp_path / "notice-board")])

    shown = capsys.readouterr()
    assert code == FINDINGS
    assert "at least five pitfalls are needed; found 2" in shown.out
    assert "What loses each rubric line" in shown.out
    assert shown.err == ""


def test_lint_of_a_broken_scenario_is_located(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A scenario that cannot be read gives 2 and the place."""
    (tmp_path / "scenario.yaml").write_text("scenario: {id: x}\nprompt: 3\n")

    assert main(["lint", str(tmp_path)]) == BAD_INPUT
    assert f"{tmp_path}/scenario.yaml:" in capsys.readouterr().err
