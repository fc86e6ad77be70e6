"""From a design, and its review where there is one, to the neutral picture that is drawn."""

from __future__ import annotations

from collections import defaultdict

from design_sandbox.analysis.numbers import ComponentLoad
from design_sandbox.model.catalogue import Catalogue, ComponentType
from design_sandbox.model.design import Component, Design
from design_sandbox.model.loading import load_catalogue
from design_sandbox.model.quantity import format_quantity
from design_sandbox.render.drawing import Badge, Card, Drawing, Group, Link
from design_sandbox.render.icons import icon_names
from design_sandbox.review.result import Review
from design_sandbox.rules.finding import SEVERITIES, Finding, Severity

STEREOTYPES = {"interface": "interface", "abstract_class": "abstract", "enumeration": "enumeration"}


def drawing_of(
    design: Design,
    review: Review | None = None,
    catalogue: Catalogue | None = None,
    *,
    flow: str | None = None,
) -> Drawing:
    """The picture of a design; with a review its loads, badges and, for one flow, the numbered walk."""
    catalogue = catalogue or load_catalogue()
    findings = _by_element(review)
    return Drawing(
        title=design.design.title or design.design.id,
        subtitle=_subtitle(design, review),
        cards=tuple(
            _card(name, component, catalogue.types.get(component.type), review, findings.get(name, []))
            for name, component in design.components.items()
        ),
        links=tuple(_links(design, review, findings, flow)),
        groups=tuple(_groups(design)),
    )


def _subtitle(design: Design, review: Review | None) -> str:
    parts = [design.design.scenario]
    if review is not None and review.graded:
        parts.append(f"{review.shown_score} of {review.out_of:g} · {review.level} · {review.profile_title}")
    return " · ".join(parts)


def _by_element(review: Review | None) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in review.findings if review is not None else ():
        if finding.waived_because is None:
            for element in finding.elements:
                found[element].append(finding)
    return found


def _worst(findings: list[Finding]) -> Severity | None:
    return min((finding.severity for finding in findings), key=SEVERITIES.index, default=None)


def _card(
    name: str,
    component: Component,
    spec: ComponentType | None,
    review: Review | None,
    findings: list[Finding],
) -> Card:
    load = review.numbers.components.get(name) if review is not None else None
    worst = _worst(findings)
    role = spec.role if spec is not None and spec.role != "class" else "compute"
    return Card(
        id=name,
        title=component.label or (spec.label if spec else name),
        subtitle=subtitle_of(component, spec, load),
        role=role,
        icon=spec.icon if spec is not None and spec.icon in icon_names() else "box",
        replicas=_machines(component),
        utilisation=load.utilisation if load is not None else None,
        utilisation_unknown=load is not None and load.asks_its_size,
        badge=Badge(worst, len(findings)) if worst is not None else None,
        compartments=_compartments(component, spec),
        stereotype=STEREOTYPES.get(component.type, ""),
    )


def _machines(component: Component) -> int:
    said = component.properties
    try:
        return int(said.get("replicas") or 1) * int(said.get("shards") or 1)
    except (TypeError, ValueError):
        return 1


def subtitle_of(component: Component, spec: ComponentType | None, load: ComponentLoad | None = None) -> str:
    """The second line of a card: sizes as set, else as inferred, else the type."""
    said = component.properties
    parts = []
    if said.get("shards"):
        parts.append(f"{said['shards']} shards" + (f" × {said['replicas']}" if said.get("replicas") else ""))
    elif said.get("replicas"):
        parts.append(f"×{said['replicas']}")
    elif (
        load is not None
        and load.instances_inferred
        and (load.instances or 1) > 1
        and spec
        and not spec.managed
    ):
        parts.append(f"×{load.instances:,} assumed")
    elif load is not None and load.asks_its_size:
        parts.append("replicas not set")
    if said.get("hit_ratio"):
        parts.append(f"{float(said['hit_ratio']):.0%} hits")
    held = [*component.holds, *component.copies]
    if held and len(parts) < 2:
        parts.append(", ".join(held[:2]) + (" …" if len(held) > 2 else ""))
    named_otherwise = spec is not None and component.label and component.label.lower() != spec.label.lower()
    return " · ".join(parts) or (spec.label if spec is not None and named_otherwise else "")


def _compartments(component: Component, spec: ComponentType | None) -> tuple[tuple[str, ...], ...]:
    if spec is None or spec.kind != "object_model":
        return ()
    attributes = (
        *component.attributes,
        *(f"{name}" for name in component.owns if name not in component.attributes),
        *(f"/{name}" for name in component.derives),
    )
    operations = (
        *component.operations,
        *(f"{name}()" for name in component.does),
        *(f"create {name}" for name in component.creates),
    )
    return tuple(rows for rows in (attributes, operations) if rows)


def _links(
    design: Design, review: Review | None, findings: dict[str, list[Finding]], flow: str | None
) -> list[Link]:
    orders = _walk_orders(review, flow)
    links = []
    for number, connection in enumerate(design.connections):
        if connection.source not in design.components or connection.target not in design.components:
            continue
        ends = (connection.source, connection.target)
        order, after = orders.get(ends, (None, False))
        links.append(
            Link(
                id=f"e{number}",
                source=ends[0],
                target=ends[1],
                kind=design.connection_kind(connection),
                label=connection.label or _traffic(review, ends),
                severity=_worst(findings.get(" -> ".join(ends), [])),
                order=order,
                after_answer=after,
                emphasised=order is not None,
            )
        )
    return links


def _walk_orders(review: Review | None, flow: str | None) -> dict[tuple[str, str], tuple[int, bool]]:
    """Arrow → number of its first hop in the shown walk, and whether that comes after the answer."""
    orders: dict[tuple[str, str], tuple[int, bool]] = {}
    walk = review.walks.get(flow) if review is not None and flow else None
    for number, hop in enumerate(walk.hops if walk else (), start=1):
        arrow = (hop.target, hop.source) if hop.against_arrow else (hop.source, hop.target)
        orders.setdefault(arrow, (number, hop.after_answer))
    return orders


def _traffic(review: Review | None, ends: tuple[str, str]) -> str:
    load = review.numbers.connections.get(ends) if review is not None else None
    return f"{format_quantity(load.peak_per_s)}/s" if load is not None and load.peak_per_s > 0 else ""


def _groups(design: Design) -> list[Group]:
    """Groups as the drawing layer wants them: each card in the innermost group only, parents by id."""
    parents = {
        member: name
        for name, group in design.groups.items()
        for member in group.contains
        if member in design.groups
    }
    taken: set[str] = set()
    groups = []
    for name in sorted(
        design.groups, key=lambda name: (-_depth(name, parents), list(design.groups).index(name))
    ):
        group = design.groups[name]
        cards = tuple(m for m in dict.fromkeys(group.contains) if m in design.components and m not in taken)
        taken.update(cards)
        kind = "trust" if group.kind == "site" else group.kind
        groups.append(Group(name, group.label or name, kind, cards, parents.get(name)))
    return groups


def _depth(name: str, parents: dict[str, str]) -> int:
    depth, here = 0, parents.get(name)
    while here is not None and depth < 20:
        depth, here = depth + 1, parents.get(here)
    return depth
