"""Keys come from the environment, are fit to sign with, and are never shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsError

from fairwell.config import Settings
from fairwell.processes.parts import plan
from tests.support.tables import table

SECRET = "s3cr3t-" + "k" * 32


def settings_with(monkeypatch: pytest.MonkeyPatch, keys: Any, **values: Any) -> Settings:
    text = keys if isinstance(keys, str) else json.dumps(keys)
    monkeypatch.setenv("FAIRWELL_IDENTITY_KEYS", text)
    return Settings(**values)


def gateway_keys(settings: Settings) -> dict[str, str]:
    """What ``fairwell run`` gives each part for keys, over what the environment holds."""
    return {
        part.name: part.environment["FAIRWELL_IDENTITY_KEYS"]
        for part in plan(settings, Path("model.tar.gz"))
        if "FAIRWELL_IDENTITY_KEYS" in part.environment
    }


def test_several_keys_are_good_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {"help-1": SECRET, "help-2": SECRET[::-1]}

    assert settings_with(monkeypatch, keys).identity_secrets == keys


def test_without_keys_nobody_can_be_signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FAIRWELL_IDENTITY_KEYS", raising=False)

    assert Settings().identity_secrets == {}


@table(
    "keys, said",
    [
        ({"help-1": "s3cr3t-short"}, "key 'help-1': the secret is shorter than 32 bytes"),
        ({"help-1": ""}, "key 'help-1': the secret is shorter than 32 bytes"),
        ({"../help": SECRET}, "key id '../help': use"),
        ({"": SECRET}, "key id '': use"),
        ({"h" * 65: SECRET}, "use 1 to 64"),
        ({"help-1": SECRET, "help-2": SECRET}, "two key ids have the same secret"),
        ({"help-1": ["s3cr3t"]}, "identity_keys.help-1"),
        ([SECRET], "identity_keys"),
    ],
)
def test_unfit_keys_are_refused_at_start_without_showing_them(
    monkeypatch: pytest.MonkeyPatch, keys: Any, said: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        settings_with(monkeypatch, keys)

    assert said in str(refused.value)
    assert "s3cr3t" not in str(refused.value)


def test_broken_json_is_refused_without_showing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError) as refused:
        settings_with(monkeypatch, '{"help-1": "s3cr3t')

    assert "identity_keys" in str(refused.value)
    assert "s3cr3t" not in str(refused.value)


def test_umlauts_count_as_the_bytes_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_with(monkeypatch, {"help-1": "ü" * 16}).identity_secrets

    with pytest.raises(ValidationError):
        settings_with(monkeypatch, {"help-1": "ü" * 15 + "x"})


def test_settings_do_not_print_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_with(monkeypatch, {"help-1": SECRET})

    assert "s3cr3t" not in repr(settings)
    assert "s3cr3t" not in settings.model_dump_json()


def test_a_demo_without_keys_gets_one_for_the_run_and_only_in_the_gateway(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("FAIRWELL_IDENTITY_KEYS", raising=False)
    demo = Settings(home=tmp_path, demo=True)
    first, second = gateway_keys(demo), gateway_keys(demo)

    assert list(first) == ["gateway"]
    assert first != second
    assert settings_with(monkeypatch, first["gateway"]).identity_secrets.keys() == {"demo"}


def test_configured_keys_are_not_replaced_and_none_are_made_outside_a_demo(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = settings_with(monkeypatch, {"help-1": SECRET}, home=tmp_path, demo=True)
    monkeypatch.delenv("FAIRWELL_IDENTITY_KEYS")

    assert gateway_keys(own) == {}
    assert gateway_keys(Settings(home=tmp_path, demo=False)) == {}
