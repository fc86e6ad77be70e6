"""A scenario: one prompt with its load, data, journeys, failures and what a strong answer names.

Journeys are told over *data*, never over boxes, so that every design that serves them is accepted.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from design_sandbox.model.base import DiagramKind, Document, Identifier, Level, LongText, ShortText
from design_sandbox.model.changes import LoadChange
from design_sandbox.model.problems import Path
from design_sandbox.model.quantity import Bytes, Duration, Money, Ratio, Seconds
from design_sandbox.model.rubric import Criterion, Deduction

EntityShape = Literal[
    "record", "list", "counter", "append", "blob", "text", "place", "fact", "thing", "decision"
]
"""Systems: how the data is reached. Object models: `fact` (an attribute somebody owns), `thing` (an object),
`decision` (an operation that somebody is responsible for)."""

Verb = Literal[
    "read", "write", "claim", "scan", "search", "call", "notify", "connect", "create", "change", "decide"
]

Times = ShortText | Annotated[int | float, Field(ge=0)]
"""How often: a number of zero or more, or the name of a load figure."""
VERBS: tuple[Verb, ...] = (
    "read",
    "write",
    "claim",
    "scan",
    "search",
    "call",
    "notify",
    "connect",
    "create",
    "change",
    "decide",
)

CHECKED_LATER = "names are looked up by whoever knows their lines"
"""Validation context for readers that report unknown names at their places."""


class ScenarioHeader(Document):
    """Identity, place in the library and the rubric that grades it."""

    id: Identifier
    version: Literal[1] = 1
    kind: DiagramKind = "system"
    title: ShortText
    summary: ShortText
    difficulty: Literal["easy", "medium", "hard"]
    minutes: int = Field(ge=5, le=120)
    tags: tuple[ShortText, ...] = ()
    icon: Identifier = "box"
    rubric: Identifier = "scalability"


class Clarification(Document):
    """A question a good candidate asks, and the interviewer's answer."""

    question: LongText
    answer: LongText


class LoadFigure(Document):
    """A named quantity, given with its unit or computed by a formula over the others."""

    value: str | int | float | None = None
    unit: str = ""
    formula: str | None = None
    max: str | int | float | None = Field(default=None, description="The worst single case, in the same unit")
    ask: ShortText | None = Field(default=None, description="The question that brings this figure out")
    note: ShortText | None = None
    label: ShortText | None = Field(default=None, description="Few words for the screen")

    @model_validator(mode="after")
    def _given_or_computed(self) -> LoadFigure:
        if (self.value is None) == (self.formula is None):
            raise ValueError("a load figure has either a value or a formula")
        return self


class OperationWords(Document):
    """What learners call the operations on a fact; each entry is a few words like `try take`."""

    changes: tuple[ShortText, ...] = ()
    guards: tuple[ShortText, ...] = Field(default=(), description="Checks and changes in one operation")
    checks: tuple[ShortText, ...] = Field(
        default=(), description="Only looks, so that somebody else may act on it"
    )
    include: tuple[ShortText, ...] = Field(
        default=(), description="Contain this decision when nobody else claims it"
    )


class Skew(Document):
    """How unevenly the keys of some data are asked for; without it the spread is assumed even, and told so."""

    zipf: float | None = Field(
        default=None,
        ge=0,
        le=5,
        description="The i-th most popular key in proportion to i^-zipf; 0.6 to 1.2 are seen",
    )
    keys: ShortText | Annotated[int, Field(ge=1)] | None = Field(
        default=None,
        description="Load name or formula: how many keys there are; the entity's own count if left out",
    )
    hottest: ShortText | None = Field(
        default=None, description="Load name or formula: requests a second for the single most popular key"
    )

    @model_validator(mode="after")
    def _says_something(self) -> Skew:
        if self.zipf is None and self.hottest is None:
            raise ValueError("say zipf (an exponent) or hottest (the rate of the most popular key)")
        return self


class Entity(Document):
    """Data (systems) or a fact or thing (object models) that journeys speak of."""

    label: ShortText = ""
    synonyms: tuple[ShortText, ...] = Field(
        default=(), description="Words a learner may use for it in a label"
    )
    shape: EntityShape = "record"
    size: Bytes | None = None
    keep: Duration | None = None
    per_day: ShortText | None = Field(
        default=None, description="Load name or formula: how many are added a day"
    )
    count: ShortText | None = Field(default=None, description="Load name or formula: how many exist at once")
    durable: bool = False
    unique: ShortText | None = None
    read_your_writes: bool = False
    sensitive: bool = False
    optional: bool = Field(default=False, description="Only some strategies keep it")
    locates: Identifier | None = Field(
        default=None, description="Says which instance holds this actor's connection"
    )
    derived_from: tuple[Identifier, ...] = ()
    refreshed_by: Identifier | None = None
    times: Times = Field(default=1, description="Copies written for each refresh")
    skew: Skew | None = Field(default=None, description="Popular keys; even if left out")
    takes: Seconds | None = Field(default=None, description="Work one refresh costs (transcoding …)")
    within: Seconds | None = None
    of: Identifier | None = Field(
        default=None, description="Object models: the thing that this fact belongs to"
    )
    operations: OperationWords = OperationWords()


