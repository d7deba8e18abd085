"""Tables of a run for docs/performance.md and for the terminal."""

from __future__ import annotations

from typing import Any

from benchmarks.stock import EPOCHS
from benchmarks.targets import Results, Verdict

BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
NAMES = {"a": "A", "b": "B", "c": "C"}
_VARIANTS = (
    ("a", None, "A: `rasa init`, SQLite"),
    ("b", None, "B: our engine, SQLite"),
    ("b", "postgresql", "B, PostgreSQL"),
    ("b", "two_engines", "B, two engines"),
    ("c", None, "C: through the gateway, SQLite"),
    ("c", "postgresql", "C, PostgreSQL"),
    ("c", "two_engines", "C, two engines"),
)


def document(results: Results, verdicts: list[Verdict]) -> str:
    """All tables, in Markdown."""
    parts = [
        _about(results),
        "### Targets\n\n" + targets_table(verdicts),
        "### Closed loop, no think time\n\n" + _closed(results),
        "### 50 chats that think one second (mean) before each message\n\n" + _thinking(results),
        "### Open loop\n\nTurns due by the clock; latency from when they were due.\n\n"
        + _open(results),
        "### One conversation growing\n\nMedian ms of twelve turns around the one named.\n\n"
        + _long(results),
        "### Training, start, memory, understanding\n\n" + _costs(results),
    ]
    return "\n\n".join(parts)


def with_links(tables: str) -> str:
    """What the document shows: the plot, the tables, and where all figures are."""
    return (
        "![Turns a second and milliseconds a turn](images/performance.svg)\n\n"
        f"{tables}\n\n"
        "All figures are in [latest.json](../benchmarks/results/latest.json)."
    )


def between_markers(text: str, generated: str) -> str:
    """A document with what stands between its two markers replaced.

    Raises:
        ValueError: a marker is missing.
    """
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the markers {BEGIN} and {END} are missing")
    return f"{head}{BEGIN}\n\n{generated}\n\n{END}{tail}"


def targets_table(verdicts: list[Verdict]) -> str:
    """One line a target."""
    rows = [
        [
            verdict.name,
            verdict.wanted,
            "not measured" if verdict.value is None else f"{verdict.value:.3g}",
            "yes" if verdict.met else "**no**",
        ]
        for verdict in verdicts
    ]
    return table(["target", "wanted", "measured", "met"], rows)


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _about(results: Results) -> str:
    machine = results["machine"]
    stock, engine = machine["stock"], machine["engine"]
    training = results["a"]["training"]
    lines = [
        f"{results['measured_at'][:10]}, commit {machine['commit']}; {machine['processor']}, "
        f"{machine['cores']} cores, {machine['memory_gib']} GiB, {machine['system']}, Python "
        f"{machine['python']}. A: {_list(stock)}. B and C: {_list(engine)}."
    ]
    if training["extrapolated"]:
        extent = training["extent"]
        lines.append(
            f"A was trained for {extent['epochs']} epochs of DIET and {extent['policy_epochs']} of "
            f"its policies on {extent['examples']} of {extent['all_examples']} examples in "
            f"{training['seconds']:.0f} s; its time for {EPOCHS} epochs on all of them is "
            f"extrapolated from the measured time of an epoch, and its accuracy is that of the "
            f"shorter training."
        )
    return "\n".join(lines)


def _list(versions: dict[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())


def _variants(results: Results) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for phase, variant, name in _VARIANTS:
        part = results.get(phase)
        part = part.get(variant) if part and variant else part
        if part:
            found.append((name, part))
    return found


_LOAD_HEAD = ["turns/s", "p50 ms", "p95 ms", "p99 ms", "errors"]
_CPU_HEAD = ["engine CPU ms a turn", "all servers"]


def _load_cells(load: dict[str, Any]) -> list[str]:
    return [
        f"{load['turns_per_second']:g}",
        f"{load['p50']:g}",
        f"{load['p95']:g}",
        f"{load['p99']:g}",
        str(sum(load["errors"].values())),
    ]


def _cpu_cells(load: dict[str, Any]) -> list[str]:
    return [f"{load['engine_cpu_ms_per_turn']:.1f}", f"{load['servers_cpu_ms_per_turn']:.1f}"]


def _closed(results: Results) -> str:
    rows = [
        [name, chats, *_load_cells(load), *_cpu_cells(load)]
        for name, part in _variants(results)
        for chats, load in part["closed"].items()
    ]
    return table(["", "chats", *_LOAD_HEAD, *_CPU_HEAD], rows)


def _thinking(results: Results) -> str:
    rows = [
        [name, *_load_cells(part["thinking"]), *_cpu_cells(part["thinking"])]
        for name, part in _variants(results)
    ]
    return table(["", *_LOAD_HEAD, *_CPU_HEAD], rows)


def _open(results: Results) -> str:
    rows = [
        [name, rate, *_load_cells(load)[1:]]
        for name, part in _variants(results)
        for rate, load in part.get("open", {}).items()
    ]
    return table(["", "turns/s due", *_LOAD_HEAD[1:]], rows)


def _long(results: Results) -> str:
    rows = [
        [NAMES[phase], *(f"{results[phase]['long'][turn]:g}" for turn in ("5", "50", "200"))]
        for phase in NAMES
        if phase in results
    ]
    return table(["", "turn 5", "turn 50", "turn 200"], rows)


def _costs(results: Results) -> str:
    a, b, c = (results[phase] for phase in NAMES)
    at_full = a["training"]["seconds_at_full"]
    said = " (extrapolated)" if a["training"]["extrapolated"] else ""
    rows = [
        ["training, s", f"{at_full:.0f}{said}", f"{b['training']['seconds']:.0f}", ""],
        [
            "processor time of the training as it ran, s",
            *(f"{part['training']['cpu_seconds']:.0f}" for part in (a, b)),
            "",
        ],
        ["start to first answer, s", *(f"{part['start_seconds']:.1f}" for part in (a, b, c))],
        ["memory of the engine after start, MB", *_megabytes("engine_megabytes_at_start", a, b, c)],
        ["memory of the engine after the load, MB", *_megabytes("engine_megabytes", a, b, c)],
        ["memory of all servers, MB", *_megabytes("servers_megabytes", a, b, c)],
        [
            f"accuracy on {a['accuracy']['messages']} messages",
            f"{a['accuracy']['accuracy']:.3f}",
            f"{b['accuracy']['accuracy']:.3f}",
            "as B",
        ],
        [
            "macro F1",
            f"{a['accuracy']['macro_f1']:.3f}",
            f"{b['accuracy']['macro_f1']:.3f}",
            "as B",
        ],
        [
            "declarations acknowledged / on record",
            *(
                f"{part['recorded']['acknowledged']} / {part['recorded']['on_record']}"
                for part in (a, b, c)
            ),
        ],
    ]
    return table(["", "A", "B", "C"], rows)


def _megabytes(name: str, *parts: dict[str, Any]) -> list[str]:
    return [str(part[name]) for part in parts]
