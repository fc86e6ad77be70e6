"""The catalogue as a page: what each type can do, how much of it, and where each figure comes from."""

from __future__ import annotations

from collections.abc import Iterator

from design_sandbox.model.catalogue import Catalogue, ComponentType, PropertySpec
from design_sandbox.model.loading import load_catalogue

MADE = (
    "<!-- Made by tools/generate_docs.py from design_sandbox/catalogue; change that and run `make docs`. -->"
)
UNITS = {
    "requests_per_s": "requests",
    "reads_per_s": "reads",
    "writes_per_s": "writes",
    "connections": "open connections",
    "bytes_stored": "stored",
    "bytes_per_s": "throughput",
    "messages_per_s": "messages",
}


def catalogue_page() -> str:
    """The page's text."""
    return "\n".join(_lines(load_catalogue())) + "\n"


def _lines(catalogue: Catalogue) -> Iterator[str]:
    yield from (MADE, "", "# The catalogue", "")
    yield f"{len(catalogue.types)} component types, with the defaults the review uses until you set your own."
    yield "Every figure names its source; `[memory]` marks orders of magnitude: put your own in their place."
    for group in catalogue.groups:
        members = {name: spec for name, spec in catalogue.types.items() if spec.group == group.id}
        if members:
            yield from ("", f"## {group.label}")
        for name, spec in members.items():
            yield from _type(name, spec)
    yield from _connections(catalogue)
    yield from ("", "## Properties", "", "| Property | Accepts | |", "| --- | --- | --- |")
    for name, prop in catalogue.properties.items():
        yield f"| `{name}` {prop.label} | {_accepts(prop)} | {_cell(prop.help)} |"


def _type(name: str, spec: ComponentType) -> Iterator[str]:
    yield from ("", f"### {spec.label} (`{name}`)", "", spec.summary.strip(), "")
    yield f"- **Use it when:** {spec.use_when.strip()}"
    yield f"- **Avoid it when:** {spec.avoid_when.strip()}"
    if spec.abilities:
        yield f"- **Abilities:** {', '.join(ability.replace('_', ' ') for ability in spec.abilities)}"
    if spec.shapes:
        yield f"- **Access:** {', '.join(f'{shape} {fit}' for shape, fit in spec.shapes.items())}"
    if spec.properties:
        yield f"- **Properties:** {', '.join(f'`{name}`' for name in spec.properties)}"
    if spec.synonyms:
        yield f"- **Also typed as:** {', '.join(spec.synonyms)}"
    yield from _figures(spec)


def _figures(spec: ComponentType) -> Iterator[str]:
    rows = [
        (UNITS[dimension], str(figure.value), figure.source) for dimension, figure in spec.capacity.items()
    ]
    if spec.latency is not None:
        rows.append(
            (
                "latency, median and 99th percentile",
                f"{spec.latency.p50}, {spec.latency.p99}",
                spec.latency.source,
            )
        )
    if spec.availability is not None:
        rows.append(("availability of one", str(spec.availability.value), spec.availability.source))
    if spec.price_per_month is not None:
        rows.append(("price of one", str(spec.price_per_month.value), spec.price_per_month.source))
    if rows:
        yield from ("", "| Per instance or shard | Default | Source |", "| --- | --- | --- |")
    for label, value, source in rows:
        yield f"| {label} | {_cell(value)} | {_cell(source)} |"


def _connections(catalogue: Catalogue) -> Iterator[str]:
    yield from ("", "## Connections", "", "| Kind | In | |", "| --- | --- | --- |")
    for name, kind in catalogue.connections.items():
        yield f"| `{name}` {kind.label} | {kind.kind.replace('_', ' ')} | {_cell(kind.help)} |"


def _accepts(prop: PropertySpec) -> str:
    if prop.type == "choice":
        return ", ".join(f"`{option.value}`" for option in prop.options)
    bounds = [f"{bound:g}" for bound in (prop.min, prop.max) if bound is not None]
    return f"{prop.type} {' to '.join(bounds)}".strip()


def _cell(text: str) -> str:
    """Text that does not break its table."""
    return " ".join(text.split()).replace("|", "\\|")
