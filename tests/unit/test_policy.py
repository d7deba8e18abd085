"""Policy files: what is wrong is named with file and line, so that it never reaches a customer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fairwell import paths
from fairwell.policy.facts import PolicyError, load_facts
from tests.support.tables import table

SHIPPED = (paths.POLICY / "facts.yml").read_text("utf-8")

Edit = Callable[[str], str]


def replaced(old: str, new: str) -> Edit:
    assert old in SHIPPED, old
    return lambda text: text.replace(old, new, 1)


def line_of(text: str, wanted: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if wanted in line)


def load(tmp_path: Path, edit: Edit) -> object:
    (tmp_path / "facts.yml").write_text(edit(SHIPPED), "utf-8")
    return load_facts(tmp_path)


def test_the_shipped_policy_is_valid_and_every_value_has_its_source() -> None:
    facts = load_facts(paths.POLICY)

    assert facts.phones
    assert all(phone.source for phone in facts.phones)
    assert facts.data_kept_days.source
    assert facts.pause.source


@table(
    "edit, near, fault",
    [
        (replaced("value: 120", "value: -120"), "value: -120", "greater than 0"),
        (replaced("value: 120", "value: many"), "value: many", "valid integer"),
        (replaced("value: 120", "value: 12.5"), "value: 12.5", "integer"),
        (replaced("value: 120", "valeu: 120"), "data_kept_days:", "Field required"),
        (replaced("value: 120", "valeu: 120"), "valeu: 120", "Extra inputs"),
        (replaced('"855-229-5506"', '"call me"'), "call me", "pattern"),
        (replaced("region: uk", "region: mars"), "region: mars", "us_ca"),
        (replaced("fee: 10", "fee: -1"), "fee: -1", "greater than or equal to 0"),
        (replaced("contacts_up_to: 10000", "contacts_up_to: 100"), "tiers:", "must rise"),
        (replaced("contacts_up_to: 10000", "contacts_up_to: 2500"), "tiers:", "must rise"),
        (replaced("contacts_up_to: null", "contacts_up_to: 99000"), "tiers:", "last tier"),
        (replaced("contacts_up_to: 2500", "contacts_up_to: null"), "tiers:", "last tier"),
        (replaced("[USD, GBP]", "[USD, BTC]"), "BTC", "USD"),
        (replaced("[USD, GBP]", "[]"), "currencies: []", "at least 1"),
        (replaced("Europe/Berlin", "Europe/Berlyn"), "time_zones:", "unknown time zone"),
        (replaced("  en: America/New_York\n", ""), "time_zones:", "languages de and en"),
        (replaced("Europe/Madrid: [ES]", "Europe/Madrit: [ES]"), "account_time_zones:", "unknown"),
        (replaced("Lisbon: [PT]", "Lisbon: [PT, ES]"), "account_time_zones:", "one zone for ES"),
        (replaced("Lisbon: [PT]", "Lisbon: [pt]"), "[pt]", "match pattern"),
        (replaced("  en: America/New_York", "  fr: Europe/Paris"), "fr: Europe", "'en'"),
        (replaced("as_of: 2026-06-19", "as_of: someday"), "someday", "valid date"),
        (replaced("source: vendor's terms", "source: x"), "source: x", "at least 3"),
        (replaced('version: "2026-11-23"', 'version: ""'), "version:", "at least 1"),
        (lambda text: f"{text}\nsurprise: 1\n", "surprise", "Extra inputs"),
        (replaced("brand:", "brand: ["), "", "not valid YAML"),
        (replaced("brand:", "\tbrand:"), "", "not valid YAML"),
    ],
)
def test_each_fault_is_named_with_file_and_line(
    tmp_path: Path, edit: Edit, near: str, fault: str
) -> None:
    with pytest.raises(PolicyError) as broken:
        load(tmp_path, edit)

    lines = [line for line in str(broken.value).splitlines() if fault in line]
    assert lines, str(broken.value)
    assert all(line.startswith(str(tmp_path / "facts.yml")) for line in lines)
    if near:
        number = line_of(edit(SHIPPED), near)
        assert any(line.startswith(f"{tmp_path / 'facts.yml'}:{number}:") for line in lines)
    else:
        assert all(line.split(":")[1].isdigit() for line in lines)


def test_all_faults_of_a_file_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as broken:
        load(
            tmp_path, lambda text: text.replace("value: 120", "value: 0").replace("fee: 5", "f: 5")
        )

    named = str(broken.value)
    assert "data_kept_days" in named
    assert "pause.tiers.0" in named


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"facts\.yml: the file is missing"):
        load_facts(tmp_path)


@table("content", ["", "- a list\n", "just words\n", "null\n"])
def test_a_file_that_is_no_mapping_is_refused_in_its_first_line(
    tmp_path: Path, content: str
) -> None:
    with pytest.raises(PolicyError, match=r"facts\.yml:1: file: "):
        load(tmp_path, lambda _: content)


def test_a_file_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "facts.yml").write_bytes(SHIPPED.encode("latin-1", "replace"))

    with pytest.raises(PolicyError, match=r"facts\.yml: cannot be read as UTF-8"):
        load_facts(tmp_path)


def test_a_control_sign_in_a_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"facts\.yml: not valid YAML"):
        load(tmp_path, replaced("value: 120", "value: 120\x07"))


def test_yaml_cannot_make_python_objects(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="not valid YAML"):
        load(tmp_path, replaced("value: 120", "value: !!python/object/apply:os.getpid []"))
