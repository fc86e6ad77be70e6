"""Ready timelines or timelines made on reading: what each costs, and how long the famous take to deliver."""

from __future__ import annotations

from typing import NamedTuple

from design_sandbox.theory.rates import require_positive, require_rate


class Operations(NamedTuple):
    """Store operations a second."""

    writes_per_s: float
    reads_per_s: float

    @property
    def total_per_s(self) -> float:
        """Both together."""
        return self.writes_per_s + self.reads_per_s


def push_cost(posts_per_s: float, followers: float, timeline_reads_per_s: float) -> Operations:
    """Fan-out on write: each post is written into every follower's timeline, a timeline is one read."""
    writes = require_rate(posts_per_s, "the posts") * require_rate(followers, "the followers")
    return Operations(writes, require_rate(timeline_reads_per_s, "the timeline reads"))


def pull_cost(posts_per_s: float, timeline_reads_per_s: float, followees: float) -> Operations:
    """Fan-out on read: a post is one write, each timeline reads from everybody who is followed."""
    reads = require_rate(timeline_reads_per_s, "the timeline reads") * require_rate(
        followees, "the followees"
    )
    return Operations(require_rate(posts_per_s, "the posts"), reads)


def hybrid_cost(
    posts_per_s: float, followers_of_the_rest: float, timeline_reads_per_s: float, famous_followed: float
) -> Operations:
    """Push for most, and each timeline also reads from the few famous authors it follows."""
    pushed = push_cost(posts_per_s, followers_of_the_rest, timeline_reads_per_s)
    extra = timeline_reads_per_s * require_rate(famous_followed, "the famous authors followed")
    return Operations(pushed.writes_per_s, pushed.reads_per_s + extra)


def delivery_lag_s(followers: float, writes_per_s: float) -> float:
    """Seconds until the last follower's timeline has a post, when all the write capacity works on it."""
    return require_rate(followers, "the followers") / require_positive(writes_per_s, "the write capacity")


def largest_push_audience(writes_per_s: float, within_s: float) -> float:
    """Followers up to whom a push meets its deadline: authors with more are better read on demand (hybrid)."""
    return require_rate(writes_per_s, "the write capacity") * require_rate(within_s, "the deadline")


def push_is_cheaper(author_posts_per_s: float, reads_per_follower_per_s: float) -> bool:
    """Whether pushing one author's posts costs less than reading them at each opening of a follower's timeline.

    Both grow with the number of followers, which therefore cancels: it decides the *lag*, not the cost.
    """
    posts = require_rate(author_posts_per_s, "the author's posts")
    return posts < require_rate(reads_per_follower_per_s, "the reads of a follower")
