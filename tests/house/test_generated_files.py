"""What is generated and committed is what would be generated now; what is shipped fits its schema."""

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from design_sandbox.model.schema import SCHEMAS, schema, schema_text
from design_sandbox.model.source import load_text

REPOSITORY = Path(__file__).resolve().parents[2]
SCHEMA_LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")
SHIPPED = sorted(
    path
    for folder in ("scenarios", "rubrics", "design_sandbox/catalogue")
    for path in (REPOSITORY / folder).rglob("*.yaml")
)


@pytest.mark.parametrize("name", SCHEMAS)
def test_committed_schema_equals_the_models(name: str) -> None:
    """`make schemas` would change nothing."""
    committed = (REPOSITORY / "schemas" / f"{name}.schema.json").read_text("utf-8")

    assert committed == schema_text(name)


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_a_valid_schema(name: str) -> None:
    """Each is a JSON Schema in its own dialect."""
    jsonschema.Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("tool", ["generate_docs.py", "generate_schemas.py"])
def test_generators_find_nothing_to_do(tool: str) -> None:
    """Rule pages, the catalogue page and the schemas are current, and none is left over."""
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "tools" / tool), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_shipped_yaml_names_its_schema_and_fits_it(path: Path) -> None:
    """Editors find the schema by the first line, and accept every shipped document."""
    text = path.read_text("utf-8")
    named = SCHEMA_LINE.match(text)

    assert named is not None, "the first line names the schema"
    rules = json.loads((path.parent / named.group(1)).resolve().read_text("utf-8"))
    errors = jsonschema.Draft202012Validator(rules).iter_errors(load_text(text, path.name).data)
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


def test_design_schema_knows_the_catalogue() -> None:
    """A catalogue property is accepted within its range, an unknown one and an unknown type are not."""
    validator = jsonschema.Draft202012Validator(schema("design"))

    def accepted(**component: object) -> bool:
        header = {"id": "d", "scenario": "s"}
        return validator.is_valid(
            {"design": header, "components": {"a": component}, "connections": ["a -> a"]}
        )

    assert accepted(type="service", replicas=3)
    assert not accepted(type="service", replicas=0)
    assert not accepted(type="service", replcas=3)
    assert not accepted(type="blockchain")
