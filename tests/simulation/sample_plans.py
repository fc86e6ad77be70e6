"""A plan with a bit of everything, for tests that do not ask what comes out but whether it is the same."""

from __future__ import annotations

from design_sandbox.simulation.plan import (
    Burst,
    Call,
    Chance,
    Flow,
    Later,
    Lookup,
    Pause,
    Plan,
    Spread,
    Station,
    Together,
)

STATIONS = (
    Station("api", Spread(0.01), at_once=8, instances=2),
    Station("shards", Spread(0.004, 1.2), instances=6, lanes=3, lane_weights=(2.0, 1.0, 1.0)),
    Station("files", Spread(0.02, 0.5, "gamma"), at_once=16, held=1.3),
    Station("away", Spread(0.05), unlimited=True),
    Station("worker", Spread(0.01), instances=10, held=0.5),
)
READS = Flow("reads", 100.0, (
    Call("api", (Lookup(Call("shards"), 0.9, (Call("files", work_s=0.01),)), Call("shards", times=3, travel_s=0.001),
                 Chance(0.1, (Call("away"),), missed_by="shards"))),
    Pause(Spread(0.02, 0.1)),
    Later((Call("worker"), Call("away")), "fill"),
))  # fmt: skip
WRITES = Flow("writes", 40.0, (
    Call("api"),
    Together(((Call("shards"),), (Call("files"), Call("files")))),
    Chance(0.3, (Call("away"),), (Call("worker"),)),
), burstiness=2.0, away_s=0.02)  # fmt: skip
SAMPLE = Plan(STATIONS, (READS, WRITES), 10.0, warm_up_s=1.0, happenings=(Burst(5, 8, 1.5, ("reads",)),))
