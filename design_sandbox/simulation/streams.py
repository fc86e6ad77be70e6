"""Random numbers: one stream for each station and flow by name, drawn in batches, the same for the same seed.

A part's stream does not depend on the order in which parts are listed, nor on what other parts do.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Iterator
from itertools import chain, pairwise, repeat

import numpy as np
from numpy.typing import NDArray

from design_sandbox.simulation.plan import Burst, Flow, Happening, Spread

BATCH = 2048
LOWEST_CV = 1e-6


def generator(seed: int, name: str) -> np.random.Generator:
    """The random numbers of one name under one seed."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(name.encode())])))


def times(spread: Spread, random: np.random.Generator) -> Iterator[float]:
    """An endless stream of times in seconds."""
    if spread.shape == "constant" or (spread.cv < LOWEST_CV and spread.shape != "exponential"):
        return repeat(spread.mean_s)
    return _endless(_sampler(spread, random))


def chances(random: np.random.Generator) -> Iterator[float]:
    """An endless stream of numbers from 0 up to 1."""
    return _endless(lambda: random.random(BATCH))


def _endless(draw: Callable[[], NDArray[np.float64]]) -> Iterator[float]:
    return chain.from_iterable(draw().tolist() for _ in repeat(None))


def _sampler(spread: Spread, random: np.random.Generator) -> Callable[[], NDArray[np.float64]]:
    mean, cv = spread.mean_s, spread.cv
    if spread.shape == "exponential":
        return lambda: random.exponential(mean, BATCH)
    if spread.shape == "gamma":
        return lambda: random.gamma(1 / cv**2, mean * cv**2, BATCH)
    sigma2 = math.log(1 + cv**2)
    mu, sigma = math.log(mean) - sigma2 / 2 if mean > 0 else -math.inf, math.sqrt(sigma2)
    return lambda: random.lognormal(mu, sigma, BATCH)


def arrivals(flow: Flow, happenings: tuple[Happening, ...], random: np.random.Generator) -> Iterator[float]:
    """The moments at which requests of a flow start, for ever; none at a rate of 0."""
    return chain.from_iterable(block.tolist() for block in arrival_blocks(flow, happenings, random))


def arrival_blocks(
    flow: Flow, happenings: tuple[Happening, ...], random: np.random.Generator
) -> Iterator[NDArray[np.float64]]:
    """The same by blocks.

    Gaps are drawn for a rate of one a second, and time is stretched so that bursts come out at their rate:
    exact for a Poisson process (change of time), and what bursty gaps mean under a changing rate.
    """
    if flow.rate_per_s <= 0:
        return
    at, passed = rate_curve(flow, happenings)
    gaps = _unit_gaps(flow.burstiness, random)
    total = 0.0
    last_rate = (passed[-1] - passed[-2]) / (at[-1] - at[-2])
    while True:
        counts = total + np.cumsum(gaps())
        total = float(counts[-1])
        moments = np.interp(counts, passed, at)
        beyond = counts > passed[-1]
        moments[beyond] = at[-1] + (counts[beyond] - passed[-1]) / last_rate
        yield moments


def merged(streams: list[Iterator[NDArray[np.float64]]]) -> Iterator[tuple[float, int]]:
    """The moments of several streams in order, each with its stream's index; for ever, at last at infinity."""
    return chain(chain.from_iterable(_merged_blocks(streams)), repeat((math.inf, -1)))


def _merged_blocks(
    streams: list[Iterator[NDArray[np.float64]]],
) -> Iterator[Iterator[tuple[float, int]]]:
    left = {index: block for index, stream in enumerate(streams) if (block := next(stream, None)) is not None}
    while left:
        known_until = min(float(block[-1]) for block in left.values())
        cuts = {index: int(np.searchsorted(block, known_until, "right")) for index, block in left.items()}
        moments = np.concatenate([block[: cuts[index]] for index, block in left.items()])
        sources = np.repeat(list(cuts), list(cuts.values()))
        order = np.argsort(moments, kind="stable")
        yield zip(moments[order].tolist(), sources[order].tolist(), strict=True)
        for index, cut in cuts.items():
            rest = left[index][cut:]
            left[index] = rest if rest.size else next(streams[index])


def rate_curve(
    flow: Flow, happenings: tuple[Happening, ...]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Times at which a flow's rate changes, and the requests expected until each; the last rate goes on for ever."""
    bursts = [h for h in happenings if isinstance(h, Burst) and (not h.flows or flow.name in h.flows)]
    edges = sorted({0.0, *(b.start_s for b in bursts), *(b.end_s for b in bursts)})
    edges.append(edges[-1] + 1.0)
    passed = [0.0]
    for start, end in pairwise(edges):
        factor = math.prod(b.factor for b in bursts if b.start_s <= start < b.end_s)
        passed.append(passed[-1] + flow.rate_per_s * factor * (end - start))
    return np.array(edges), np.array(passed)


def _unit_gaps(cv: float, random: np.random.Generator) -> Callable[[], NDArray[np.float64]]:
    if cv < LOWEST_CV:
        return lambda: np.ones(BATCH)
    if cv == 1:
        return lambda: random.exponential(1.0, BATCH)
    return lambda: random.gamma(1 / cv**2, cv**2, BATCH)