class Actor(Document):
    """Who starts journeys."""

    label: ShortText = ""
    where: Literal["near", "worldwide", "on_site"] = "near"
    synonyms: tuple[ShortText, ...] = ()


class ThirdParty(Document):
    """A service of somebody else that a step calls."""

    label: ShortText
    provides: Identifier


class Step(Document):
    """One verb on one entity, actor or third party; or `any_of`, several ways of meeting it."""

    id: Identifier | None = None
    read: Identifier | None = None
    write: Identifier | None = None
    claim: Identifier | None = None
    scan: Identifier | None = None
    search: Identifier | None = None
    call: Identifier | None = None
    notify: Identifier | None = None
    connect: Identifier | None = None
    create: Identifier | None = None
    change: Identifier | None = None
    decide: Identifier | None = None
    any_of: dict[Identifier, tuple[Step, ...]] = {}
    times: Times = 1
    eventually: Seconds | None = Field(default=None, description="Deadline of work after the answer")
    may_lose: bool = False
    repeatable: bool = False
    expires: Seconds | None = None
    fresh: bool = False
    by: Literal["handler", "actor"] = "handler"
    via: Identifier | None = Field(default=None, description="notify: `push` when the actor is not connected")
    when_down: Literal["skip", "fallback", "required"] = "required"
    together: Identifier | None = Field(
        default=None, description="Steps with the same word are atomic together"
    )
    new_request: bool = Field(default=False, description="The actor sends another request for this step")
    note: LongText = ""

    @model_validator(mode="after")
    def _one_verb(self) -> Step:
        said = [verb for verb in VERBS if getattr(self, verb) is not None] + (
            ["any_of"] if self.any_of else []
        )
        if len(said) != 1:
            raise ValueError(
                f"a step has exactly one of {', '.join(VERBS)} or any_of; found {said or 'none'}"
            )
        return self

    @cached_property
    def verb(self) -> Verb | None:
        """The verb, or None for `any_of`."""
        return next((verb for verb in VERBS if getattr(self, verb) is not None), None)

    @cached_property
    def target(self) -> str:
        """The entity, actor or third party the verb is about; empty for `any_of`."""
        return str(getattr(self, self.verb)) if self.verb else ""


class Target(Document):
    """How long an answer may take."""

    p99: Seconds


class Flow(Document):
    """A journey of one actor as ordered steps over data."""

    title: ShortText = ""
    requirement: Identifier | None = None
    actor: Identifier
    rate: ShortText | LoadFigure
    core: bool = False
    optional: bool = Field(default=False, description="The learner may agree to leave it out")
    from_level: Level = "junior"
    answer_within: Target | None = None
    available: Ratio | None = Field(
        default=None, description="Share of time in which it must be answered, like 99.95 %"
    )
    persistent: bool = Field(default=False, description="Must use one open connection end to end")
    obligations: tuple[Literal["check_identity", "limit_rate"], ...] = ()
    steps: tuple[Step, ...]

    @field_validator("available")
    @classmethod
    def _below_always(cls, available: Ratio | None) -> Ratio | None:
        if available is not None and not 0 < float(available) < 1:
            raise ValueError(
                "an availability lies between 0 % and 100 %, like 99.95 %; nothing is always answered"
            )
        return available


class Requirement(Document):
    """A line of the prompt: functional ones name flows, quality ones a criterion of the rubric."""

    title: ShortText
    flows: tuple[Identifier, ...] = ()
    quality: Identifier | None = Field(default=None, description="Criterion id whose verdict this line shows")
    from_level: Level = "junior"


Loss = Literal["any_instance", "any_zone", "any_region", "third_party", "network", "entity_copies"]
"""What may be lost: the worst one of its kind is taken."""


class Failure(Document):
    """Something that must be survived, and the journeys that must go on meanwhile."""

    id: Identifier
    title: ShortText = ""
    lose: Loss
    which: Identifier | None = Field(default=None, description="The third party or entity that is lost")
    flows: tuple[Identifier, ...]
    from_level: Level = "junior"


class Invariant(Document):
    """What must never happen, however many people act at once."""

    id: Identifier
    title: ShortText = ""
    entity: Identifier
    at_most_one: ShortText
    weight: Literal["blocking", "normal"] = "normal"
    from_level: Level = "junior"


class Burst(Document):
    """A worst case that must be done within a deadline: one author with 100 million followers."""

    id: Identifier
    title: ShortText
    flow: Identifier
    entity: Identifier
    times: ShortText
    within: Seconds
    from_level: Level = "senior"


