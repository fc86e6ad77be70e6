"""Drawings that several tests share."""

import random

from design_sandbox.render.drawing import Badge, Card, Drawing, Group, Link

HOSTILE_TEXTS = (
    "</text><script>alert(1)</script>",
    '" onload="alert(1)',
    "' onmouseover='alert(1)",
    "&amp; &lt; <![CDATA[x]]> --> <?xml?>",
    "\x00\x01\x08\x1b[31m control \ud800 \ufffe \x7f",
    "مرحبا بالعالم هذا اسم طويل جدا",
    "שלום \u202e override \u2066",
    "日本語の非常に長いラベルがここにありますよね",
    "A" * 500,
    "word " * 100,
    "Z\u0337\u0321\u0337\u0321a" * 9,
    "👩‍👩‍👧‍👦 emoji 🚀",
    "%s {0} ${x} \\N \\G \\l",
    "javascript:alert(1)",
    "url(#x) expression(1)",
)


def small_drawing() -> Drawing:
    """Five parts with every ornament of a card: load, badge, stack, and a link to itself."""
    cards = (
        Card("client", "Browsers", "100M a month", "actor", "browser"),
        Card("balancer", "Load balancer", "", "edge", "split"),
        Card("api", "Shortener", "×6 · 3 zones", "compute", "server", 6, 1.56, badge=Badge("medium", 1)),
        Card("cache", "Hot links", "2 nodes", "cache", "zap", 2, utilisation_unknown=True),
        Card("db", "Links", "key → address", "store", "database", 3, 0.9, badge=Badge("high", 2)),
    )
    links = (
        Link("1", "client", "balancer", label="×1 40k/s", order=1),
        Link("2", "balancer", "api", label="×1 40k/s", order=2),
        Link("3", "api", "cache", label="×1 40k/s", order=3),
        Link("4", "api", "db", "async", "×0.05 2k/s", order=4, after_answer=True),
        Link("5", "db", "db", "replication", "to standby"),
    )
    groups = (
        Group("region", "Region eu-1", "region", ("api", "db")),
        Group("zone", "Zone a", "zone", ("cache",), "region", "high"),
    )
    return Drawing("URL shortener", "5 parts", cards, links, groups, True, "Design Sandbox")


def class_drawing() -> Drawing:
    """An object model with all six kinds of relation."""
    cards = (
        Card(
            "lot", "ParkingLot", icon="class", compartments=(("levels: List<Level>",), ("park(v): Ticket",))
        ),
        Card("level", "Level", icon="class", compartments=(("number: Int",), ())),
        Card("vehicle", "Vehicle", icon="class", stereotype="abstract"),
        Card("car", "Car", icon="class"),
        Card("fee", "FeePolicy", icon="interface", stereotype="interface"),
        Card("hourly", "HourlyFee", icon="class"),
        Card("ticket", "Ticket", icon="class"),
    )
    links = (
        Link("1", "lot", "level", "composes", "1..*"),
        Link("2", "car", "vehicle", "inherits"),
        Link("3", "hourly", "fee", "implements"),
        Link("4", "lot", "fee", "depends"),
        Link("5", "lot", "ticket", "associates", "issues"),
        Link("6", "ticket", "vehicle", "aggregates", "0..1"),
    )
    return Drawing("Parking lot", "", cards, links)


def hostile_drawing() -> Drawing:
    """Every text is an attempt to break out of the picture, or out of its place."""
    count = len(HOSTILE_TEXTS)
    loads = (float("nan"), float("inf"), -3.0, 1e9, 0.5)
    cards = tuple(
        Card(
            f"{text}{index}",
            text,
            text,
            icon=text,
            replicas=2,
            utilisation=loads[index % 5],
            badge=Badge("high", 1_234_567),
            stereotype=text if index % 3 == 0 else "",
            compartments=((text, text), (text,)) if index % 4 == 0 else (),
        )
        for index, text in enumerate(HOSTILE_TEXTS)
    )
    links = tuple(
        Link(text, cards[index].id, cards[(index * 2 + 1) % count].id, label=text, order=index * 100)
        for index, text in enumerate(HOSTILE_TEXTS)
    )
    groups = (
        Group("</g>", "</text>" + "長い" * 200, contains=tuple(card.id for card in cards[:4])),
        Group('"', "x" * 300, "zone", (cards[5].id,), "</g>", "high"),
    )
    return Drawing("</title><script>" + "t" * 600, "\x07 sub", cards, links, groups, True, "</svg>")


def random_drawing(cards: int, links: int, *, seed: int = 1) -> Drawing:
    """A graph without any structure: the hardest thing to lay out."""
    chance = random.Random(seed)
    parts = tuple(Card(f"c{index}", f"Part {index}") for index in range(cards))
    ends = [(chance.choice(parts).id, chance.choice(parts).id) for _ in range(links)]
    return Drawing(
        "Random", "", parts, tuple(Link(str(n), a, b, label=f"{n}/s") for n, (a, b) in enumerate(ends))
    )
