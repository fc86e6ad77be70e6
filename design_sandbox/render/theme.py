"""Colours by meaning, for a light and a dark picture: the same values as the interface's design tokens."""

from __future__ import annotations

from dataclasses import dataclass, fields

from design_sandbox.render.drawing import Role, Severity, ThemeName

CornerRadius = float
CARD_RADIUS: CornerRadius = 8.0
GROUP_RADIUS: CornerRadius = 12.0
LANE_RADIUS: CornerRadius = 7.0


@dataclass(frozen=True)
class Tone:
    """A colour with its soft ground and the line between the two."""

    ink: str
    soft: str
    line: str


@dataclass(frozen=True)
class Theme:
    """Every colour of a picture."""

    page: str
    card: str
    group: str
    inner_group: str
    text_strong: str
    text: str
    text_muted: str
    text_on_accent: str
    line: str
    line_strong: str
    edge: str
    accent: str
    accent_soft: str
    load_ok: str
    load_tight: str
    load_over: str
    load_track: str
    shadow: str
    shadow_opacity: float
    roles: dict[Role, Tone]
    severities: dict[Severity, Tone]


LIGHT = Theme(
    page="#f8f9fb",
    card="#ffffff",
    group="#f1f4f8",
    inner_group="#e9eef5",
    text_strong="#0f1728",
    text="#323d4f",
    text_muted="#566275",
    text_on_accent="#ffffff",
    line="#e1e5eb",
    line_strong="#c5ccd7",
    edge="#7d899b",
    accent="#1b5cc8",
    accent_soft="#e8effb",
    load_ok="#64748b",
    load_tight="#b26a00",
    load_over="#b3261e",
    load_track="#e5e9ef",
    shadow="#0f1728",
    shadow_opacity=0.06,
    roles={
        "actor": Tone("#26303f", "#e9ecf1", "#c5ccd7"),
        "edge": Tone("#00708f", "#def1f6", "#c5ccd7"),
        "compute": Tone("#4338ca", "#ebeafb", "#c5ccd7"),
        "store": Tone("#0a5c36", "#dff2e6", "#c5ccd7"),
        "cache": Tone("#b5227f", "#fae6f4", "#c5ccd7"),
        "channel": Tone("#7a6800", "#f5f0cf", "#c5ccd7"),
        "external": Tone("#6b2f12", "#f6eae2", "#c5ccd7"),
        "operate": Tone("#4b5769", "#edf0f4", "#c5ccd7"),
    },
    severities={
        "high": Tone("#a31515", "#fcebe9", "#ecb5b0"),
        "medium": Tone("#945a00", "#fcf0da", "#e6c48a"),
        "low": Tone("#4b5769", "#edf0f4", "#c5ccd7"),
        "question": Tone("#1b5cc8", "#e8effb", "#a9c3ee"),
    },
)

DARK = Theme(
    page="#10151c",
    card="#1b232d",
    group="#151c25",
    inner_group="#1a222d",
    text_strong="#f3f6fa",
    text="#cdd5df",
    text_muted="#9aa7b8",
    text_on_accent="#0b1422",
    line="#27303c",
    line_strong="#3b4756",
    edge="#6f7e91",
    accent="#84b3ff",
    accent_soft="#1a2b46",
    load_ok="#8593a6",
    load_tight="#e0a040",
    load_over="#ff8378",
    load_track="#2b3542",
    shadow="#000000",
    shadow_opacity=0.35,
    roles={
        "actor": Tone("#e3e9f1", "#323c49", "#3b4756"),
        "edge": Tone("#4fc3e0", "#11323b", "#3b4756"),
        "compute": Tone("#9d98ff", "#2a2a58", "#3b4756"),
        "store": Tone("#7fdca0", "#15382a", "#3b4756"),
        "cache": Tone("#f290d2", "#431b38", "#3b4756"),
        "channel": Tone("#d9cb5b", "#35320f", "#3b4756"),
        "external": Tone("#cf8a66", "#3d281c", "#3b4756"),
        "operate": Tone("#a9b5c4", "#242d38", "#3b4756"),
    },
    severities={
        "high": Tone("#ff8a80", "#3b1c1b", "#7d3a36"),
        "medium": Tone("#f6c15e", "#38290f", "#755722"),
        "low": Tone("#a9b5c4", "#242d38", "#3f4b5a"),
        "question": Tone("#84b3ff", "#1a2b46", "#3a5c94"),
    },
)

THEMES: dict[ThemeName, Theme] = {"light": LIGHT, "dark": DARK}


def following(light: Theme = LIGHT, dark: Theme = DARK) -> Theme:
    """Both themes in one: in a browser each colour follows the page that the picture stands on, at once."""
    colours = {
        field.name: _either(getattr(light, field.name), getattr(dark, field.name))
        for field in fields(Theme)
        if field.name not in ("shadow_opacity", "roles", "severities")
    }
    shadow = _either(_faint(light), _faint(dark))
    return Theme(**{**colours, "shadow": shadow}, shadow_opacity=1.0,
                 roles={name: _tone(tone, dark.roles[name]) for name, tone in light.roles.items()},
                 severities={name: _tone(tone, dark.severities[name]) for name, tone in light.severities.items()})  # fmt: skip


def _either(light: str, dark: str) -> str:
    return light if light == dark else f"light-dark({light}, {dark})"


def _tone(light: Tone, dark: Tone) -> Tone:
    return Tone(_either(light.ink, dark.ink), _either(light.soft, dark.soft), _either(light.line, dark.line))


def _faint(theme: Theme) -> str:
    return f"{theme.shadow}{round(theme.shadow_opacity * 255):02x}"