class TradeOff(Document):
    """A question whose best answer depends on what was drawn."""

    question: LongText
    when: dict[str, Any] = Field(
        default={}, description="Selector: asked when the design matches; empty = always"
    )
    options: dict[Identifier, ShortText]
    strong_answer_names: tuple[ShortText, ...]
    business: LongText = Field(
        default="", description="The same choice in terms of money, customers and risk"
    )
    model_answer: LongText
    decides: dict[Identifier, Identifier] = Field(default={}, description="Option → strategy it stands for")


class Twist(Document):
    """A change of the prompt in mid-round."""

    title: ShortText
    text: LongText = ""
    adds_variant: Identifier | None = None
    adds_attribute: Identifier | None = None
    adds_operation: Identifier | None = None
    adds_actor: Identifier | None = None
    of: Identifier | None = Field(
        default=None, description="The thing that gets the new attribute or operation"
    )
    load: dict[Identifier, LoadChange] = Field(
        default={}, description="Load that changes, like `daily_users: {times: 10}`; shown before and after"
    )
    lose: Loss | None = Field(default=None, description="What is taken away; shown before and after")
    which: Identifier | None = Field(default=None, description="The third party or entity that is lost")
    burst: Identifier | None = Field(
        default=None, description="The worst single case that happens, an id under `bursts`"
    )
    from_level: Level = "mid"


class Estimate(Document):
    """A back-of-the-envelope figure the learner may be asked for."""

    question: ShortText
    formula: str
    unit: str = ""


class Variant(Document):
    """A narrower prompt: only these flows are asked."""

    label: ShortText
    prompt: LongText = ""
    flows: tuple[Identifier, ...]


class RubricChanges(Document):
    """What this scenario adds to the rubric, leaves out of it, or tells about losing its lines."""

    add: tuple[Criterion, ...] = ()
    add_deductions: tuple[Deduction, ...] = ()
    drop: tuple[Identifier, ...] = ()
    points: dict[Identifier, float] = {}
    lost_by: dict[Identifier, dict[str, Any]] = {}


class Budget(Document):
    """What the design may cost."""

    per_month: Money = Field(description="Like `$20,000/month`")


class Scenario(Document):
    """One prompt."""

    scenario: ScenarioHeader
    prompt: LongText
    facts: tuple[Identifier, ...] = Field(default=(), description="Load names shown under the prompt")
    clarifications: tuple[Clarification, ...] = ()
    load: dict[Identifier, LoadFigure] = {}
    entities: dict[Identifier, Entity] = {}
    actors: dict[Identifier, Actor | Literal["person"]]
    third_parties: dict[Identifier, ThirdParty] = {}
    flows: dict[Identifier, Flow]
    requirements: dict[Identifier, Requirement]
    failures: tuple[Failure, ...] = ()
    invariants: tuple[Invariant, ...] = ()
    bursts: tuple[Burst, ...] = ()
    estimates: dict[Identifier, Estimate] = {}
    trade_offs: dict[Identifier, TradeOff] = {}
    twists: dict[Identifier, Twist] = {}
    hints: tuple[LongText, ...] = ()
    variants: dict[Identifier, Variant] = {}
    horizon: Duration | None = Field(
        default=None, description="How far ahead storage is planned; 5 y if left out"
    )
    budget: Budget | None = None
    rubric: RubricChanges = RubricChanges()

    @model_validator(mode="after")
    def _names_exist(self, info: ValidationInfo) -> Scenario:
        """Refuse what no walk could take; readers of files say so at each line themselves (`CHECKED_LATER`)."""
        from design_sandbox.model.scenario_check import reference_mistakes

        mistakes = [] if info.context == CHECKED_LATER else reference_mistakes(self)
        if mistakes:
            raise ValueError("\n".join(map(str, mistakes)))
        return self

    def label_of(self, entity: str) -> str:
        """What the screen calls an entity."""
        known = self.entities.get(entity)
        return known.label if known and known.label else entity.replace("_", " ").replace("-", " ")


def walk_steps(steps: tuple[Step, ...]) -> list[Step]:
    """Every plain step, those inside `any_of` included, in order."""
    found: list[Step] = []
    for step in steps:
        if step.any_of:
            for alternative in step.any_of.values():
                found.extend(walk_steps(alternative))
        else:
            found.append(step)
    return found


def located_steps(scenario: Scenario) -> Iterator[tuple[Path, Step]]:
    """Every plain step of every flow with its path in the document, those inside `any_of` included."""
    for name, flow in scenario.flows.items():
        yield from _located(flow.steps, ("flows", name, "steps"))


def _located(steps: tuple[Step, ...], path: Path) -> Iterator[tuple[Path, Step]]:
    for index, step in enumerate(steps):
        if not step.any_of:
            yield (*path, index), step
        for name, alternative in step.any_of.items():
            yield from _located(alternative, (*path, index, "any_of", name))
