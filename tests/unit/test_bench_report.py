"""The verdicts and the tables of the benchmark, from figures as a run leaves them."""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks.plot import draw
from benchmarks.report import BEGIN, END, between_markers, document
from benchmarks.stock import Extent, at_full, epoch_seconds, with_epochs
from benchmarks.targets import TARGETS, Verdict, judge
from tests.support.tables import table


def load(turns_per_second: float, p95: float) -> dict[str, Any]:
    return {
        "turns": 100,
        "turns_per_second": turns_per_second,
        "p50": p95 / 2,
        "p95": p95,
        "p99": p95 * 2,
        "errors": {},
        "engine_cpu_ms_per_turn": 3.0,
        "servers_cpu_ms_per_turn": 5.0,
    }


def part(pace: float, p95: float, turn_200: float, start: float, megabytes: int) -> dict[str, Any]:
    return {
        "closed": {chats: load(pace, p95) for chats in ("1", "8", "32", "50")},
        "thinking": load(50, p95),
        "open": {"10": load(10, p95)},
        "long": {"5": 10.0, "50": 10.0, "200": turn_200, "errors": {}},
        "start_seconds": start,
        "engine_megabytes_at_start": megabytes,
        "engine_megabytes": megabytes,
        "servers_megabytes": 2 * megabytes,
        "accuracy": {"accuracy": 0.8, "macro_f1": 0.7, "messages": 500},
        "recorded": {"acknowledged": 40, "on_record": 40},
    }


def a_good_run() -> dict[str, Any]:
    a = part(20, 1000, 30.0, 50.0, 1000)
    a["accuracy"]["accuracy"] = 0.65
    a["training"] = {
        "seconds": 600.0,
        "cpu_seconds": 1100.0,
        "seconds_at_full": 4000.0,
        "extrapolated": True,
        "extent": {"epochs": 15, "policy_epochs": 100, "examples": 8000, "all_examples": 9000},
    }
    b = part(400, 20, 11.0, 6.0, 200) | {
        "training": {"seconds": 40.0, "cpu_seconds": 38.0, "examples": 9000}
    }
    b["postgresql"] = {"closed": {"8": load(350, 60)}, "thinking": load(50, 25)}
    b["two_engines"] = {"closed": {"8": load(450, 60)}, "thinking": load(50, 25)}
    c = part(220, 40, 11.0, 9.0, 200) | {"apologies": 0}
    c["postgresql"] = {"closed": {"8": load(200, 60)}, "thinking": load(50, 45), "apologies": 0}
    machine = {
        "commit": "abc1234",
        "processor": "a processor",
        "cores": 2,
        "memory_gib": 23,
        "system": "Linux 6",
        "python": "3.11.7",
        "stock": {"rasa": "3.6.21"},
        "engine": {"rasa": "3.6.21"},
    }
    return {"measured_at": "2026-11-24T18:00:00", "machine": machine, "a": a, "b": b, "c": c}


def missed(results: dict[str, Any]) -> list[Verdict]:
    return [verdict for verdict in judge(results) if not verdict.met]


def test_a_run_that_reaches_everything_misses_nothing() -> None:
    assert missed(a_good_run()) == []


@table(
    "path, value, target",
    [
        ("b closed 8 turns_per_second", 299.0, "Turns/s at 8 chats, one engine"),
        (
            "b two_engines closed 8 turns_per_second",
            399.0,
            "Turns/s at 8 chats, two engines",
        ),
        ("b start_seconds", 10.1, "Start to first answer"),
        ("b training seconds", 60.1, "Training time, B"),
        ("b training cpu_seconds", 137.6, "Processor time of a training"),
        ("b engine_megabytes", 251, "Memory of the engine after the load"),
        ("b long 200", 13.1, "Turn 200 against turn 5, B"),
        ("b thinking p95", 30.1, "p95, 50 chats thinking 1 s, B"),
        ("b postgresql thinking p95", 30.1, "p95, 50 chats thinking 1 s, B on PostgreSQL"),
        ("c thinking p95", 60.1, "p95, 50 chats thinking 1 s, C"),
        ("c postgresql thinking p95", 60.1, "p95, 50 chats thinking 1 s, C on PostgreSQL"),
        ("c closed 8 turns_per_second", 199.0, "Turns/s at 8 chats, C"),
        ("b open 10 errors", {"empty answer": 1}, "Errors and empty answers, B"),
        ("b postgresql closed 8 errors", {"status 500": 1}, "Errors and empty answers, B"),
        ("c long errors", {"TimeoutError": 1}, "Errors and empty answers, C"),
        ("b recorded on_record", 39, "Lost turns, B"),
        ("c postgresql apologies", 1, "Lost turns, C"),
        ("a accuracy accuracy", 0.71, "Accuracy, B above A"),
    ],
)
def test_each_figure_on_the_wrong_side_of_its_bound_misses_its_target_alone(
    path: str, value: object, target: str
) -> None:
    results = deepcopy(a_good_run())
    *way, last = path.split()
    place = results
    for key in way:
        place = place[key]
    place[last] = value

    assert [verdict.name for verdict in missed(results)] == [target]


