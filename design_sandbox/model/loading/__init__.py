"""Reading documents and content: every error of a file at once, each at its line and column."""

from design_sandbox.model.loading.content import (
    PACKAGE,
    content_folder,
    load_catalogue,
    load_rubric,
    load_scenario,
    rubric_ids,
    scenario_folder,
    scenario_ids,
)  # fmt: skip
from design_sandbox.model.loading.designs import (
    design_from_source,
    design_from_text,
    load_design,
    pitfalls,
    references,
)
from design_sandbox.model.loading.documents import parse, read_file

__all__ = [
    "PACKAGE", "content_folder", "design_from_source", "design_from_text", "load_catalogue", "load_design", "load_rubric",
    "load_scenario", "parse", "pitfalls", "read_file", "references", "rubric_ids", "scenario_folder",
    "scenario_ids",
]  # fmt: skip
