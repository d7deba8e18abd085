"""A part hangs when its heartbeat stops changing while it could change; nobody else does."""

from __future__ import annotations

from fairwell.processes.hanging import START_SECONDS, HangWatch

AFTER = 60.0


def looks(*steps: tuple[float, dict[str, float] | None, float]) -> list[list[str]]:
    """The findings of a watch at each (time, beats, start of the part)."""
    watch = HangWatch(AFTER)
    return [watch.look(beats, {"worker": started}, now) for now, beats, started in steps]


def beating(until: float, then: float) -> list[tuple[float, dict[str, float] | None, float]]:
    """A look every two seconds, with a beat each until ``until``, and none up to ``then``."""
    times = [float(at) for at in range(0, int(then) + 1, 2)]
    return [(at, {"worker": 1000 + min(at, until)}, 0.0) for at in times]


def test_a_part_that_stops_beating_hangs_after_its_time() -> None:
    findings = looks(*beating(10, 80))

    assert [2 * at for at, found in enumerate(findings) if found] == [72, 74, 76, 78, 80]


def test_a_part_that_beats_never_hangs_whatever_its_clock_says() -> None:
    backwards = [(2.0 * n, {"worker": 9e9 - 3600 * n}, 0.0) for n in range(100)]

    assert not any(looks(*backwards))


def test_a_part_that_beat_once_before_the_first_look_has_its_usual_time() -> None:
    assert any(looks(*[(float(at), {"worker": 5.0}, 0.0) for at in range(0, 64, 2)]))


def test_a_part_that_starts_again_has_longer_and_the_old_beat_is_not_its_own() -> None:
    old = {"worker": 5.0}
    times = range(0, int(START_SECONDS) + 20, 10)
    steps = [(-1.0, old, -2.0), *((float(at), old, 0.0) for at in times)]
    findings = looks(*steps)

    assert [found for (at, _, _), found in zip(steps, findings, strict=True) if found] == [
        ["worker"]
    ]


def test_a_part_that_was_started_again_has_its_time_anew() -> None:
    assert not any(looks(*beating(10, 70), (72.0, {"worker": 1010}, 71.0)))


def test_nobody_is_judged_while_nobody_can_write() -> None:
    away = [(float(at), None, 0.0) for at in range(82, 400, 2)]
    after = [(float(at), {"worker": 1070.0}, 0.0) for at in range(400, 460, 2)]

    assert not any(looks(*beating(70, 80), *away, *after))
    assert any(looks(*beating(70, 80), *away, *after, (462.0, {"worker": 1070.0}, 0.0)))


def test_a_watch_that_slept_itself_judges_nobody() -> None:
    assert not any(looks(*beating(10, 40), (500.0, {"worker": 1010}, 0.0)))