def test_what_was_not_measured_is_not_met() -> None:
    results = a_good_run()
    del results["b"]["two_engines"]

    (verdict,) = missed(results)
    assert (verdict.name, verdict.value) == ("Turns/s at 8 chats, two engines", None)
    assert "| Turns/s at 8 chats, two engines | >= 20 x A | not measured | **no** |" in document(
        results, judge(results)
    )


def test_the_report_states_targets_machine_and_what_was_extrapolated() -> None:
    results = a_good_run()
    text = document(results, judge(results))

    assert text.count("| yes |") == len(TARGETS)
    assert "| Turns/s at 8 chats, one engine | >= 15 x A | 20 | yes |" in text
    assert "a processor, 2 cores, 23 GiB" in text
    assert "15 epochs of DIET" in text
    assert "| training, s | 4000 (extrapolated) | 40 |  |" in text
    assert "| processor time of the training as it ran, s | 1100 | 38 |  |" in text
    assert "| B, PostgreSQL | 8 | 350 |" in text


def test_a_table_is_put_between_the_markers_and_nothing_else_changes() -> None:
    before = f"# Title\n\n{BEGIN}\nold\n{END}\n\nThe end.\n"

    after = between_markers(before, "new")

    assert after == f"# Title\n\n{BEGIN}\n\nnew\n\n{END}\n\nThe end.\n"
    assert between_markers(after, "new") == after


def test_a_document_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="markers"):
        between_markers("# Title\n", "new")


def test_the_plot_is_a_picture_with_a_bar_for_each_figure() -> None:
    picture = ElementTree.fromstring(draw(a_good_run()))

    bars = [e for e in picture.iter("{http://www.w3.org/2000/svg}rect") if e.get("y") != "10"]
    texts = [e.text for e in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert len(bars) == 1 + 3 * 4 + 3 * 3  # the ground, four levels and three turns
    assert {"400", "220", "20"} <= set(texts)


def test_epochs_are_changed_where_there_are_any_and_nothing_else() -> None:
    config = {
        "pipeline": [{"name": "DIETClassifier", "epochs": 100}, {"name": "FallbackClassifier"}],
        "policies": [{"name": "TEDPolicy", "epochs": 100, "max_history": 5}],
    }

    assert with_epochs(config, 15, 50) == {
        "pipeline": [{"name": "DIETClassifier", "epochs": 15}, {"name": "FallbackClassifier"}],
        "policies": [{"name": "TEDPolicy", "epochs": 50, "max_history": 5}],
    }
    assert config["pipeline"][0]["epochs"] == 100


def test_the_time_of_an_epoch_is_read_from_rasas_progress_without_the_first() -> None:
    marks = [
        (1.0, "INFO rasa.engine.training.hooks  - Starting to train component 'DIETClassifier'."),
        (2.0, "Epochs:   0%|          | 0/3 [00:00<?, ?it/s]"),
        (30.0, "Epochs:  33%|###       | 1/3 [00:28<00:56, 28.0s/it]"),
        (30.1, "Epochs:  33%|###       | 1/3 [00:28<00:56, 28.0s/it, t_loss=5.4]"),
        (36.0, "Epochs:  67%|######    | 2/3 [00:34<00:17, 17.0s/it, t_loss=5.4]"),
        (42.0, "Epochs: 100%|##########| 3/3 [00:40<00:00, 13.3s/it, t_loss=4.5]"),
        (42.5, "Epochs: 100%|##########| 3/3 [00:40<00:00, 13.3s/it, t_loss=4.5]"),
        (43.0, "INFO rasa.engine.training.hooks  - Starting to train component 'TEDPolicy'."),
        (50.0, "Epochs: 100%|##########| 1/1 [00:07<00:00, 7.0s/it]"),
    ]

    assert epoch_seconds(marks) == {"DIETClassifier": 6.0}


def test_a_full_training_costs_the_epochs_and_examples_left_out_and_all_else_once() -> None:
    epochs = {"DIETClassifier": 2.0, "TEDPolicy": 0.5}

    assert at_full(60.0, epochs, Extent(10, 100, 500, 500)) == 60.0 + 90 * 2.0
    assert at_full(60.0, epochs, Extent(100, 60, 500, 500)) == 60.0 + 40 * 0.5
    assert at_full(60.0, epochs, Extent(10, 100, 500, 1000)) == 60.0 - 10 * 2.0 + 100 * 4.0
    assert at_full(60.0, epochs, Extent(100, 100, 500, 500)) == 60.0
