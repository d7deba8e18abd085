"""Plot of docs/performance.md: plain SVG, readable on light and dark pages."""

from __future__ import annotations

from html import escape

from benchmarks.report import NAMES
from benchmarks.targets import Results

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 720, 250, 60, 40
_COLOURS = {"a": "#b45309", "b": "#1d4ed8", "c": "#047857"}
_LABELS = {"a": "A: rasa init", "b": "B: our engine", "c": "C: through the gateway"}
_LEVELS = ("1", "8", "32", "50")


def draw(results: Results) -> str:
    """Draw turns a second by concurrent chats, and the time of a turn as its conversation grows."""
    pace = [
        (phase, [(level, results[phase]["closed"].get(level)) for level in _LEVELS])
        for phase in NAMES
    ]
    bars = _bars(
        "Turns a second, closed loop, by chats at once",
        _LEVELS,
        {
            phase: [load["turns_per_second"] if load else 0.0 for _, load in loads]
            for phase, loads in pace
        },
    )
    turns = ("5", "50", "200")
    growth = _bars(
        "Milliseconds a turn, at turn 5, 50 and 200 of one conversation",
        turns,
        {phase: [results[phase]["long"][turn] for turn in turns] for phase in NAMES},
    )
    height = 2 * _HEIGHT + 30
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'font-family="sans-serif" font-size="12">\n'
        f"<title>Turns a second and milliseconds a turn of A, B and C</title>\n"
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>\n'
        f'{_legend()}<g transform="translate(0 30)">{bars}</g>\n'
        f'<g transform="translate(0 {30 + _HEIGHT})">{growth}</g>\n</svg>\n'
    )


def _legend() -> str:
    return "".join(
        f'<rect x="{_LEFT + 190 * number}" y="10" width="12" height="12" fill="{colour}"/>'
        f'<text x="{_LEFT + 190 * number + 18}" y="20" fill="#111827">'
        f"{escape(_LABELS[phase])}</text>\n"
        for number, (phase, colour) in enumerate(_COLOURS.items())
    )


def _bars(title: str, groups: tuple[str, ...], values: dict[str, list[float]]) -> str:
    highest = max(max(row) for row in values.values()) or 1.0
    room = _HEIGHT - _BOTTOM - 40
    wide = (_WIDTH - _LEFT - 20) / len(groups)
    bar = wide / (len(values) + 1)
    parts = [f'<text x="{_LEFT}" y="18" fill="#111827" font-weight="bold">{escape(title)}</text>']
    for group, name in enumerate(groups):
        left = _LEFT + group * wide
        for place, (phase, row) in enumerate(values.items()):
            tall = room * row[group] / highest
            x, y = left + place * bar, _HEIGHT - _BOTTOM - tall
            parts.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{bar - 4:.1f}" height="{tall:.1f}" '
                f'fill="{_COLOURS[phase]}"/>'
                f'<text x="{x + bar / 2 - 2:.1f}" y="{y - 4:.1f}" text-anchor="middle" '
                f'fill="#111827">{row[group]:g}</text>'
            )
        middle = left + bar * len(values) / 2
        parts.append(
            f'<text x="{middle:.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle" '
            f'fill="#111827">{name}</text>'
        )
    return "\n".join(parts)
