"""The standard catalogue: complete, honest about its figures, and findable by the words people type."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

import design_sandbox
from design_sandbox.model.catalogue import Catalogue, ComponentType, Figure, LatencyFigure
from design_sandbox.model.design import OBJECT_CONNECTIONS, SYSTEM_CONNECTIONS
from design_sandbox.model.design_check import property_problem
from design_sandbox.model.loading import load_catalogue
from design_sandbox.model.quantity_fields import Bytes, Count, Duration, Rate, Ratio

PACKAGE = Path(design_sandbox.__file__).parent
FOLDER = PACKAGE / "catalogue"
ICONS = PACKAGE / "render" / "icons.json"
CATALOGUE: Catalogue = load_catalogue()
TYPES = CATALOGUE.types

EXPECTED_TYPES = {
    "people": "client person device",
    "edge": "dns cdn load_balancer api_gateway reverse_proxy rate_limiter web_firewall connection_pooler",
    "compute": "service websocket_gateway worker function stream_processor scheduler batch_job transcoder "
    "id_generator",
    "data": "relational read_replica key_value wide_column document graph_database geo_index search_index "
    "object_store time_series data_warehouse coordination",
    "cache": "cache",
    "channel": "queue topic log",
    "external": "payment_provider push_provider sms_provider email_provider maps_provider gate third_party",
    "operate": "monitoring logging tracing configuration identity_service secret_store service_registry",
    "classes": "class abstract_class interface enumeration actor_role",
}
DIMENSION_KINDS: dict[str, Any] = {
    "requests_per_s": Rate, "reads_per_s": Rate, "writes_per_s": Rate, "messages_per_s": Rate,
    "bytes_per_s": Rate, "connections": Count, "bytes_stored": Bytes,
}  # fmt: skip
MARK = r"\[(seen|second-hand|derived|memory)\]"


def figures() -> Iterator[tuple[str, Any, Figure]]:
    """Every figure with its place and the kind of quantity it must be."""
    for name, spec in TYPES.items():
        for dimension, figure in spec.capacity.items():
            yield f"{name}.{dimension}", DIMENSION_KINDS[dimension], figure
        if spec.availability:
            yield f"{name}.availability", Ratio, spec.availability


def latencies() -> Iterator[tuple[str, LatencyFigure]]:
    """Every latency with the type that has it."""
    return ((name, spec.latency) for name, spec in TYPES.items() if spec.latency)


def with_ability(*abilities: str) -> Iterator[tuple[str, ComponentType]]:
    """System types that have one of the abilities."""
    return ((n, s) for n, s in CATALOGUE.of_kind("system").items() if set(abilities) & set(s.abilities))


def test_every_group_offers_its_types_in_order() -> None:
    """Each palette section holds exactly the types it should, in the order people read them."""
    offered: dict[str, list[str]] = defaultdict(list)
    for name, spec in TYPES.items():
        offered[spec.group].append(name)

    assert dict(offered) == {group: names.split() for group, names in EXPECTED_TYPES.items()}
    assert [group.id for group in CATALOGUE.groups] == list(EXPECTED_TYPES)


def test_there_are_at_least_40_kinds_of_system_part() -> None:
    """The palette is broad enough for any prompt of the field."""
    assert len(CATALOGUE.of_kind("system")) >= 40


def test_types_stand_in_their_groups_file_and_name_their_schema() -> None:
    """Editors complete every file, and a type is found in the file of its group."""
    for group, types in EXPECTED_TYPES.items():
        lines = (FOLDER / "types" / f"{group}.yaml").read_text(encoding="utf-8").splitlines()
        assert lines[0] == "# yaml-language-server: $schema=../../../schemas/catalogue-types.schema.json"
        assert [line[:-1] for line in lines if re.fullmatch(r"[a-z_]+:", line)] == types.split()
    assert sorted(path.stem for path in (FOLDER / "types").glob("*.yaml")) == sorted(EXPECTED_TYPES)


def test_figures_have_the_unit_of_their_dimension() -> None:
    """A rate is a rate, a size is in bytes, an availability is a share."""
    for _, kind, figure in figures():
        TypeAdapter(kind).validate_python(figure.value)
    for _, latency in latencies():
        assert TypeAdapter(Duration).validate_python(latency.p50) <= latency.p99


def test_every_figure_tells_where_it_comes_from_and_how_well_it_is_known() -> None:
    """Sources end with one of four marks; what was read has the month in which it was read."""
    properties = [(name, spec) for name, spec in CATALOGUE.properties.items() if spec.default is not None]
    sources = [
        *((place, figure.source) for place, _, figure in figures()),
        *((name, latency.source) for name, latency in latencies()),
        *((name, spec.source or "") for name, spec in properties),
    ]
    read = ("[seen]", "[second-hand]")
    unmarked = [place for place, source in sources if not re.search(rf"\w{{3}}.* {MARK}$", source)]
    undated = [place for place, _, figure in figures() if figure.source.endswith(read) and not figure.seen]
    invented = [place for place, _, figure in figures() if figure.source.endswith("[memory]") and figure.seen]

    assert (unmarked, undated, invented) == ([], [], [])


def test_availability_is_told_as_a_promise_or_an_assumption() -> None:
    """An SLA says when money is paid back, not how often the part works."""
    sources = [spec.availability.source for spec in TYPES.values() if spec.availability]

    assert [source for source in sources if not source.startswith(("Promised (SLA)", "Assumed"))] == []


def test_whatever_keeps_data_says_how_it_can_be_reached() -> None:
    """Holders and copies have access shapes, and nothing else has."""
    keepers = {name for name, _ in with_ability("hold", "copy")}

    assert {name for name, spec in TYPES.items() if spec.shapes} == keepers


@pytest.mark.parametrize(
    ("type_id", "good", "slow", "impossible"),
    [
        ("relational", "key range conditional counter append", "graph text near blob", ""),
        ("read_replica", "key range", "graph text near blob", "conditional counter append"),
        ("key_value", "key conditional counter range", "near", "text blob"),
        ("wide_column", "key range append counter", "conditional", "text blob"),
        ("graph_database", "graph key", "text", "blob near"),
        ("geo_index", "near key", "range", "text blob"),
        ("search_index", "text near range key", "counter", "conditional blob"),
        ("object_store", "blob", "key conditional", "counter text near graph"),
        ("time_series", "append range", "key", "conditional text blob"),
        ("cache", "key counter range conditional", "blob", "text graph"),
        ("log", "append", "range", "key conditional counter"),
        ("cdn", "blob key", "", "conditional counter append"),
        ("coordination", "key conditional", "range", "blob text append"),
    ],
)
def test_stores_suit_what_they_are_made_for(type_id: str, good: str, slow: str, impossible: str) -> None:
    """Shapes tell a fitting store from a slow and from an impossible one."""
    shapes = {str(shape): how for shape, how in TYPES[type_id].shapes.items()}
    expected: dict[str, str | None] = dict.fromkeys(impossible.split())
    expected |= dict.fromkeys(good.split(), "good") | dict.fromkeys(slow.split(), "slow")

    assert {shape: shapes.get(shape) for shape in expected} == expected


def test_flags_stand_where_walks_rely_on_them() -> None:
    """Which types are managed, forget, keep connections, or wait for work rather than for requests."""
    system = CATALOGUE.of_kind("system")
    owners = {name for name, _ in with_ability("hold")}

    assert {name for name, spec in system.items() if spec.managed} == {
        "dns", "cdn", "load_balancer", "api_gateway", "web_firewall", "function", "object_store",
        "payment_provider", "push_provider", "sms_provider", "email_provider", "maps_provider", "third_party",
    }  # fmt: skip
    assert {name for name, spec in system.items() if not spec.handles_requests} == {
        "worker", "stream_processor", "scheduler", "batch_job", "transcoder",
    }  # fmt: skip
    assert {name for name in owners if not TYPES[name].durable} == set()
    assert (TYPES["cache"].durable, TYPES["cache"].expires_entries) == (False, True)
    assert TYPES["relational"].expires_entries is False
    assert (TYPES["websocket_gateway"].persistent, TYPES["function"].persistent) == (True, False)


@pytest.mark.parametrize(
    ("type_id", "abilities"),
    [
        ("client", "initiate"), ("device", "initiate pass_on"), ("cdn", "pass_on copy"),
        ("service", "compute"), ("scheduler", "clock"), ("read_replica", "copy"), ("cache", "copy"),
        ("search_index", "hold copy"), ("queue", "hand_off"), ("log", "hand_off hold"), ("gate", "provide"),
        ("identity_service", "operate"), ("class", "compute hold"), ("interface", "compute"),
        ("enumeration", "hold"), ("actor_role", "initiate"),
    ],
)  # fmt: skip
def test_types_are_sets_of_abilities(type_id: str, abilities: str) -> None:
    """A log both hands off and holds; a CDN passes on and copies."""
    assert set(TYPES[type_id].abilities) == set(abilities.split())


def test_third_parties_say_which_service_they_stand_for() -> None:
    """A step that calls `payment` finds exactly one kind of part that provides it."""
    provided = {service: name for name, spec in TYPES.items() for service in spec.provides}

    assert provided == {
        "payment": "payment_provider", "push": "push_provider", "sms": "sms_provider", "gate": "gate",
        "email": "email_provider", "maps": "maps_provider", "third_party": "third_party",
        "identity": "identity_service",
    }  # fmt: skip
    assert all(spec.provides for _, spec in with_ability("provide"))


def test_no_word_means_two_types() -> None:
    """Ids, labels and synonyms are unambiguous, whatever their case."""
    claimed: dict[str, set[str]] = defaultdict(set)
    for name, spec in TYPES.items():
        assert len({word.lower() for word in spec.synonyms}) == len(spec.synonyms), name
        for word in (name, name.replace("_", " "), spec.label, *spec.synonyms):
            claimed[word.lower()].add(name)

    assert {word: sorted(names) for word, names in claimed.items() if len(names) > 1} == {}


@pytest.mark.parametrize(
    ("words", "type_id"),
    [
        ("Redis, Memcached, Valkey", "cache"), ("Postgres, MySQL, Aurora, SQL, database", "relational"),
        ("DynamoDB", "key_value"), ("Cassandra, ScyllaDB, Bigtable", "wide_column"), ("MongoDB", "document"),
        ("Kafka, Kinesis, Pulsar, CDC", "log"), ("SQS, RabbitMQ", "queue"), ("SNS, pub/sub", "topic"),
        ("S3, GCS, blob storage", "object_store"), ("Elasticsearch, OpenSearch, Lucene", "search_index"),
        ("nginx, Envoy", "reverse_proxy"), ("HAProxy, ELB, ALB, LB", "load_balancer"),
        ("Cloudflare, CloudFront, Akamai", "cdn"), ("Stripe, Adyen", "payment_provider"),
        ("APNs, FCM", "push_provider"), ("Twilio", "sms_provider"), ("SendGrid", "email_provider"),
        ("Flink, Spark Streaming", "stream_processor"), ("Spark", "batch_job"),
        ("Airflow, cron", "scheduler"),
        ("ZooKeeper, etcd, Consul", "coordination"), ("Neo4j", "graph_database"), ("InfluxDB", "time_series"),
        ("Prometheus, Grafana", "monitoring"), ("Lambda", "function"), ("API, microservice", "service"),
        ("websocket", "websocket_gateway"), ("kiosk, sensor", "device"), ("browser, mobile app", "client"),
    ],
)  # fmt: skip
def test_people_find_types_by_the_products_they_know(words: str, type_id: str) -> None:
    """Typing a product's name, in any case, leads to the kind of part it is."""
    assert {CATALOGUE.by_synonym[word.lower()] for word in words.split(", ")} == {type_id}


