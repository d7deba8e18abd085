"""A broken file of jurisdictions is refused with file, line and what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fairwell import paths
from fairwell.policy.facts import PolicyError
from fairwell.policy.jurisdictions import load_document, load_jurisdictions
from tests.support.tables import table

NAME = "jurisdictions.yml"
SHIPPED = (paths.POLICY / NAME).read_text("utf-8")

Edit = Callable[[str], str]


def within(code: str, old: str, new: str) -> Edit:
    """Replace the first ``old`` after the entry of a jurisdiction begins."""
    start = SHIPPED.index(f"\n  {code}:\n")
    assert old in SHIPPED[start:], old
    return lambda text: text[:start] + text[start:].replace(old, new, 1)


def in_rule(code: str, key: str, old: str, new: str) -> Edit:
    """Replace the first ``old`` after a rule of a jurisdiction begins."""
    start = SHIPPED.index(f"      {key}:\n", SHIPPED.index(f"\n  {code}:\n"))
    assert old in SHIPPED[start:], old
    return lambda text: text[:start] + text[start:].replace(old, new, 1)


def anywhere(old: str, new: str) -> Edit:
    assert old in SHIPPED, old
    return lambda text: text.replace(old, new, 1)


def load_edited(tmp_path: Path, edit: Edit) -> str:
    edited = edit(SHIPPED)
    assert edited != SHIPPED
    (tmp_path / NAME).write_text(edited, "utf-8")
    load_document(tmp_path)
    return edited


def changed_line(edited: str) -> int:
    """The first line that is not as shipped."""
    shipped, new = SHIPPED.splitlines(), edited.splitlines()
    return next(
        n for n, pair in enumerate(zip(shipped, new, strict=False), 1) if pair[0] != pair[1]
    )


@table(
    "edit, place, fault",
    [
        # values of each type
        (in_rule("DE", "offer_timing", "beside_cancel_control", "x"), "value", "'after_receipt'"),
        (in_rule("US-MN", "describe_pause_unasked", "true", "maybe"), "value", "boolean"),
        (in_rule("US-MN", "describe_pause_unasked", "true", "1"), "value", "boolean"),
        (in_rule("DE", "offer_max", "value: 1", "value: -1"), "offer_max.value", "equal to 0"),
        (in_rule("DE", "offer_max", "value: 1", 'value: "1"'), "offer_max.value", "integer"),
        (in_rule("DE", "offer_max", "value: 1", "value: 1.5"), "offer_max.value", "integer"),
        (in_rule("DE", "offer_max", "value: 1", "value: true"), "offer_max.value", "integer"),
        (in_rule("DE", "records_years", "6", "0"), "records_years.value", "greater than 0"),
        # where it comes from
        (in_rule("DE", "offer_max", '"2023-08"', '"2024-13"'), "as_of", "no such date"),
        (in_rule("DE", "offer_max", '"2023-08"', '"2023-02-29"'), "as_of", "no such date"),
        (in_rule("DE", "offer_max", '"2023-08"', "April"), "as_of", "year-month"),
        (in_rule("DE", "offer_max", '"2023-08"', '"2026-12"'), "as_of", "later than the file"),
        (in_rule("DE", "offer_max", '"2023-08"', "2026-11-24"), "as_of", "later than the file"),
        (in_rule("DE", "offer_max", 'confidence: "2"', 'confidence: "3"'), "confidence", "'M'"),
        (in_rule("DE", "offer_max", "ours: true", "ours: perhaps"), "ours", "boolean"),
        (
            in_rule("FR", "offer_timing", '"No rule found; our choice"', '""'),
            "offer_timing.source",
            "at least 3",
        ),
        # jurisdictions
        (within("DE", "inherits: EU", "inherits: XX"), "DE.inherits", "no jurisdiction XX"),
        (within("DE", "inherits: EU", "inherits: Europe"), "DE.inherits", "pattern"),
        (within("DE", "inherits: EU", "inherits: DE"), "DE.inherits", "circle"),
        (within("EU", "inherits: default", "inherits: DE"), "EU.inherits", "circle"),
        (within("EU", "[AT,", "[AT, Germany,"), "EU.members.1", "pattern"),
        (within("EU", "[AT,", "[AT, AT,"), "EU.members.1", "member of EU already"),
        (within("UK", "[GB]", "[PL]"), "UK.members.0", "member of EU already"),
        (anywhere("\n  CH:\n", "\n  Switzerland:\n"), "Switzerland.[key]", "pattern"),
        (anywhere("\n  CH:\n", "\n  AT:\n"), None, "duplicate key, again in line"),
        (in_rule("CH", "records_years", "records_years", "offer_timing"), None, "again in line"),
        (in_rule("DE", "offer_timing", "offer_timing", "offer_time"), "offer_time", "Extra"),
        (in_rule("DE", "offer_timing", "value", "valu"), "offer_timing.valu", "Extra"),
        (within("DE", "name: Germany", "nam: Germany"), "DE.nam", "Extra"),
        (anywhere('version: "2026-11"', 'version: ""'), "version", "at least 1"),
        (anywhere('version: "2026-11"', 'version: "2026-11-23"'), "version", "at most 9"),
        (anywhere("as_of: 2026-11-23\n\n", "as_of: someday\n\n"), "as_of", "date"),
        (anywhere("jurisdictions:\n", "jurisdiktions:\n"), "jurisdiktions", "Extra"),
        (anywhere("    inherits: EU", "   inherits: EU"), None, "not valid YAML"),
    ],
)
def test_each_fault_is_named_with_file_and_line(
    tmp_path: Path, edit: Edit, place: str | None, fault: str
) -> None:
    with pytest.raises(PolicyError) as broken:
        load_edited(tmp_path, edit)

    file = tmp_path / NAME
    lines = [line for line in str(broken.value).splitlines() if fault in line]
    assert lines, str(broken.value)
    assert all(line.startswith(f"{file}:") for line in lines)
    if place:
        number = changed_line(file.read_text("utf-8"))
        assert any(line.startswith(f"{file}:{number}: ") for line in lines), (number, lines)
        assert any(f"{place}: " in line for line in lines), lines
    else:
        assert all(line.removeprefix(f"{file}:").split(":")[0].isdigit() for line in lines)


@table(
    "edit, at, fault",
    [
        (within("DE", "    inherits: EU\n", ""), "  DE:", "DE is silent"),
        (
            in_rule("DE", "offer_timing", "        value: beside_cancel_control\n", ""),
            None,
            "Field required",
        ),
        (
            in_rule("DE", "offer_max", '        confidence: "2"\n', ""),
            "      offer_max:",
            "Field required",
        ),
        (
            in_rule("DE", "offer_max", '        as_of: "2023-08"\n', ""),
            "      offer_max:",
            "as_of: Field required",
        ),
        (
            in_rule("DE", "records_years", 'confidence: "M"', 'confidence: "S"'),
            "      records_years:",
            "confidence S",
        ),
        (lambda text: text[: text.index("\n  default:\n") + 1], "jurisdictions:", "default is"),
        (
            within("default", "    rules:\n", "    inherits: EU\n    rules:\n"),
            "    inherits: EU",
            "inherits from nobody",
        ),
    ],
)
def test_what_is_missing_is_named_where_it_belongs(
    tmp_path: Path, edit: Edit, at: str | None, fault: str
) -> None:
    with pytest.raises(PolicyError) as broken:
        load_edited(tmp_path, edit)

    file = tmp_path / NAME
    texts = file.read_text("utf-8").splitlines()
    named = [line for line in str(broken.value).splitlines() if fault in line]
    assert named, str(broken.value)
    for line in named:
        number = int(line.removeprefix(f"{file}:").split(":")[0])
        assert texts[number - 1].startswith(at or "      offer_timing:"), line


@table(
    "key",
    ["offer_timing", "offer_max", "describe_pause_unasked", "records_years", "withdrawal_days"],
)
def test_a_default_that_lacks_a_rule_is_refused_by_its_name(tmp_path: Path, key: str) -> None:
    start = SHIPPED.index(f"      {key}:\n", SHIPPED.index("\n  default:\n"))
    rest = SHIPPED[start:].split("\n")
    end = next(
        (n for n, line in enumerate(rest[1:], 1) if line.startswith("      ") and line[6] != " "),
        len(rest),
    )

    with pytest.raises(PolicyError, match=rf"default\.rules: .*missing: {key}$"):
        load_edited(tmp_path, lambda text: text[:start] + "\n".join(rest[end:]))


def test_a_date_that_does_not_exist_is_named_with_its_line(tmp_path: Path) -> None:
    edit = anywhere("as_of: 2026-11-23\n\n", "as_of: 2026-13-23\n\n")

    with pytest.raises(PolicyError) as broken:
        load_edited(tmp_path, edit)

    number = changed_line(edit(SHIPPED))
    assert str(broken.value).startswith(f"{tmp_path / NAME}:{number}: ")
    assert "no such date" in str(broken.value)


def test_a_list_that_contains_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r":12: version: .*string"):
        load_edited(tmp_path, anywhere('version: "2026-11"', "version: &a [*a]"))


def test_all_faults_of_a_file_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as broken:
        load_edited(
            tmp_path,
            lambda text: text.replace("value: after_receipt", "value: x").replace("GB", "G8"),
        )

    named = str(broken.value)
    assert named.count("offer_timing.value") == 4
    assert "UK.members.0" in named


def test_circles_of_three_are_found_for_each_that_is_in_them(tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as broken:
        load_edited(
            tmp_path,
            lambda text: text.replace("inherits: default", "inherits: FR"),
        )

    circles = [line for line in str(broken.value).splitlines() if "circle" in line]
    assert sorted(line.split("jurisdictions.")[-1].split(".")[0] for line in circles) == [
        "EU",
        "FR",
    ]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"jurisdictions\.yml: the file is missing"):
        load_jurisdictions(tmp_path)


@table("content", ["", "- a list\n", "words\n"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(PolicyError, match=r"jurisdictions\.yml:1: file: "):
        load_edited(tmp_path, lambda _: content)


def test_dates_may_be_known_to_the_year_the_month_or_the_day(tmp_path: Path) -> None:
    for written, read in [
        ("2024", "2024"),
        ('"2024-04"', "2024-04"),
        ("2024-04-30", "2024-04-30"),
        ("2026-11-23", "2026-11-23"),
    ]:
        load_edited(tmp_path, in_rule("DE", "offer_max", '"2023-08"', f"{written} "))
        loaded = load_document(tmp_path).jurisdictions["DE"].rules.offer_max
        assert loaded is not None
        assert loaded.as_of == read


def test_an_operator_may_set_never_and_the_rules_obey(tmp_path: Path) -> None:
    load_edited(
        tmp_path, in_rule("DE", "offer_timing", "value: beside_cancel_control", "value: never")
    )

    rules = load_jurisdictions(tmp_path).rules
    assert rules["DE"].pause_timing == "never"
    assert rules["US"].pause_timing == "beside_cancel_control"
