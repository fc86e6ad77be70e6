"""consumers-exceed-partitions: are there more consumers than lanes to read from?"""

from __future__ import annotations

from design_sandbox.rules.finding import Finding
from design_sandbox.rules.looking import judged, set_to
from design_sandbox.rules.rule import Card, Context, Judgement, NoParameters, Rule
from design_sandbox.walk.board import Part
from design_sandbox.walk.routes import consumers


def check(context: Context, parameters: NoParameters, subject: str) -> Judgement:
    """Logs and topics whose partitions are set, against the instances of each of their consumers."""
    pairs = [(channel, context.part(name)) for channel in context.board.with_ability("hand_off")
             if channel.component.properties.get("partitions")
             for name in consumers(context.board, channel.id) if context.part(name).component.properties.get("replicas")]  # fmt: skip
    return judged(
        [_accuse(*pair) for pair in pairs if _number(pair[1], "replicas") > _number(pair[0], "partitions")],
        pairs,
    )


def _number(part: Part, name: str) -> int:
    return int(part.component.properties[name])


def _accuse(channel: Part, consumer: Part) -> Finding:
    lanes, instances = _number(channel, "partitions"), _number(consumer, "replicas")
    return RULE.finding(
        "fail", f"{channel.label} has {lanes} partitions for {instances} instances of {consumer.label}: {instances - lanes} idle.",
        title=f"{channel.label} has too few partitions", elements=(channel.id, consumer.id),
        patch=set_to(channel.id, "partitions", instances), suggestion=f"Give {channel.label} {instances} partitions or more",
    )  # fmt: skip


RULE = Rule(
    Card(
        id="consumers-exceed-partitions",
        title="More consumers than partitions",
        group="asynchrony",
        severity="low",
        why="One partition is read by one consumer of a group. Whoever comes too many waits for work that never comes.",
        how_to_fix="Make as many partitions as you will ever want consumers; adding some later moves keys.",
        false_alarm="Only numbers that you have set are compared. A spare instance may idle on purpose.",
        references=("Apache Kafka documentation, Consumers",),
    ),
    check,
)
