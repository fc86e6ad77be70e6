"""The catalogue as a page: what each type can do, how much of it, and where each figure comes from."""

from __future__ import annotations

from collections.abc import Iterator

from design_sandbox.model.catalogue import Catalogue, ComponentType, PropertySpec
from design_sandbox.model.loading import load_catalogue
from design_sandbox.model.prices import load_prices

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
PRICES: dict[str, str] = {
    "request": "price of a request",
    "read": "price of a read",
    "write": "price of a write",
    "stored": "price of what it stores",
    "sent_out": "price of what it sends out",
    "busy_second": "price of a busy second",
}


def catalogue_page() -> str:
    """The page's text."""
    return "\n".join(_lines(load_catalogue())) + "\n"


def _lines(catalogue: Catalogue) -> Iterator[str]:
    yield from (MADE, "", "# The catalogue", "")
    yield f"{len(catalogue.types)} component types, with the defaults the review uses until you set your own."
    yield f"Prices are those of `design_sandbox/prices/default.yaml` ({load_prices().prices.as_of}), which you can replace."
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
        also = f"; in a file also {', '.join(f'`{name}`' for name in spec.also)}" if spec.also else ""
        yield f"- **Properties:** {', '.join(f'`{name}`' for name in spec.properties)}{also}"
    if spec.synonyms:
        yield f"- **Also typed as:** {', '.join(spec.synonyms)}"
    yield from _figures(name, spec)


def _figures(name: str, spec: ComponentType) -> Iterator[str]:
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
    promised = spec.run_by_provider_promised
    if promised is not None:
        products = ", ".join(spec.run_by_provider)
        rows.append((f"availability of a product ({products})", str(promised.value), promised.source))
    prices = load_prices().of(name)
    if prices is not None:
        priced = [
            ("price of one", prices.instance),
            *((PRICES[use], price) for use, price in prices.uses.items()),
        ]
        rows += [(label, str(price.value), price.source) for label, price in priced if price is not None]
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
