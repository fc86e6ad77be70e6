"""The case runner itself: it notices every kind of difference, and refuses files that make no sense."""

from __future__ import annotations

from pathlib import Path

import pytest

from design_sandbox.model.problems import DocumentError
from design_sandbox.testing import CaseError, CaseFailedError, cases_in, run_case

FILE = """
rule: isolated-component
scenario: {{entities: {{}}, flows: {{ask: {{steps: []}}}}}}
design:
  components: {{people: {{type: client}}, api: {{type: service}}, lonely: {{type: worker}}}}
  connections: [people -> api]
cases:
- {{name: a worker without any line, {case}}}
"""


def written(folder: Path, case: str) -> Path:
    """A case file about a lonely worker."""
    path = folder / "case.yaml"
    path.write_text(FILE.format(case=case), "utf-8")
    return path


def test_true_case_runs(tmp_path: Path) -> None:
    """What the rule really says is accepted."""
    (case,) = cases_in(
        written(tmp_path, "expect: fail, elements: [lonely], says: Nothing leads to Worker, share: 0")
    )
    assert run_case(case).verdict == "fail"


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("expect: pass", "expected pass, and the rule says fail"),
        (
            "expect: fail, elements: [api]",
            r"expected findings about \['api'\], and they are about \['lonely'\]",
        ),
        ("expect: fail, elements: []", r"they are about \['lonely'\]"),
        ("expect: fail, says: Something else", "expected the words"),
        ("expect: fail, share: 1", "expected a share of 1, and it is 0"),
    ],
)
def test_false_case_fails(tmp_path: Path, case: str, words: str) -> None:
    """A verdict, an element, a word or a share that differs fails the case and says how."""
    (wrong,) = cases_in(written(tmp_path, case))
    with pytest.raises(CaseFailedError, match=words):
        run_case(wrong)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("expect: fail, subject: flow", "no design 'flow'"),
        (
            "expect: fail, change: [{op: set, component: nobody, field: type, value: worker}]",
            "there is no component 'nobody'",
        ),
        (
            "expect: fail, change: [{op: set, component: api, field: type, value: servce}]",
            "unknown component type 'servce'",
        ),
        ("expect: fail, change: [{op: paint}]", "no edit called 'paint'"),
        ("expect: fail, given: {flows: {ask: {steps: [{read: nothing}]}}}", "'nothing' is not declared"),
    ],
)
def test_senseless_case_is_refused(tmp_path: Path, case: str, words: str) -> None:
    """A case that names what is not there is refused with its file and name."""
    with pytest.raises(CaseError, match=r"case\.yaml, case 'a worker without any line'") as caught:
        cases_in(written(tmp_path, case))
    assert words in str(caught.value)


def test_unknown_key_is_refused_with_its_line(tmp_path: Path) -> None:
    """A key that no case has is told with its place."""
    with pytest.raises(DocumentError, match=r"case\.yaml:8"):
        cases_in(written(tmp_path, "expects: fail"))
