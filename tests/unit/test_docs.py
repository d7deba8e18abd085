"""The documents say what is so: links lead somewhere, names exist, tables match the code."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import typer
import yaml
from pydantic import SecretStr

import fairwell.bootstrap  # noqa: F401 (defines every table)
from fairwell import paths
from fairwell.cli.main import app
from fairwell.config import Settings
from fairwell.gateway.headers import CSP
from fairwell.policy.facts import Facts
from fairwell.rules.cases.case import Kind, NotPossible, Status, next_status
from fairwell.store.tables import METADATA
from tests.support.tables import table

ROOT = paths.ROOT
OPERATE = ROOT / "docs" / "operate.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
NOT_OURS = {"node_modules", ".venv", ".tools", "var", "models"}


def documents() -> list[Path]:
    found = (
        file
        for file in ROOT.rglob("*.md")
        if not any(
            part in NOT_OURS or part.startswith(".") for part in file.relative_to(ROOT).parts
        )
    )
    return sorted(found)


DOCUMENTS = documents()
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
every_document = table("document", DOCUMENTS)


def without_code(text: str) -> str:
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


def anchors(document: Path) -> set[str]:
    """The names by which GitHub links to the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", without_code(document.read_text()), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in headings}


def test_the_documents_are_found() -> None:
    names = {str(file.relative_to(ROOT)) for file in DOCUMENTS}

    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/operate.md"} <= names
    assert len(DECISIONS) >= 9


@every_document
def test_links_lead_somewhere(document: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", without_code(document.read_text()))
    targets = re.findall(r"\]\(([^)\s]+)\)", text)

    dead = []
    for target in targets:
        if re.match(r"(https?|mailto):", target):
            continue
        name, _, anchor = target.partition("#")
        file = (document.parent / name).resolve() if name else document
        if not file.exists() or (anchor and anchor not in anchors(file)):
            dead.append(target)
    assert dead == []


@every_document
def test_no_document_names_a_machine(document: Path) -> None:
    found = re.findall(r"(?<![\w.])/(?:work|root|home|mnt)/\S*", document.read_text())

    assert found == []


def shown(default: Any) -> str:
    """How the table of settings writes a default."""
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    if default == "":
        return "empty"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f"`{default}`"


def rows_of_settings() -> dict[str, str]:
    """Variable and default of each row of the first table of settings."""
    text = OPERATE.read_text().split("## Settings", 1)[1].split("The engine alone", 1)[0]
    return dict(re.findall(r"^\| `(FAIRWELL_[A-Z_]+)` \| ([^|]+?) \|", text, flags=re.MULTILINE))


def test_every_setting_stands_in_the_table_with_its_default() -> None:
    expected = {
        f"FAIRWELL_{name.upper()}": shown(field.get_default(call_default_factory=True))
        for name, field in Settings.model_fields.items()
    }

    assert rows_of_settings() == expected


@cache
def variables_read() -> set[str]:
    """Every variable that a setting, the engine, a Rasa file or a test reads."""
    sources = [
        *(ROOT / "engine" / "fairwell_engine").rglob("*.py"),
        *(ROOT / "tests").rglob("*.py"),
        ROOT / "endpoints.yml",
        ROOT / "credentials.yml",
    ]
    read = {f"FAIRWELL_{name.upper()}" for name in Settings.model_fields}
    for file in sources:
        if file != Path(__file__):
            read |= set(re.findall(r"FAIRWELL_[A-Z_]*[A-Z]", file.read_text()))
    return read


@every_document
def test_no_document_names_a_variable_that_nothing_reads(document: Path) -> None:
    assert set(re.findall(r"FAIRWELL_[A-Z_]*[A-Z]", document.read_text())) <= variables_read()


@every_document
def test_make_commands_in_documents_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    named = set(re.findall(r"(?:^|`|=\S+ )make ([a-z-]+)", document.read_text(), re.MULTILINE))

    assert named - targets == set()


@every_document
def test_fairwell_commands_in_documents_exist(document: Path) -> None:
    commands = re.findall(r"(?:`|bin/)fairwell ([a-z]+(?: [a-z][a-z-]*)?)", document.read_text())

    unknown = []
    for words in commands:
        command: Any = typer.main.get_command(app)
        for word in words.split():
            below = getattr(command, "commands", None)
            if below is None:
                break
            if word not in below:
                unknown.append(words)
                break
            command = below[word]
    assert unknown == []


def test_the_readme_names_both_commands_and_every_demo_account() -> None:
    readme = (ROOT / "README.md").read_text()
    accounts = yaml.safe_load(paths.DEMO_ACCOUNTS.read_text())["accounts"]

    assert {"make run", "make test"} <= set(readme.splitlines())
    missing = [a for a in accounts if f"`{a['user_name']}` {a['email']}" not in readme]
    assert missing == []


def test_every_fact_stands_in_the_policy_document() -> None:
    text = (ROOT / "docs" / "policy.md").read_text()
    rows = re.findall(r"^\| `([a-z_]+)` \|", text, flags=re.MULTILINE)

    assert sorted(rows) == sorted(Facts.model_fields)


def rows_of(document: Path, heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    text = document.read_text().split(f"\n{heading}\n", 1)[1]
    table = text[text.index("\n|---") :].split("\n\n", 1)[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()[2:]]


def is_a_step(current: Status, wanted: Status) -> bool:
    """Whether a case can go from one state to another one."""
    try:
        return next_status(current, wanted) is not current
    except NotPossible:
        return False


def test_the_architecture_lists_exactly_the_steps_a_case_can_take() -> None:
    told = {
        (Status(current), Status(wanted.strip("`")))
        for froms, wanted, _ in rows_of(ARCHITECTURE, "## A case and its states")
        for current in re.findall(r"`([a-z]+)`", froms)
    }

    assert told == {(a, b) for a in Status for b in Status if is_a_step(a, b)}


def test_the_architecture_names_every_kind_and_every_table() -> None:
    meanings = rows_of(ARCHITECTURE, "### Seven meanings, and what each asks")
    tables = [row[0] for row in rows_of(ARCHITECTURE, "## Tables")]

    assert sorted(row[0].strip("`") for row in meanings) == sorted(Kind)
    assert sorted(re.findall(r"`([a-z_]+)`", " ".join(tables))) == sorted(METADATA.tables)


def test_the_list_of_documents_has_every_document_and_every_decision() -> None:
    docs = ROOT / "docs"
    listed = (docs / "README.md").read_text()
    ours = [*docs.glob("*.md"), *DECISIONS]

    missing = [file.name for file in ours if f"({file.relative_to(docs)})" not in listed]
    assert missing == ["README.md"]
    assert "(docs/README.md)" in (ROOT / "README.md").read_text()


def test_the_security_document_quotes_the_content_security_policy_in_force() -> None:
    text = " ".join((ROOT / "docs" / "security.md").read_text().split())

    assert CSP in text


@table("record", DECISIONS)
def test_decision_records_are_short_and_complete(record: Path) -> None:
    text = record.read_text()

    assert len(text.splitlines()) <= 40
    assert text.startswith(f"# {record.stem[:3]}: ")
    assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == [
        "Context",
        "Choice",
        "Not chosen",
        "Cost",
    ]


def test_the_licence_is_apache_in_full() -> None:
    text = (ROOT / "LICENSE").read_text()

    assert "Apache License" in text.splitlines()[0]
    assert "END OF TERMS AND CONDITIONS" in text
    assert "APPENDIX: How to apply the Apache License to your work." in text