def test_forms_are_short_and_their_defaults_acceptable() -> None:
    """At most ten fields a type in sight, no property without a type, and no default the form would refuse."""
    properties = CATALOGUE.properties
    offered = {field for spec in TYPES.values() for field in spec.properties}
    defaults: list[tuple[str, str, object]] = [
        *(("all", field, spec.default) for field, spec in properties.items() if spec.default is not None),
        *((name, field, value) for name, spec in TYPES.items() for field, value in spec.defaults.items()),
    ]
    refused = [entry for entry in defaults if property_problem(properties[entry[1]], entry[2])]

    in_sight = {
        name: [field for field in spec.properties if not properties[field].folded]
        for name, spec in TYPES.items()
    }
    assert [name for name, fields in in_sight.items() if len(fields) > 10] == []
    assert offered == set(properties)
    assert refused == []


def test_every_kind_of_arrow_is_explained() -> None:
    """The connections of both kinds of diagram are those that designs may use."""
    by_kind = {kind: tuple(name for name, spec in CATALOGUE.connections.items() if spec.kind == kind)
               for kind in ("system", "object_model")}  # fmt: skip

    assert by_kind == {"system": SYSTEM_CONNECTIONS, "object_model": OBJECT_CONNECTIONS}
    assert len({spec.style for spec in CATALOGUE.connections.values()}) == len(CATALOGUE.connections)


def test_help_is_one_to_three_sentences_for_everything() -> None:
    """Whatever a candidate meets is explained in whole sentences, and briefly."""
    texts = [text for spec in TYPES.values() for text in (spec.summary, spec.use_when, spec.avoid_when)]
    texts += [spec.help for spec in CATALOGUE.properties.values()]
    texts += [kind.help for kind in CATALOGUE.connections.values()]
    sentences = {text: len(re.findall(r"[.?!](?= [A-Z]|$)", text)) for text in texts}

    assert [text for text, count in sentences.items() if not text.endswith(".") or count > 3] == []
    assert len(sentences) == len(texts)


@pytest.mark.skipif(not ICONS.exists(), reason="the icons are not vendored here")
def test_every_icon_can_be_drawn() -> None:
    """The renderer has a body for each icon that the catalogue names."""
    known = json.loads(ICONS.read_text(encoding="utf-8"))

    assert sorted({spec.icon for spec in TYPES.values()} - set(known)) == []
