"""Published back-of-the-envelope estimates of well-known prompts, their slips put right."""

from __future__ import annotations

from typing import Any

from published_cases import Solver

from design_sandbox.theory import estimation as e
from design_sandbox.theory import storage

KB, MB, GB, TB, PB = 1e3, 1e6, 1e9, 1e12, 1e15
PRIMER_MONTHS = 36


def _month_of(given: dict[str, Any], writes: str, reads: str) -> dict[str, Any]:
    """The primer's estimates: bytes a month, three years of them, and rates with its round month."""
    written = given[writes]
    fields = given["bytes"] if isinstance(given["bytes"], list) else [given["bytes"]]
    size = e.total_size(fields)
    month = storage.throughput(written, size)
    return {
        "kb_per_paste": size / KB,
        "gb_per_month": month / GB,
        "tb_per_month": month / TB,
        "gb_3y": e.accumulated(month, PRIMER_MONTHS) / GB,
        "tb_3y": e.accumulated(month, PRIMER_MONTHS) / TB,
        "links_3y": e.accumulated(written, PRIMER_MONTHS),
        "writes_per_s": e.per_second(written, e.ROUND_MONTH_S),
        "per_s": e.per_second(written, e.ROUND_MONTH_S),
        "reads_per_s": e.per_second(given[reads], e.ROUND_MONTH_S),
    }


def _writes(given: dict[str, Any]) -> dict[str, Any]:
    return _month_of(given, "writes_per_month", "reads_per_month")


def _transactions(given: dict[str, Any]) -> dict[str, Any]:
    return _month_of(given, "transactions_per_month", "reads_per_month")


def _queries(given: dict[str, Any]) -> dict[str, Any]:
    return _month_of(given, "queries_per_month", "queries_per_month")


def _twitter_of_xu(given: dict[str, Any]) -> dict[str, Any]:
    people = e.actions_per_day(given["mau"], 1, given["daily_share"])
    tweets = e.actions_per_day(people, given["tweets_per_user"])
    media = storage.throughput(tweets * given["media_share"], given["media_mb"] * MB)
    rate = e.per_second(tweets)
    return {
        "dau": people, "qps": rate, "peak_qps": e.peak_rate(rate), "media_tb_per_day": media / TB,
        "media_pb_5y": storage.stored_after(media, given["years"] * e.YEAR_DAYS) / PB,
    }  # fmt: skip


def _short_links_of_xu(given: dict[str, Any]) -> dict[str, Any]:
    rate, days = e.per_second(given["urls_per_day"]), given["years"] * e.YEAR_DAYS
    return {
        "writes_per_s": rate, "reads_per_s": rate * given["read_write"],
        "records": e.accumulated(given["urls_per_day"], days),
        "storage_tb": storage.stored_after(given["urls_per_day"] * given["bytes"], days) / TB,
    }  # fmt: skip


def _codes(given: dict[str, Any]) -> dict[str, Any]:
    signs = given["alphabet"]
    length = e.code_length(signs, given["records"])
    return {"length": length, "space7": e.code_space(signs, 7), "space6": e.code_space(signs, 6)}


def _videos(given: dict[str, Any]) -> dict[str, Any]:
    size = given["video_mb"] * MB
    watched = storage.throughput(e.actions_per_day(given["dau"], given["videos_watched"]), size)
    uploaded = storage.throughput(e.actions_per_day(given["dau"], 1, given["upload_share"]), size)
    return {
        "upload_tb_per_day": uploaded / TB,
        "cdn_usd_per_day": e.price_of_use(watched / GB, given["cdn_usd_per_gb"]),
    }


def _drive(given: dict[str, Any]) -> dict[str, Any]:
    rate = e.per_second(e.actions_per_day(given["dau"], given["uploads"]))
    return {
        "pb": storage.throughput(given["users"], given["gb"] * GB) / PB, "qps": rate, "peak": e.peak_rate(rate)
    }  # fmt: skip


def _short_links(given: dict[str, Any]) -> dict[str, Any]:
    new = e.per_second(given["new_per_month"], e.MONTH_S)
    objects = e.accumulated(given["new_per_month"], given["years"] * 12)
    redirects = new * given["read_write"]
    return {
        "new_per_s": new, "redirects_per_s": redirects, "objects": objects,
        "tb": storage.throughput(objects, given["bytes"]) / TB,
        "cache_gb_at_20k": e.cached_share(redirects * e.DAY_S, given["bytes"]) / GB,
    }  # fmt: skip


def _timelines(given: dict[str, Any]) -> dict[str, Any]:
    tweets, views = given["tweets_per_day"], e.actions_per_day(given["dau"], given["views_per_dau"])
    photo, video = given["photo_kb"] * KB, given["video_mb"] * MB
    media = tweets * given["photo_share"] * photo + tweets * given["video_share"] * video
    seen = {
        "text": e.per_second(views) * given["text_bytes"],
        "photo": e.per_second(views) * given["photo_share"] * photo,
        "video": e.per_second(views) * given["video_share"] * given["video_watch"] * video,
    }
    return {
        "views_per_day": views, "text_gb_per_day": storage.throughput(tweets, given["tweet_bytes"]) / GB,
        "media_tb_per_day": media / TB, "ingress_mb_s": e.per_second(media) / MB,
        "egress_text_mb_s": seen["text"] / MB, "egress_photo_gb_s": seen["photo"] / GB,
        "egress_video_gb_s": seen["video"] / GB, "egress_total_gb_s": e.total_size(seen.values()) / GB,
    }  # fmt: skip


def _messenger(given: dict[str, Any]) -> dict[str, Any]:
    messages = e.actions_per_day(given["dau"], given["messages"])
    day = storage.throughput(messages, given["bytes"])
    return {
        "messages_per_day": messages, "tb_per_day": day / TB, "mb_per_s": e.per_second(day) / MB,
        "pb_5y": storage.stored_after(day, given["years"] * e.YEAR_DAYS) / PB,
    }  # fmt: skip


def _news_feed(given: dict[str, Any]) -> dict[str, Any]:
    kept = storage.throughput(e.actions_per_day(given["dau"], given["posts"]), given["kb"] * KB)
    return {
        "rps": e.per_second(e.actions_per_day(given["dau"], given["fetches"])), "tb": kept / TB,
        "machines": storage.machines_for(kept, given["server_gb"] * GB),
    }  # fmt: skip


SOLVERS: dict[str, Solver] = {
    "P02-primer-pastebin": _writes,
    "P04-primer-mint": _transactions,
    "P05-primer-sales-rank": _transactions,
    "P06-primer-query-cache": _queries,
    "P07-primer-scaling-aws": _writes,
    "P08-xu-twitter": _twitter_of_xu,
    "P09-xu-url-shortener": _short_links_of_xu,
    "P10-base62": _codes,
    "P11-xu-youtube": _videos,
    "P12-xu-drive": _drive,
    "P13-grokking-tinyurl": _short_links,
    "P14-grokking-twitter": _timelines,
    "P15-grokking-messenger": _messenger,
    "P18-grokking-newsfeed": _news_feed,
}
